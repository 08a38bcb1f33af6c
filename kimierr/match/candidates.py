"""Which templates may be in a text: those of which a block occurs in it."""

from __future__ import annotations

from itertools import compress, count

from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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

    __slots__ = ("_catalog", "_data", "_product", "_short", "_stream")

    def __init__(self, catalog: Catalog, stream: str, product: str = "") -> None:
        self._catalog = catalog
        self._data = stream.encode()
        self._product = product
        self._stream = stream
        self._short: list[Template] | None = None

    def whole(self) -> list[Template]:
        """Return the templates that may be there undamaged: whole messages have a block at any alignment, so one is enough to look at."""
        found: list[Template] = []
        stream, row = self._stream, blocks_of(self._data)
        for volume in self._catalog.volumes:
            if known := volume.known_grams.intersection(row):
                leads = volume.leads
                # Most share no more than the block: where no other literal may tell, that of the key must be there.
                found += _in_order(
                    {template for gram in known for template in leads[gram] if template.key in stream or len(template.keys) > 1}
                )
        return self._wanted(found + self.short())

    def running(self, spans: list[tuple[int, int]]) -> list[tuple[Template, list[int]]]:
        """Return the same as `sharing` for a line of a log, but only templates that share a run of bytes with the text.

        Other texts follow, so what is known of a run is kept. Blocks that begin in the spans (in UTF-8 bytes) are left out,
        and places are those in what is left.
        """
        found: dict[Template, list[int]] = {}
        data = _outside(self._data, spans) if spans else self._data
        for volume in self._catalog.volumes:
            places: dict[Template, int] = {}
            for blocks in _neighbours(_shared(volume, data)):
                for template in volume.runs.around(blocks, data):
                    places.setdefault(template, blocks[0][0])
            for template in _in_order(places):
                found[template] = [places[template]]
        return self._wanted_of(found)

    def sharing(self) -> list[tuple[Template, list[int]]]:
        """Return the templates with a block in the text, each with the places of its blocks (in UTF-8 bytes), sorted.

        Templates too short to have blocks come if their longest literal stands in the text, without places.
        """
        look_up = _indexed if len(self._data) > FEW else _sought
        return self._templates([look_up(volume, self._data) for volume in self._catalog.volumes])

    def short(self) -> list[Template]:
        """Return the templates too short for blocks of which the longest literal stands in the text."""
        if self._short is None:
            stream = self._stream
            self._short = [template for volume in self._catalog.volumes for piece, template in volume.short_pieces if piece in stream]
        return self._short

    def _templates(self, shared_by: list[tuple[list[Shared], Mapping[int, Sequence[Template]]]]) -> list[tuple[Template, list[int]]]:
        found: dict[Template, list[int]] = {}
        for shared, leads_to in shared_by:
            all_places: dict[Template, list[int]] = {}
            for place, gram in shared:
                for template in leads_to[gram]:
                    places = all_places.get(template)
                    if places is None:
                        all_places[template] = [place]
                    else:
                        places.append(place)
            for template in _in_order(all_places):
                found[template] = all_places[template]
        return self._wanted_of(found)

    def _wanted_of(self, found: dict[Template, list[int]]) -> list[tuple[Template, list[int]]]:
        for template in self.short():
            found[template] = []
        return [(template, found[template]) for template in self._wanted(list(found))]

    def _wanted(self, templates: list[Template]) -> list[Template]:
        if self._product:
            templates = [template for template in templates if self._catalog.sends(template.id, self._product)]
        return self._catalog.without_hidden(templates)


def _in_order(templates: Collection[Template]) -> list[Template]:
    """Return templates of one volume in its order."""
    return sorted(templates, key=lambda template: template.number) if len(templates) > 1 else list(templates)


def _neighbours(shared: list[Shared]) -> list[list[Shared]]:
    """Return sorted blocks in groups of which each follows the one before it by a byte: most stand where two words meet."""
    groups: list[list[Shared]] = []
    expected = -1
    for block in shared:
        if block[0] == expected:
            groups[-1].append(block)
        else:
            groups.append([block])
        expected = block[0] + 1
    return groups


def _outside(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    """Return the bytes without those that only blocks beginning in the spans hold; zeros, which no block has, stand for them."""
    kept: list[bytes] = []
    done = 0
    for start, end in sorted(spans):
        reach = start + SIZE - 1  # what blocks before the span reach into
        if reach < end:
            if done < reach:
                kept.append(data[done:reach])
            done = max(done, end)
    kept.append(data[done:])
    return bytes(SIZE).join(kept)


def _indexed(volume: Volume, data: bytes) -> tuple[list[Shared], Mapping[int, Sequence[Template]]]:
    """Return the blocks that a text and a volume share, in order of their place, and to which templates each may lead."""
    return _shared(volume, data), volume.leads


def _shared(volume: Volume, data: bytes) -> list[Shared]:
    """Return the blocks that a text and a volume share, in order of their place."""
    known = volume.known_grams
    # Padded to one byte less than whole blocks and repeated, each repetition is read from a place one further on: one
    # row has the blocks of all places. The last byte is a zero, so that no block from the end to the start is known.
    padded = data + bytes((SIZE - 2 - len(data)) % SIZE + 1)
    blocks = blocks_of(padded * SIZE)
    if known.isdisjoint(blocks):
        return []
    size = len(padded)
    return sorted([(at * SIZE % size, blocks[at]) for at in compress(count(), map(known.__contains__, blocks))])


def _sought(volume: Volume, data: bytes) -> tuple[list[Shared], Mapping[int, Sequence[Template]]]:
    """Return the same, each block sought in the sorted ones (bisect is a library to load)."""
    shared: list[Shared] = []
    leads_to: dict[int, Sequence[Template]] = {}
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
            leads_to[gram] = [volume.template(number) for number in volume.gram_templates[first:low]]
    return shared, leads_to


def blocks_of(data: bytes) -> memoryview[int]:
    """Return the data as numbers of 8 bytes; an unfinished last block is left out."""
    return unpack("Q", data[: len(data) - len(data) % SIZE])
