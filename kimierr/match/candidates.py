"""Which templates may be in a text: those of which a block occurs in it."""

from __future__ import annotations

from itertools import compress, count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog, Template, Volume

SIZE = 8
FEW = 4096
MANY = 20_000
"""With more blocks in the catalog than MANY, looking up those of a text of FEW bytes is cheaper than making a set."""


def candidates(catalog: Catalog, stream: str, many: bool = False) -> list[tuple[Template, list[int]]]:
    """Return the templates with a block in the squeezed text, each with the places of its blocks (in UTF-8 bytes).

    `many`: other texts follow, so that an index of the blocks is worth its making.
    Templates too short to have blocks come if their longest literal stands in the text, without places.
    """
    data = stream.encode()
    found: list[tuple[Template, list[int]]] = []
    for volume in catalog.volumes:
        numbers: dict[int, list[int]] = {}
        if many:
            for number, place in _indexed(volume, data):
                numbers.setdefault(number, []).append(place)
        else:
            for gram, place in _shared_grams(volume, data):
                for number in _templates_of(volume, gram):
                    numbers.setdefault(number, []).append(place)
        found += [(volume.template(number), places) for number, places in sorted(numbers.items())]
        found += [(template, []) for template in map(volume.template, volume.short) if template.pieces[template.keys[0]] in stream]
    return [(template, places) for template, places in found if not catalog.hides(template)]


def _indexed(volume: Volume, data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the (template number, place) pairs of the blocks that the text and the catalog share."""
    known = volume.by_gram
    for shift in range(SIZE):
        blocks = little_endian_blocks(data[shift:])
        for index in compress(count(), map(known.__contains__, blocks)):
            for number in known[blocks[index]]:
                yield number, index * SIZE + shift


def _shared_grams(volume: Volume, data: bytes) -> list[tuple[int, int]]:
    """Return the (block, place) pairs of the blocks that the text and the catalog share."""
    shared: list[tuple[int, int]] = []
    if len(volume.grams) > MANY and len(data) <= FEW:
        for at in range(len(data) - SIZE + 1):
            gram = int.from_bytes(data[at : at + SIZE], "little")
            if _first(volume.grams, gram) >= 0:
                shared.append((gram, at))
        return shared
    known = volume.gram_set
    for shift in range(SIZE):
        blocks = little_endian_blocks(data[shift:])
        shared += [(blocks[index], index * SIZE + shift) for index in compress(count(), map(known.__contains__, blocks))]
    return shared


def _first(grams: memoryview[int], gram: int) -> int:
    """Return the first index of a block in the sorted ones, -1 if it is not there (bisect is a library to load)."""
    low, high = 0, len(grams)
    while low < high:
        middle = (low + high) // 2
        if grams[middle] < gram:
            low = middle + 1
        else:
            high = middle
    return low if low < len(grams) and grams[low] == gram else -1


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


def _templates_of(volume: Volume, gram: int) -> list[int]:
    place = _first(volume.grams, gram)
    numbers = []
    while place < len(volume.grams) and volume.grams[place] == gram:
        numbers.append(volume.gram_templates[place])
        place += 1
    return numbers
