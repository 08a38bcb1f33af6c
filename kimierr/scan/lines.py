"""The lines of a block of a log, of which few are looked at: each is cut out when it is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    LineList: TypeAlias = "Lines | list[bytes]"
    """Lines by number, however they are kept."""

FEED = b"\n"
WORTH_COPYING = 1 << 12
"""Bytes from which on line feeds are counted faster in a copy without them (measured): CPython compares byte by byte to count."""


class Lines:
    """The lines of a block that ends with a line feed, by number from 0."""

    __slots__ = ("_block", "_count", "_starts")

    def __init__(self, block: bytes, count: int, starts: dict[int, int]) -> None:
        """`count` is how many lines there are, `starts` where some of them begin."""
        self._block = block
        self._count = count
        self._starts = starts
        starts[0] = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> bytes:
        if not 0 <= index < self._count:
            raise IndexError(index)
        start = self._starts.get(index)
        if start is None:
            start = self._sought(index)
        end = self._block.find(FEED, start)
        self._starts[index + 1] = end + 1  # the next line is often asked for next
        return self._block[start:end]

    def _sought(self, index: int) -> int:
        """Return where a line begins, from the nearest one of which that is known."""
        block, starts = self._block, self._starts
        distance = 1
        while True:
            start = starts.get(index - distance)
            if start is not None:
                for line in range(index - distance + 1, index + 1):
                    start = starts[line] = block.find(FEED, start) + 1
                return start
            start = starts.get(index + distance)
            if start is not None:
                for line in range(index + distance - 1, index - 1, -1):
                    start = starts[line] = block.rfind(FEED, 0, start - 1) + 1
                return start
            distance += 1


def count_feeds(text: bytes, start: int, end: int) -> int:
    """Return how many line feeds are in a part of a text."""
    if end - start < WORTH_COPYING:
        return text.count(FEED, start, end)
    part = text[start:end]
    return len(part) - len(part.replace(FEED, b""))
