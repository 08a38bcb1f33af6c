"""Lines of a log to records: a line, with the indented or closing lines that continue it."""

from __future__ import annotations

MOST_LINES = 40
MOST_BYTES = 16 << 10
_MAY_CONTINUE = frozenset(b" \t}])\xe2")
_CLOSING = b"}])"
_CLOSING_LINE = 80
_BAR = "│".encode()


def continues(line: bytes) -> bool:
    """Whether a line continues the one before: indented, or nothing but closing brackets."""
    if not line or line[0] not in _MAY_CONTINUE:
        return False
    if line[0] in _CLOSING:
        return len(line) < _CLOSING_LINE
    return line[0] in b" \t" or line.startswith(_BAR)


def span(lines: list[bytes], index: int) -> tuple[int, int]:
    """Return the (first, past the last) line of the record that a line belongs to, within a bounded number of lines."""
    if not continues(lines[index]) and (index + 1 == len(lines) or not continues(lines[index + 1])):
        return index, index + 1
    first = index
    while first > 0 and index - first < MOST_LINES and continues(lines[first]):
        first -= 1
    last = index + 1
    while last < len(lines) and last - index < MOST_LINES and continues(lines[last]):
        last += 1
    if sum(len(line) for line in lines[first:last]) > MOST_BYTES:
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


def joined_by_wrap(lines: list[bytes], index: int) -> tuple[int, int]:
    """Return a line with its neighbours, for a message that a terminal broke without indenting."""
    return max(0, index - 1), min(len(lines), index + 3)
