"""Which lines of raw bytes may hold a documented message, found at some two hundred megabytes a second.

The bytes are lower-cased and everything but letters, digits, line feeds and non-ASCII bytes is dropped, then the
rest is read as a row of 8-byte numbers and compared with those that the messages of the catalog offer for each
alignment (see kimierr.catalog.grams). Both steps run in C. A number
that is found counts if the bytes beside it are the message's too, 15 in a row with its own. An undamaged message is
never missed, and one half of a message is enough if words meet in it often enough to be told from others.
"""

from __future__ import annotations

from itertools import compress, count

from kimierr.match.candidates import SIZE, little_endian_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.sides import Sides
    from kimierr.catalog.store import Catalog

SIDE = 7
"""Bytes beside a block that are looked at (kimierr.catalog.grams.SIDE)."""
LOWER = bytes(ord(chr(code).lower()) if code < 0x80 else code for code in range(256))
DROP = bytes(code for code in range(0x80) if not chr(code).isalnum() and code != 0x0A)


class Prefilter:
    """The blocks of a catalog's messages with what stands beside them."""

    __slots__ = ("_known", "_sides")

    def __init__(self, catalog: Catalog) -> None:
        self._sides: dict[int, Sides] = {}
        for volume in catalog.volumes:
            for number, beside in volume.sides.items():
                self._sides[number] = self._sides.get(number, ()) + beside
        self._known = frozenset(self._sides)

    def lines(self, block: bytes) -> list[int]:
        """Return the indexes of the lines of a block of whole lines that may hold a message, in order."""
        stream = block.translate(LOWER, DROP)
        numbers = little_endian_blocks(stream)
        found: list[int] = []
        line = last = line_end = 0
        for index in compress(count(), map(self._known.__contains__, numbers)):
            place = index * SIZE
            if place < line_end or not self._fits(self._sides[numbers[index]], stream, place):
                continue
            line += stream.count(b"\n", last, place)
            last = place
            line_end = stream.find(b"\n", place)
            found.append(line)
            if line_end < 0:
                break
        return found

    def _fits(self, sides: Sides, stream: bytes, place: int) -> bool:
        before, after = stream[max(0, place - SIDE) : place], stream[place + SIZE : place + SIZE + SIDE]
        for left, right, needed in sides:
            if (len(left) >= needed and before.endswith(left)) or (len(right) >= needed and after.startswith(right)):
                return True
        for left, right, needed in sides:
            same = more = 0
            while same < len(left) and before[-1 - same :][:1] == left[-1 - same :][:1]:
                same += 1
            while more < len(right) and after[more : more + 1] == right[more : more + 1]:
                more += 1
            if same + more >= needed:
                return True
        return False
