"""The known blocks of a text found by hyperscan, where it is installed: `pip install 'kimierr[fast]'`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SIZE = 8
PAYS_FROM = 8000
"""Bytes of a log for each known block, from which on preparing hyperscan takes less time than it saves (measured)."""
BYTES_PER_FIND = 150
"""Bytes of a text for each string found in it, below which telling Python of each takes longer than looking it all up."""


def block_finder(sought: Iterable[tuple[bytes, int]]) -> Callable[[bytes], list[int] | None] | None:
    """Return a function that gives the places of blocks in a text, in order: those that are whole ones from its start.

    `sought` are pairs of a string with a block and how far its end is behind the block's start. The
    function gives None for a text with so much in it that hyperscan would take longer than other ways. None if it is not
    installed.
    """
    try:
        import hyperscan
    except ImportError:
        return None
    strings = sorted(set(sought))
    back = [distance for _, distance in strings]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[string for string, _ in strings], ids=list(range(len(strings))), elements=len(strings), flags=0, literal=True
    )
    ends: list[int] = []

    def note(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
        ends.append(end - back[number])
        return len(ends) * BYTES_PER_FIND > size

    size = 0

    def find(text: bytes) -> list[int] | None:
        nonlocal size
        size = len(text)
        ends.clear()
        try:
            database.scan(text, match_event_handler=note)
        except hyperscan.ScanTerminated:
            return None
        return sorted({place for place in ends if not place % SIZE})

    return find
