"""Annotations for GitHub Actions: one workflow command a finding."""

from __future__ import annotations

from kimierr.render.plain import body
from kimierr.render.view import cards, of_unknown
from kimierr.render.words import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.render.view import Card
    from kimierr.report import Finding, Report

MOST = 10
"""GitHub keeps ten annotations of a level for each step and drops the others without a word."""
MOST_MESSAGE = 4000


def render(report: Report) -> str:
    """Return an error for each finding that was recognised, a warning for each hint, a notice for an unknown error.

    The level says how sure the answer is, not what to do. A file and line stand only at findings of a scanned file.
    """
    lines = []
    if report.unknown is not None and not report.recognised:
        card = of_unknown(report.unknown)
        lines.append(_command("notice", "Not recognised", "\n".join([card.title, *body(card)])))
    found = list(zip(report.findings, (card for card in cards(report) if card.tag), strict=True))
    for level, recognised in (("error", True), ("warning", False)):
        lines += _annotations(level, [(finding, card) for finding, card in found if finding.recognised is recognised])
    return "".join(line + "\n" for line in lines)


def _annotations(level: str, found: list[tuple[Finding, Card]]) -> list[str]:
    shown = found if len(found) <= MOST else found[: MOST - 1]
    lines = [_command(level, f"{card.heading} [{card.tag}]", "\n".join(body(card)), finding) for finding, card in shown]
    left = [finding.entry.id for finding, _ in found[len(shown) :]]
    if left:
        lines.append(_command(level, f"{len(left)} more", ", ".join(left)))
    return lines


def notice(title: str, message: str) -> str:
    """Return a line of the lowest level."""
    return _command("notice", title, message) + "\n"


def _command(level: str, title: str, message: str, finding: Finding | None = None) -> str:
    place = f"file={_property(finding.file)},line={finding.first_line}," if finding and finding.file else ""
    return f"::{level} {place}title={_property(title)}::{_data(cut(message, MOST_MESSAGE))}"


def _data(text: str) -> str:
    """Escape a message: a line break would end the command, and the next line could be one of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
