"""One bare value of the first finding, so that a shell script needs no JSON reader."""

from __future__ import annotations

from kimierr.options import FIELDS
from kimierr.render.words import one_line, status_of, whole_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.report import Finding, Report


def render(report: Report, field: str) -> str:
    """Return the value of a field and a line feed; an empty string if there is no finding or no value.

    `status` is the error's HTTP status, `retry` the verdict, `retry-after` whole seconds (the first pause, if the
    message names none), `fix` one step a line.
    ValueError for a field that is not in FIELDS.
    """
    if field not in FIELDS:
        raise ValueError(f"no field {field!r}; there are {', '.join(FIELDS)}")
    value = _value(report.findings[0], field) if report.findings else ""
    return value + "\n" if value else ""


def _value(finding: Finding, field: str) -> str:
    entry = finding.entry
    if field == "fix":
        return "\n".join(one_line(step) for step in finding.fix)
    if field == "retry-after":
        retry = finding.retry
        first = retry.backoff[0] if retry.verdict == "retry" and retry.backoff else None
        seconds = whole_seconds(retry.after_seconds if retry.after_seconds is not None else first)
        return "" if seconds is None else str(seconds)
    if field == "url":
        return one_line(entry.links[0].url if entry.links else entry.source.url)
    values = {
        "id": entry.id,
        "status": str(status_of(finding) or ""),
        "product": entry.product,
        "title": finding.title,
        "confidence": finding.confidence,
        "retry": finding.retry.verdict,
        "request-id": finding.observed.request_id,
    }
    return one_line(values[field])
