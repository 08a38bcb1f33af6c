"""Which lines of raw bytes may hold a documented message, found at some two hundred megabytes a second.

The bytes are lower-cased and everything but letters, digits, line feeds and non-ASCII bytes is dropped, then the
rest is read as a row of 8-byte numbers and compared with those that the messages of the catalog offer for each
alignment (see kimierr.catalog.sides). Both steps run in C. A number that is found counts if the rest of its anchor
(kimierr.catalog.anchors) stands beside it. Hyperscan, where it is installed, looks for the same anchors in the raw
bytes, four times as fast (kimierr.scan.fast).
"""

from __future__ import annotations

from itertools import compress, count

from kimierr.match.candidates import SIZE, blocks_of
from kimierr.scan.fast import PAYS_FROM, PAYS_TO_PREPARE_FROM, finder
from kimierr.scan.lines import FEED, Lines, count_feeds
from kimierr.text.squeeze import LOWER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kimierr.catalog.sides import Sides
    from kimierr.catalog.store import Catalog
    from kimierr.scan.fast import Finder
    from kimierr.scan.lines import LineList

FAR_APART = 1 << 11
"""Bytes between two hits from which on it takes less time to cut out single lines than to split all (measured)."""
_LINE_FEED = 0x0A
_PADDING = b"\n" * SIZE
"""Behind a text, so that its last letters are a part of a whole block."""
_DROP = bytes(code for code in range(0x80) if not chr(code).isalnum() and code != 0x0A)


class Prefilter:
    """Finds the lines by the blocks of a catalog's anchors, or by the anchors themselves if hyperscan is there."""

    __slots__ = ("_beside", "_catalog", "_expected", "_fast", "_indexes", "_known", "_seen", "_tried")

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._indexes = [volume.log_index for volume in catalog.volumes]
        self._known: frozenset[int] = frozenset()
        self._beside: dict[int, tuple[Sides, tuple[bytes, ...], tuple[bytes, ...]]] = {}
        self._seen = self._expected = self._tried = 0
        self._fast: Finder | None = None

    def expect(self, size: int) -> None:
        """Prepare for so many bytes that will come: a long log is worth hyperscan from its first block on."""
        self._expected = self._seen + size

    def lines(self, block: bytes) -> Sequence[int]:
        """Return the indexes of the lines of a block of whole lines that may hold a message, in order."""
        return self.hits(block)[0]

    def hits(self, block: bytes) -> tuple[list[int], LineList]:
        """Return the same, and the lines of the block; none if no line may hold a message."""
        find = self._fast or self._try_fast(len(block))
        if find is None:
            stream = block.translate(LOWER, _DROP) + _PADDING
            hits = _numbers(list(self._places(stream)), stream)
            return hits, _split(block) if hits else []
        places = _first_of_each_line(find(block), block)
        if not places or not block.endswith(FEED) or len(places) * FAR_APART > len(block):
            return _numbers(places, block), _split(block) if places else []
        starts = _starts(places, block)
        last = next(reversed(starts))
        return list(starts), Lines(block, last + count_feeds(block, starts[last], len(block)), starts)

    def _try_fast(self, more: int) -> Finder | None:
        """Take up hyperscan once a log of some size makes it worth it."""
        self._seen += more
        for limit in (PAYS_FROM, PAYS_TO_PREPARE_FROM):
            if self._fast is None and self._tried < limit <= max(self._seen, self._expected):
                self._fast, self._tried = finder(self._catalog, prepare=limit == PAYS_TO_PREPARE_FROM), limit
        return self._fast

    def _places(self, stream: bytes) -> Iterator[int]:
        """Yield the places of the blocks of anchors in a squeezed text, in order, one for each line."""
        if not self._known:
            self._known = frozenset().union(*(index.blocks for index in self._indexes))
        numbers = blocks_of(stream)
        known = self._beside
        line_end = 0
        for place in compress(count(0, SIZE), map(self._known.__contains__, numbers)):
            if place < line_end:
                continue
            number = numbers[place // SIZE]
            beside, before, behind = known.get(number) or self._look_up(number)
            end = place + SIZE
            if not stream.startswith(behind, end) or not stream.endswith(before, 0, place):
                continue
            if len(beside) > 1 and not _is_any(beside, stream, place, end):
                continue
            # The block of a short message may begin with the end of the line before.
            start = place + (stream[place] == _LINE_FEED)
            yield start
            line_end = stream.find(b"\n", start)
            if line_end < 0:
                return

    def _look_up(self, number: int) -> tuple[Sides, tuple[bytes, ...], tuple[bytes, ...]]:
        """Return what stands beside a block: in pairs, and all that stands before it and behind it."""
        beside = tuple([pair for index in self._indexes for pair in index.beside(number)])
        found = self._beside[number] = beside, tuple([before for before, _ in beside]), tuple([behind for _, behind in beside])
        return found


def _is_any(beside: Sides, stream: bytes, start: int, end: int) -> bool:
    """Whether one of the pairs stands beside a block from `start` to `end`."""
    return any(stream.startswith(behind, end) and stream.endswith(before, 0, start) for before, behind in beside)


def _first_of_each_line(places: Iterable[int], text: bytes) -> list[int]:
    """Return the first of some sorted places in each line of a text; the line feed is a place of its line."""
    found: list[int] = []
    line_end = -1
    for place in places:
        if place > line_end:
            found.append(place)
            line_end = text.find(FEED, place)
            if line_end < 0:
                break
    return found


def _numbers(places: Iterable[int], text: bytes) -> list[int]:
    """Return the indexes of the lines in which places of a text are."""
    found: list[int] = []
    line = last = 0
    for place in places:
        line += text.count(FEED, last, place)
        last = place
        found.append(line)
    return found


def _starts(places: Iterable[int], text: bytes) -> dict[int, int]:
    """Return the same with where each line begins, for places that are far from each other."""
    found: dict[int, int] = {}
    line = last = 0
    for place in places:
        start = text.rfind(FEED, last, place) + 1 or last
        line += count_feeds(text, last, start)
        found[line] = last = start
    return found


def _split(block: bytes) -> list[bytes]:
    """Return the lines of a block; the last one may lack its line feed."""
    lines = block.split(FEED)
    if not lines[-1]:
        lines.pop()
    return lines
