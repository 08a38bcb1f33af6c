"""Lines of a log to records: a line, with the indented or closing lines that continue it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.scan.lines import LineList

MOST_LINES = 40
MOST_BYTES = 16 << 10
MAY_CONTINUE = b" \t}])\xe2"
"""First bytes of lines that may continue a record."""
_CLOSING = b"}])"
_CLOSING_LINE = 80
_BAR = "│".encode()
_BLANKS = b" \t" + _BAR
NARROWEST = 40
"""Bytes from which on a line may have been broken for its length."""
_LONGEST_WORD = 40
"""Bytes of a first word that is looked at."""
WRAPPED = 3
"""Lines from one on that a message may be broken over."""


def continues(line: bytes) -> bool:
    """Whether a line continues the one before: indented, but not with a time of its own, or nothing but closing brackets."""
    if not line or line[0] not in MAY_CONTINUE:
        return False
    if line[0] in _CLOSING:
        return len(line) < _CLOSING_LINE
    if line[0] == _BAR[0] and not line.startswith(_BAR):
        return False
    text = line.lstrip(_BLANKS)
    return not (text[:2].isdigit() and _begins_with_time(text))


def _begins_with_time(text: bytes) -> bool:
    """Whether a date or a time stands first: `2026-10-01`, `12:00:05`."""
    return (text[:4].isdigit() and text[4:5] in (b"-", b"/")) or (text[:2].isdigit() and text[2:3] == b":" and text[3:5].isdigit())


def span(lines: LineList, index: int) -> tuple[int, int]:
    """Return the (first, past the last) line of the record that a line belongs to, within a bounded number of lines."""
    if not continues(lines[index]) and (index + 1 == len(lines) or not continues(lines[index + 1])):
        return index, index + 1
    first = index
    while first > 0 and index - first < MOST_LINES and continues(lines[first]):
        first -= 1
    last = record_end(lines, index) + 1
    if sum([len(lines[at]) for at in range(first, last)]) > MOST_BYTES:
        return index, index + 1
    return first, last


def last_record(block: bytes) -> int:
    """Return where the last record of a block of whole lines begins; its end if that cannot be told within a bounded number of lines."""
    end = len(block)
    for _ in range(MOST_LINES):
        start = block.rfind(b"\n", 0, end - 1) + 1
        if not start or not continues(block[start : min(end - 1, start + _CLOSING_LINE)]):
            return start
        end = start
    return len(block)


def record_end(lines: LineList, index: int) -> int:
    """Return the last line of the record that a line is in, within a bounded number of lines."""
    last = index
    while last + 1 < len(lines) and last - index < MOST_LINES and continues(lines[last + 1]):
        last += 1
    return last


def runs_on(lines: LineList, index: int) -> bool:
    """Whether a line, or the one behind it, looks like the rest of a long one that a terminal broke: running text, no record's first words."""
    return any(
        0 < below < len(lines) and len(lines[below - 1]) >= NARROWEST and _is_running_text(lines[below]) for below in (index, index + 1)
    )


def _is_running_text(line: bytes) -> bool:
    first = line[:1]
    if not (first.islower() or first.isdigit() or first in b"'\"" or first >= b"\x80") or _begins_with_time(line):
        return False
    word = line[:_LONGEST_WORD].partition(b" ")[0]
    return b"=" not in word and b"." not in word[:-1]


def joined_by_wrap(lines: LineList, index: int, done: int) -> tuple[int, int]:
    """Return a line with its neighbours behind `done`, for a message that a terminal broke without indenting."""
    return max(done + 1, index - 1), min(len(lines), index + WRAPPED)
