"""Which templates may be in a text: those of which a block occurs in it."""

from __future__ import annotations

import sys
from itertools import compress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kimierr.catalog.store import Catalog, Template, Volume
    from kimierr.match.align import Alignment

    Sharing = tuple[Template, list[int], list[Alignment]]
    """A template, the places of its blocks in the text, and where its literals stand, not all of them."""

SIZE = 8
FEW = 512
"""Bytes of a text of which the blocks are looked up one by one; for a longer one an index of all blocks is worth its making."""


def candidates(catalog: Catalog, stream: str, many: bool = False) -> list[tuple[Template, list[int]]]:
    """Return the templates with a block in the squeezed text, each with the places of its blocks (in UTF-8 bytes), sorted.

    `many`: other texts follow, as the lines of a log do, so that an index of the blocks is worth its making.
    Templates too short to have blocks come if their longest literal stands in the text, without places.
    """
    data = stream.encode()
    found: list[tuple[Template, list[int]]] = []
    for volume in catalog.volumes:
        numbers: dict[int, list[int]] = {}
        for place, sharing in _indexed(volume, data) if many or len(data) > FEW else _sought(volume, data):
            for number in sharing:
                places = numbers.get(number)
                if places is None:
                    numbers[number] = [place]
                else:
                    places.append(place)
        found += [(volume.template(number), places) for number, places in sorted(numbers.items())]
        found += [(volume.template(number), []) for piece, number in volume.short_pieces if piece in stream]
    return [pair for pair in found if not catalog.hides(pair[0])] if catalog.hides_some else found


def with_runs(catalog: Catalog, sharing: list[Sharing], stream: str) -> list[Sharing]:
    """Return the templates that share a run of bytes with a text, as the prefilter of logs asks for, and those of short literals.

    A catalog of thousands shares blocks with any text.
    """
    if not sharing:
        return sharing
    data, runs = stream.encode(), catalog.runs
    standing = {place for place in {place for found in sharing for place in found[1]} if runs.may_hold(data, place)}
    return [found for found in sharing if _has_run(found[0], standing.intersection(found[1]), data)]


def _has_run(template: Template, places: set[int], data: bytes) -> bool:
    """Whether a run of bytes around a block is the same in the template; one of short literals needs none."""
    if not places:
        return False
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


def _indexed(volume: Volume, data: bytes) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield the (place, template numbers) of the blocks that a text and a volume share, in order of their place."""
    known = volume.by_gram
    shared: list[int] = []
    for shift in range(min(SIZE, len(data))):
        shared += compress(range(shift, len(data), SIZE), map(known.__contains__, little_endian_blocks(data, shift)))
    shared.sort()
    for place in shared:
        yield place, known[int.from_bytes(data[place : place + SIZE], "little")]


def _sought(volume: Volume, data: bytes) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield the same, each block sought in the sorted ones (bisect is a library to load)."""
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
            yield at, volume.gram_templates[first:low]


def little_endian_blocks(data: bytes, start: int = 0) -> memoryview:
    """Return the data from a place on as numbers of 8 bytes; an unfinished last block is left out."""
    whole = data[start : len(data) - (len(data) - start) % SIZE]
    if sys.byteorder == "big":
        from array import array

        swapped = array("Q", whole)
        swapped.byteswap()
        whole = swapped.tobytes()
    return memoryview(whole).cast("Q")
