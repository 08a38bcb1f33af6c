"""What a line or record of some shape holds, kept for when the shape comes again; and when the lines around one say more."""

from __future__ import annotations

from kimierr.scan.numbers import places
from kimierr.scan.records import WRAPPED, continues, span
from kimierr.text.decode import decode
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set

    from kimierr.match.evidence import Evidence
    from kimierr.report import Finding
    from kimierr.scan.groups import Group
    from kimierr.scan.lines import LineList

EDGE = 96
"""Bytes at the end or start of a line in which a message may go on, with the prefix or frame of the line."""
_NONE: Set[str] = frozenset()
"""One for all: an empty set of its own takes 200 bytes."""
_ONLY_DIGITS = bytes([byte if chr(byte).isdigit() and byte < 0x80 else 0x20 for byte in range(256)])


class Outcome:
    """What a line or record of some shape holds: findings with lines relative to its first, and where numbers stand."""

    __slots__ = (
        "by_status", "counts", "findings", "groups", "is_complete", "is_first", "is_nothing", "is_plain", "missing", "numbers", "only", "raw",
        "similar", "suffices", "whole",
    )  # fmt: skip

    def __init__(self, findings: list[Finding], raw: bytes, evidence: Evidence) -> None:
        self.findings = findings
        self.raw = raw
        """The first line or record of this shape."""
        self.is_complete = False
        """The findings are ready to be shown."""
        self.similar = evidence.similar
        before, behind = evidence.missing_before, evidence.missing_behind
        self.missing: tuple[Set[str], Set[str]] = before or _NONE, behind or _NONE
        """With which letters the lines before and behind may hold the rest of a message."""
        goes_on = continues(raw)
        self.whole = bool(findings) and not [finding for finding in findings if not finding.whole]
        self.is_first = self.whole and not goes_on
        """Nothing is missing, and no line before it can be of the same record."""
        self.suffices = self.is_first and not [finding for finding in findings if finding.ambiguous]
        self.by_status: dict[tuple[bytes, ...], Outcome] | None = {} if evidence.heeds_status else None
        """The same for other statuses in the line, where they are heeded."""
        self.is_nothing = not findings and not before and not behind and not goes_on
        """Nothing is found, and no other line can help, but those of its own record."""
        self.counts = [finding.count for finding in findings]
        """How often each is found; the findings themselves may be counted on."""
        self.numbers = [places(finding, raw) if finding.values else [] for finding in findings]
        self.groups: list[Group | None] = [None] * len(findings)
        self.is_plain = self.is_first and len(findings) == 1 and findings[0].last_line == 1 and not self.numbers[0]
        self.only: Group | None = None
        """Where to count it if there is no more to do than that, and the next line is of another record where that may say more."""

    def says_no_more_than(self, said: set[str]) -> bool:
        """Whether no message of another error is found than those with these ids, in one product or the other; a type or code is none."""
        entries = [finding.entry for finding in self.findings if finding.place.message[0] < finding.place.message[1]]
        return all(entry.id in said or entry.twin in said for entry in entries)


def statuses(raw: bytes) -> tuple[bytes, ...]:
    """Return the numbers of a line that may be statuses of failed requests."""
    return tuple([number for number in raw.translate(_ONLY_DIGITS).split() if len(number) == 3 and number[0] in b"45"])


def may_be_wrapped(lines: LineList, index: int, before: Set[str], behind: Set[str]) -> bool:
    """Whether the line before ends, or the one behind begins, with letters that a message lacks."""
    above = squeeze(decode(lines[index - 1][-EDGE:])) if before and index else ""
    below = squeeze(decode(lines[index + 1][:EDGE])) if behind and index + 1 < len(lines) else ""
    return any(letters in above for letters in before if above) or any(letters in below for letters in behind if below)


def waits_from(lines: LineList, index: int, done: int, outcome: Outcome) -> int:
    """Return from which line on, behind `done`, a hit must wait for lines that are still to come; their number if it need not."""
    first, last = span(lines, index)
    before, behind = outcome.missing
    if last < len(lines) and not (behind and not outcome.whole and index + WRAPPED > len(lines)):
        return len(lines)
    return max(done + 1, min(first, index - 1) if before else first)


def says_more(over: list[Finding], around: Outcome, alone: Outcome) -> bool:
    """Whether the match over several lines (`over`, of `around`) should replace that of the single line (`alone`)."""
    if alone.whole:
        return len(over) == len(around.findings) == 1 and over[0].count == 1 and around.whole
    same = [finding.entry.id for finding in over] == [finding.entry.id for finding in alone.findings]
    return around.whole or not alone.findings or (same and any(finding.last_line > finding.first_line for finding in over))
