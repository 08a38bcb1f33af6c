"""The JSON document of a report, and one finding a line for streams."""

from __future__ import annotations

from kimierr.render.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.report import Report

INDENT = 2


def render(report: Report) -> str:
    """Return the document of the contract, indented, ended with a line feed."""
    return dumps(report.to_dict(), INDENT) + "\n"


def render_lines(report: Report) -> str:
    """Return each finding as one line of JSON; empty when there is none."""
    return "".join(dumps(finding.to_dict()) + "\n" for finding in report.findings)
