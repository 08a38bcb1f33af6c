"""The answer of a scan for people: a block for each error, shorter than that of a paste, and what was read."""

from __future__ import annotations

from kimierr.model import POSSIBLE
from kimierr.render.words import fit, name, one_line, period, plural, status_of, verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.report import Finding, Report

MOST_VALUES = 8
MOST_OTHERS = 3
MOST_VALUE = 60
"""Characters of one value."""


class Row:
    """What is said of one error of a log; every string is one line."""

    __slots__ = ("facts", "id", "status", "times", "title", "verdict", "where")

    def __init__(self, finding: Finding, many_files: bool) -> None:
        self.times = finding.count
        self.status = str(status_of(finding) or "")
        self.title = one_line(finding.title)
        self.id = f"{name(finding.entry.id)}, {finding.confidence}"
        self.verdict = "" if finding.confidence == POSSIBLE else finding.retry.verdict
        self.where = where(finding, many_files)
        self.facts = [
            ("Undecided", undecided(finding)),
            ("Values", values(finding)),
            ("Retry", "" if finding.confidence == POSSIBLE else verdict(finding.retry)),
        ]
        self.facts += [("Fix", one_line(finding.fix[0]) if finding.fix else "")]
        self.facts = [(label, text) for label, text in self.facts if text]


def render(report: Report, many_files: bool = False) -> str:
    """Return plain text, one fact a line, ended with a line feed, below 64 KB."""
    return fit(_blocks(report, many_files), len(report.findings) + 1)


def rows(report: Report, many_files: bool) -> list[Row]:
    return [Row(finding, many_files) for finding in report.findings]


def closing(report: Report) -> list[str]:
    """Return the sentences below the errors: where to read on, what was not recognised, how much was read."""
    said = []
    if not report.recognised:
        summary = one_line(report.unknown.summary) if report.unknown else ""
        said.append(f"No Kimi error recognised.{' ' + summary if summary else ''}")
    if report.findings:
        ids = {finding.entry.id for finding in report.findings}
        said.append(f"All steps and links: `kimierr show {name(ids.pop()) if len(ids) == 1 else 'ID'}`")
    return said + counts(report.lines, report.similar_lines)


def counts(lines: int, similar: int) -> list[str]:
    """Return how many lines look like errors but are none that is known, and how many were read."""
    said = []
    if similar:
        verbs = ("looks", "was") if similar == 1 else ("look", "were")
        said.append(f"{plural(similar, 'line')} {verbs[0]} similar to a documented error but {verbs[1]} not recognised.")
    return [*said, f"{plural(lines, 'line')} read."]


def where(finding: Finding, many_files: bool) -> str:
    """Return how often, in which lines and when."""
    facts = [plural(finding.count, "time")]
    if many_files and finding.file:
        facts.append(name(finding.file))
    same = finding.first_line == finding.last_line
    facts.append(f"line {finding.first_line}" if same else f"lines {finding.first_line}-{finding.last_line}")
    facts.append(period(finding))
    return ", ".join(fact for fact in facts if fact)


def undecided(finding: Finding) -> str:
    """Return what else an error may be if nothing in the log decides, and what does."""
    if not finding.ambiguous:
        return ""
    others = " or ".join(name(other.id) for other in finding.alternatives[:MOST_OTHERS])
    return f"it may be {others} as well. {one_line(finding.question)} Name the product with `--product`."


def values(finding: Finding) -> str:
    """Return the values of the first occurrence, and the range of those that vary."""
    said = []
    for key, value in list(finding.values.items())[:MOST_VALUES]:
        least, most = finding.ranges.get(key, (value, value))
        shown = one_line(str(value), MOST_VALUE) if least == most else f"{least} to {most}"
        said.append(f"{name(key)} {shown}")
    return ", ".join(said)


def _blocks(report: Report, many_files: bool) -> list[str]:
    blocks = []
    for row in rows(report, many_files):
        lines = [f"{row.status + ' ' if row.status else ''}{row.title}   [{row.id}]", f"Seen: {row.where}"]
        lines += [f"{label}: {text}" for label, text in row.facts]
        blocks.append("".join(line + "\n" for line in lines))
    return [*blocks, "".join(line + "\n" for line in closing(report))]
