"""Which templates may be in a text: those of which a block occurs in it."""

from __future__ import annotations

from _bisect import bisect_left
from itertools import compress, count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog, Template, Volume

SIZE = 8
FEW = 4096
"""Squeezed bytes up to which looking up each block is cheaper than making a set of all blocks."""


def candidates(catalog: Catalog, stream: str) -> list[Template]:
    """Return the templates with a block in the squeezed text, and those too short to have blocks."""
    data = stream.encode()
    found: list[Template] = []
    for volume in catalog.volumes:
        numbers = set(volume.short)
        for gram in _shared_grams(volume, data):
            numbers |= _templates_of(volume, gram)
        found += [volume.template(number) for number in sorted(numbers)]
    return [template for template in found if not catalog.hides(template)]


def _shared_grams(volume: Volume, data: bytes) -> set[int]:
    grams = volume.grams
    shared: set[int] = set()
    if len(data) <= FEW:
        size = len(grams)
        for at in range(len(data) - SIZE + 1):
            gram = int.from_bytes(data[at : at + SIZE], "little")
            place = bisect_left(grams, gram)
            if place < size and grams[place] == gram:
                shared.add(gram)
        return shared
    known = volume.gram_set
    for shift in range(SIZE):
        blocks = little_endian_blocks(data[shift:])
        shared.update(blocks[place] for place in compress(count(), map(known.__contains__, blocks)))
    return shared


def little_endian_blocks(data: bytes) -> memoryview:
    """Return the data as numbers of 8 bytes; an unfinished last block is left out."""
    import sys

    whole = data[: len(data) & ~(SIZE - 1)]
    if sys.byteorder == "big":
        from array import array

        swapped = array("Q", whole)
        swapped.byteswap()
        whole = swapped.tobytes()
    return memoryview(whole).cast("Q")


def _templates_of(volume: Volume, gram: int) -> set[int]:
    place = bisect_left(volume.grams, gram)
    numbers = set()
    while place < len(volume.grams) and volume.grams[place] == gram:
        numbers.add(volume.gram_templates[place])
        place += 1
    return numbers
