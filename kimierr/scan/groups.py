"""Equal findings of a log folded into one, with how often, where and when, and the range of the numbers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.report import Finding

HEAD = 48
"""Bytes at the start of a line in which a time stamp is looked for."""


class Group:
    """All findings of one entry."""

    __slots__ = ("count", "finding", "first_head", "first_line", "last_head", "last_line", "ranges")

    def __init__(self, finding: Finding, line: int, head: bytes) -> None:
        self.finding = finding
        self.count = 0
        self.first_line = self.last_line = line
        self.first_head = self.last_head = head
        self.ranges: dict[str, tuple[float, float]] = {}

    def widen(self, name: str, value: float) -> None:
        """Take a number of an occurrence into its range."""
        known = self.ranges.get(name)
        if known is None:
            self.ranges[name] = (value, value)
        elif value < known[0]:
            self.ranges[name] = (value, known[1])
        elif value > known[1]:
            self.ranges[name] = (known[0], value)

    def folded(self) -> Finding:
        """Return the first finding with the counts of all."""
        finding = self.finding
        finding.count = self.count
        finding.first_line, finding.last_line = self.first_line, self.last_line
        finding.ranges = {name: pair for name, pair in self.ranges.items() if pair[0] != pair[1]}
        finding.times = (timestamp(self.first_head), timestamp(self.last_head))
        return finding


def timestamp(head: bytes) -> str:
    """Return the ISO-like time stamp in the start of a line (`2026-10-01T12:00:00.123Z`), empty if there is none."""
    text = head.decode("ascii", "replace")
    for place in range(len(text) - 18):
        date, mark, time = text[place : place + 10], text[place + 10], text[place + 11 : place + 19]
        digits = date[:4] + date[5:7] + date[8:] + time[:2] + time[3:5] + time[6:]
        if mark in "T " and date[4] in "-/" and date[7] in "-/" and time[2] == ":" == time[5] and digits.isdigit():
            end = place + 19
            while end < len(text) and (text[end].isdigit() or text[end] in ".,Z+:"):
                end += 1
            return text[place:end].rstrip(",:+.")
    return ""
