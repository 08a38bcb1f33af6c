"""Which templates may be in a text: those of which a block occurs in it."""

from __future__ import annotations

from itertools import compress, count

from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kimierr.catalog.store import Catalog, Template, Volume
    from kimierr.match.align import Alignment

    Shared = tuple[int, int]
    """The place of a block in a text, and the block as a number."""
    Sharing = tuple[Template, list[int], list[Alignment]]
    """A template, the places of its blocks in the text, and where its literals stand, not all of them."""

SIZE = 8
FEW = 512
"""Bytes of a text of which the blocks are looked up one by one; for a longer one an index of all blocks is worth its making."""


class Candidates:
    """The templates that may be in a squeezed text, of all products or of one."""

    __slots__ = ("_catalog", "_product", "_shared", "_stream")

    def __init__(self, catalog: Catalog, stream: str, product: str = "", many: bool = False) -> None:
        """`many`: other texts follow, as the lines of a log do, so that an index of the blocks is worth its making."""
        data = stream.encode()
        indexed = many or len(data) > FEW
        self._catalog = catalog
        self._product = product
        self._stream = stream
        self._shared = [(volume, *(_indexed if indexed else _sought)(volume, data)) for volume in catalog.volumes]

    def telling(self) -> list[Template]:
        """Return the templates of which the rarest block is in the text: all that are there as a whole, and those without blocks."""
        found: dict[Template, None] = {}
        for volume, shared, _ in self._shared:
            rarest = volume.by_rarest_gram
            for _, gram in shared:
                if gram in rarest:
                    found.update(dict.fromkeys(map(volume.template, rarest[gram])))
        found.update(dict.fromkeys(self._short()))
        return self._wanted(list(found))

    def leave_out(self, spans: list[tuple[int, int]]) -> None:
        """Look no further at what begins in these spans of the text (in UTF-8 bytes)."""
        for start, end in spans:
            self._shared = [
                (volume, [block for block in shared if not start <= block[0] < end], leads_to) for volume, shared, leads_to in self._shared
            ]

    def sharing(self) -> list[tuple[Template, list[int]]]:
        """Return the templates with a block in the text, each with the places of its blocks (in UTF-8 bytes), sorted.

        Templates too short to have blocks come if their longest literal stands in the text, without places.
        """
        found: dict[Template, list[int]] = {}
        for volume, shared, leads_to in self._shared:
            numbers: dict[int, list[int]] = {}
            for place, gram in shared:
                for number in leads_to[gram]:
                    places = numbers.get(number)
                    if places is None:
                        numbers[number] = [place]
                    else:
                        places.append(place)
            for number in sorted(numbers):
                found[volume.template(number)] = numbers[number]
        for template in self._short():
            found[template] = []
        return [(template, found[template]) for template in self._wanted(list(found))]

    def _short(self) -> list[Template]:
        stream = self._stream
        return [volume.template(number) for volume in self._catalog.volumes for piece, number in volume.short_pieces if piece in stream]

    def _wanted(self, templates: list[Template]) -> list[Template]:
        if self._product:
            templates = [template for template in templates if self._catalog.sends(template.id, self._product)]
        return self._catalog.without_hidden(templates)


def with_runs(sharing: list[Sharing], stream: str) -> list[Sharing]:
    """Return the templates that share a run of bytes with a text, around a block, and those of short literals.

    A catalog of thousands shares blocks with any text.
    """
    data = stream.encode()
    return [found for found in sharing if _has_run(found[0], found[1], data)]


def _has_run(template: Template, places: list[int], data: bytes) -> bool:
    """Whether a run of bytes around a block is the same in the template; one of short literals needs none."""
    literals, run = template.long_literals, template.volume.run
    if not literals:
        return True
    half = (run - SIZE + 1) // 2
    for place in places:
        if data[place : place + SIZE + half] in literals or data[max(0, place - half) : place + SIZE] in literals:
            for start in range(max(0, place + SIZE - run), min(place, len(data) - run) + 1):
                if data[start : start + run] in literals:
                    return True
    return False


def _indexed(volume: Volume, data: bytes) -> tuple[list[Shared], Mapping[int, Sequence[int]]]:
    """Return the blocks that a text and a volume share, in order of their place, and to which templates each may lead, by number."""
    known = volume.known_grams
    shared: list[Shared] = []
    for shift in range(min(SIZE, len(data))):
        blocks = blocks_of(data, shift)
        shared += [(at * SIZE + shift, blocks[at]) for at in compress(count(), map(known.__contains__, blocks))]
    shared.sort()
    return shared, volume.leads


def _sought(volume: Volume, data: bytes) -> tuple[list[Shared], Mapping[int, Sequence[int]]]:
    """Return the same, each block sought in the sorted ones (bisect is a library to load)."""
    shared: list[Shared] = []
    leads_to: dict[int, Sequence[int]] = {}
    grams = volume.grams
    for at in range(len(data) - SIZE + 1):
        gram = int.from_bytes(data[at : at + SIZE], "little")
        low, high = 0, len(grams)
        while low < high:
            middle = (low + high) // 2
            if grams[middle] < gram:
                low = middle + 1
            else:
                high = middle
        first = low
        while low < len(grams) and grams[low] == gram:
            low += 1
        if low > first:
            shared.append((at, gram))
            leads_to[gram] = volume.gram_templates[first:low]
    return shared, leads_to


def blocks_of(data: bytes, start: int = 0) -> memoryview[int]:
    """Return the data from a place on as numbers of 8 bytes; an unfinished last block is left out."""
    return unpack("Q", data[start : len(data) - (len(data) - start) % SIZE])
