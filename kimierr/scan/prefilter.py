"""Which lines of raw bytes may hold a documented message, found at some two hundred megabytes a second.

The bytes are lower-cased and everything but letters, digits, line feeds and non-ASCII bytes is dropped, then the
rest is read as a row of 8-byte numbers and compared with those that the messages of the catalog offer for each
alignment (see kimierr.catalog.grams). Both steps run in C. A number that is found counts if the bytes beside it are
the message's too, 15 in a row with its own, or 22 in a catalog of thousands. An undamaged message is never missed, and
one half of a message is enough if words meet in it often enough to be told from others.
"""

from __future__ import annotations

from itertools import compress, count

from kimierr.match.candidates import SIZE, little_endian_blocks
from kimierr.scan.fast import PAYS_FROM, PAYS_TO_PREPARE_FROM, finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kimierr.catalog.store import Catalog
    from kimierr.scan.fast import Finder

    Beside = tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]

LOWER = bytes(ord(chr(code).lower()) if code < 0x80 else code for code in range(256))
DROP = bytes(code for code in range(0x80) if not chr(code).isalnum() and code != 0x0A)


class Prefilter:
    """The blocks of a catalog's messages with what stands beside them."""

    __slots__ = ("_beside", "_catalog", "_fast", "_known", "_seen", "_side", "_sides")

    def __init__(self, catalog: Catalog) -> None:
        self._sides, *others = sorted((volume.sides for volume in catalog.volumes), key=len, reverse=True)
        for sides in others:
            for number, beside in sides.items():
                self._sides[number] = self._sides.get(number, ()) + beside
        self._known = frozenset(self._sides)
        self._side = max(volume.run for volume in catalog.volumes) - SIZE
        self._beside: dict[int, Beside] = {}
        self._catalog = catalog
        self._seen = 0
        self._fast: Finder | None = None

    def lines(self, block: bytes) -> list[int]:
        """Return the indexes of the lines of a block of whole lines that may hold a message, in order."""
        find = self._fast or self._try_fast(len(block))
        if find is not None:
            return _lines_of(find(block), block)
        stream = block.translate(LOWER, DROP)
        return _lines_of(self._places(stream), stream)

    def _try_fast(self, more: int) -> Finder | None:
        """Take up hyperscan once a log of some size makes it worth it."""
        before, self._seen = self._seen, self._seen + more
        for limit in (PAYS_FROM, PAYS_TO_PREPARE_FROM):
            if before < limit <= self._seen:
                self._fast = finder(self._catalog, prepare=limit == PAYS_TO_PREPARE_FROM)
        return self._fast

    def _places(self, stream: bytes) -> Iterator[int]:
        """Yield the places of known blocks in a squeezed text that have enough of their message beside them, in order."""
        numbers = little_endian_blocks(stream)
        line_end = 0
        for place in compress(count(0, SIZE), map(self._known.__contains__, numbers)):
            if place < line_end:
                continue
            number = numbers[place // SIZE]
            behind = place + SIZE
            left, right, whole_left, whole_right = self._beside.get(number) or self._shorten(number)
            if not stream.startswith(whole_right, behind) and not stream.endswith(whole_left, 0, place):
                if not stream.startswith(right, behind) and not stream.endswith(left, 0, place):
                    continue
                if not self._fits(number, stream, place):
                    continue
            yield place
            line_end = stream.find(b"\n", place)
            if line_end < 0:
                return

    def _shorten(self, number: int) -> Beside:
        """Return what stands left and right of a block: half as long as both must be together, as one of them has that, and all of it."""
        half: tuple[set[bytes], set[bytes]] = set(), set()
        whole: tuple[set[bytes], set[bytes]] = set(), set()
        for left, right, needed in self._sides[number]:
            for chosen, length in ((half, (needed + 1) // 2), (whole, needed)):
                if len(left) >= length:
                    chosen[0].add(left[len(left) - length :])
                if len(right) >= length:
                    chosen[1].add(right[:length])
        beside = self._beside[number] = tuple(half[0]), tuple(half[1]), tuple(whole[0]), tuple(whole[1])
        return beside

    def _fits(self, number: int, stream: bytes, place: int) -> bool:
        """Whether a message with the block at a place goes on beside it, to both sides together as far as it must."""
        before, after = stream[max(0, place - self._side) : place], stream[place + SIZE : place + SIZE + self._side]
        for left, right, needed in self._sides[number]:
            same = more = 0
            while same < len(left) and before[-1 - same :][:1] == left[-1 - same :][:1]:
                same += 1
            while more < len(right) and after[more : more + 1] == right[more : more + 1]:
                more += 1
            if same + more >= needed:
                return True
        return False


def _lines_of(places: Iterable[int], text: bytes) -> list[int]:
    """Return the indexes of the lines in which places of a text are, each once."""
    found: list[int] = []
    line = last = line_end = 0
    for place in places:
        if place >= line_end:
            line += text.count(b"\n", last, place)
            last = place
            found.append(line)
            line_end = text.find(b"\n", place)
            if line_end < 0:
                break
    return found
