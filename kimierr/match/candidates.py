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
        found += [pair for pair in sharing if _has_run(*pair, data, SIZE + volume.side)] if many else sharing
        found += [(template, []) for template in map(volume.template, volume.short) if template.pieces[template.keys[0]] in stream]
    return [(template, places) for template, places in found if not catalog.hides(template)]


def _has_run(template: Template, places: list[int], data: bytes, run: int) -> bool:
    """Whether a block lies in a run of bytes that the text shares with the template: so many, or a whole literal."""
    pieces = [piece.encode() for piece in template.pieces]
    for place in places:
        block = data[place : place + SIZE]
        for piece in pieces:
            at = piece.find(block)
            if at < 0:
                continue
            length = min(run, len(piece))
            for start in range(max(0, at + SIZE - length), min(at, len(piece) - length) + 1):
                there = place - at + start
                if there >= 0 and data[there : there + length] == piece[start : start + length]:
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
