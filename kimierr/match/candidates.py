"""Which templates may be in a text: those of which a block occurs in it."""

from __future__ import annotations

from itertools import compress, count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog, Template, Volume

SIZE = 8
FEW = 512
"""Bytes of a text of which the blocks are looked up one by one; for a longer one an index of all blocks is worth its making."""


def candidates(catalog: Catalog, stream: str, many: bool = False) -> list[tuple[Template, list[int]]]:
    """Return the templates with a block in the squeezed text, each with the places of its blocks (in UTF-8 bytes).

    `many`: other texts follow, as the lines of a log do, so that an index of the blocks is worth its making; a template
    then needs one of the runs that the prefilter of logs looks for, as a catalog of thousands shares blocks with any text.
    Templates too short to have blocks come if their longest literal stands in the text, without places.
    """
    data = stream.encode()
    found: list[tuple[Template, list[int]]] = []
    for volume in catalog.volumes:
        numbers: dict[int, list[int]] = {}
        for number, place in _indexed(volume, data) if many or len(data) > FEW else _sought(volume, data):
            numbers.setdefault(number, []).append(place)
        sharing = [(volume.template(number), places) for number, places in sorted(numbers.items())]
        found += [pair for pair in sharing if _has_run(*pair, data)] if many else sharing
        found += [(template, []) for template in map(volume.template, volume.short) if template.pieces[template.keys[0]] in stream]
    return [(template, places) for template, places in found if not catalog.hides(template)]


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


def _indexed(volume: Volume, data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the (template number, place) pairs of the blocks that a text and a volume share."""
    known = volume.by_gram
    for shift in range(SIZE):
        blocks = little_endian_blocks(data[shift:])
        for index in compress(count(), map(known.__contains__, blocks)):
            for number in known[blocks[index]]:
                yield number, index * SIZE + shift


def _sought(volume: Volume, data: bytes) -> Iterator[tuple[int, int]]:
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
        while low < len(grams) and grams[low] == gram:
            yield volume.gram_templates[low], at
            low += 1


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
