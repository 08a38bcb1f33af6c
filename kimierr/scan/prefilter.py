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
from kimierr.scan.fast import PAYS_FROM, block_finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kimierr.catalog.store import Catalog

    Beside = tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]

LOWER = bytes(ord(chr(code).lower()) if code < 0x80 else code for code in range(256))
DROP = bytes(code for code in range(0x80) if not chr(code).isalnum() and code != 0x0A)


class Prefilter:
    """The blocks of a catalog's messages with what stands beside them."""

    __slots__ = ("_beside", "_fast", "_fast_from", "_known", "_side", "_sides")

    def __init__(self, catalog: Catalog) -> None:
        self._sides, *others = sorted((volume.sides for volume in catalog.volumes), key=len, reverse=True)
        for sides in others:
            for number, beside in sides.items():
                self._sides[number] = self._sides.get(number, ()) + beside
        self._known = frozenset(self._sides)
        self._side = max(volume.run for volume in catalog.volumes) - SIZE
        self._beside: dict[int, Beside] = {}
        self._fast: Callable[[bytes], list[int] | None] | None = None
        self._fast_from = PAYS_FROM * len(self._known)

    def lines(self, block: bytes) -> list[int]:
        """Return the indexes of the lines of a block of whole lines that may hold a message, in order."""
        stream = block.translate(LOWER, DROP)
        numbers = little_endian_blocks(stream)
        found: list[int] = []
        line = last = line_end = 0
        for place in self._places(stream, numbers):
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
            line += stream.count(b"\n", last, place)
            last = place
            line_end = stream.find(b"\n", place)
            found.append(line)
            if line_end < 0:
                break
        return found

    def _places(self, stream: bytes, numbers: memoryview) -> Iterable[int]:
        """Return the places of the known blocks, in order: the same with hyperscan, only sooner."""
        if self._fast_from > 0:
            self._fast_from -= len(stream)
            if self._fast_from <= 0:
                self._fast = block_finder(self._strings())
        if self._fast is not None and (places := self._fast(stream)) is not None:
            return places
        return compress(count(0, SIZE), map(self._known.__contains__, numbers))

    def _strings(self) -> Iterator[tuple[bytes, int]]:
        """Yield the blocks with what stands to one side, half as long as both sides must be, and where the block is in them."""
        for number in self._known:
            block = number.to_bytes(SIZE, "little")
            left, right, _, _ = self._shorten(number)
            yield from ((each + block, SIZE) for each in left)
            yield from ((block + each, SIZE + len(each)) for each in right)

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
