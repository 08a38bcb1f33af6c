"""Lines too long to be looked at as a whole, cut where no message goes on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1 << 20
"""Bytes of a line from which on it is no longer waited for its end."""
LOOKED_AT = 16 << 10
"""Bytes of a line that are looked at together."""
PIECE = 4 << 10
"""Bytes of the pieces of a longer one: many records, of which most hold nothing."""
_NEAR = 2 << 10
"""Bytes in front of a limit in which a good place to cut is looked for."""
_ENDS = (b"},", b"\\n", b'"', b" ")
"""What stands behind a record, an escaped line, a string and a word: the earlier in this list, the better is it to cut there."""


def cut(line: bytes, limit: int) -> int:
    """Return where to cut a line, at `limit` at the latest."""
    for sign in _ENDS:
        at = line.rfind(sign, limit - _NEAR, limit)
        if at >= 0:
            return at + len(sign)
    return limit


def pieces(line: bytes) -> Iterator[bytes]:
    """Yield a line in pieces short enough to be looked at, nothing left out."""
    start = 0
    while len(line) - start > PIECE:
        end = cut(line, start + PIECE)
        yield line[start:end]
        start = end
    yield line[start:]
