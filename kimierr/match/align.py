"""Where in a squeezed text the literals of a template stand, all of them or enough to tell."""

from __future__ import annotations

from kimierr.catalog.template import SLOT_LENGTHS
from kimierr.text.squeeze import weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Template

MOST_PLACES = 40
"""Occurrences of one literal that are looked at."""
SHORTEST_RUN = 8
"""Characters that a part of a literal must have to count as found."""
BLOCK = 8
"""Characters of the blocks by which candidates are found (kimierr.catalog.grams)."""
MOST_BLOCKS = 200
FOUND_FROM_ENDS = 0.5
"""Share of a message, found from one of its ends, from which on its inner blocks are not tried."""
ELISION = 60
"""Squeezed characters that may stand between two parts of a damaged literal, besides its missing ones."""


class Difference:
    """A part of a literal that is missing, and the span of the squeezed text that stands there instead."""

    __slots__ = ("end", "instead", "piece", "start", "where")

    def __init__(self, where: str, piece: int, start: int, end: int, instead: tuple[int, int]) -> None:
        self.where = where
        """start, middle or end of the message."""
        self.piece = piece
        self.start = start
        self.end = end
        """`start` and `end` are places in the literal."""
        self.instead = instead


class Alignment:
    """A template found in a squeezed text."""

    __slots__ = ("complete", "cut", "differs", "end", "gaps", "head", "matched", "start", "template")

    def __init__(self, template: Template, start: int, end: int, matched: int) -> None:
        self.template = template
        self.start = start
        self.end = end
        self.matched = matched
        """Weight of the literals that are there, see `weight`."""
        self.gaps: dict[int, tuple[int, int]] = {}
        """Index of a gap of the template -> its span in the squeezed text."""
        self.complete = True
        """Every literal is there, undamaged and in order."""
        self.head = True
        """The text holds the message from its first literal on, not only a later part."""
        self.cut = False
        """The text ends where the template goes on."""
        self.differs: list[Difference] = []

    @property
    def share(self) -> float:
        """The part of the template's literals that was found, 0 to 1."""
        return self.matched / self.template.length


def align(template: Template, stream: str) -> list[Alignment]:
    """Return the places where a telling literal of a template stands in a squeezed text: complete ones if there are any."""
    for key in template.keys:
        piece = template.pieces[key]
        place = stream.find(piece)
        if place < 0:
            continue
        found: list[Alignment] = []
        letters = weight(piece)
        while place >= 0 and len(found) < MOST_PLACES:
            end = place + len(piece)
            found.append(_extend(Alignment(template, place, end, letters), stream, key))
            place = stream.find(piece, end)
        if len(found) == 1:
            return found
        complete = [alignment for alignment in found if alignment.complete]
        return complete or [max(found, key=lambda alignment: alignment.matched)]
    return []


def align_damaged(template: Template, stream: str, places: list[int]) -> Alignment | None:
    """Return the place of a template whose longest literal is not there as a whole, if a part of it is.

    `places` are those of the template's blocks in the text.
    """
    if template.length < 2 * SHORTEST_RUN:
        return None
    key = template.keys[0]
    found = _damaged(template, stream, key)
    if places and (found is None or found.share < FOUND_FROM_ENDS):
        grown = _from_blocks(template, stream, key, places)
        found = grown if grown and (found is None or grown.matched > found.matched) else found
    return found


def _from_blocks(template: Template, stream: str, key: int, places: list[int]) -> Alignment | None:
    """Find a template of which only the middle of a literal is there, cut at both ends: grow it around its blocks."""
    piece = template.pieces[key]
    best: Alignment | None = None
    looked_at = 0
    for place, block in _in_characters(stream, places):
        at = piece.find(block) if place >= looked_at else -1
        if at < 0:
            continue
        left = right = 0
        while left < min(at, place) and piece[at - left - 1] == stream[place - left - 1]:
            left += 1
        end, last = at + len(block), place + len(block)
        while end + right < len(piece) and last + right < len(stream) and piece[end + right] == stream[last + right]:
            right += 1
        first, stop = at - left, end + right
        alignment = Alignment(template, place - left, last + right, weight(piece[first:stop]))
        alignment.complete = alignment.head = False
        alignment.cut = alignment.end == len(stream)
        alignment.differs.append(Difference("start", key, 0, first, (max(0, alignment.start - first), alignment.start)))
        if stop < len(piece):
            alignment.differs.append(
                Difference("end", key, stop, len(piece), (alignment.end, min(len(stream), alignment.end + len(piece) - stop)))
            )
        else:
            _extend_right(alignment, stream, key)
        looked_at = last + right
        if best is None or alignment.matched > best.matched:
            best = alignment
    return best


def _in_characters(stream: str, places: list[int]) -> Iterator[tuple[int, str]]:
    """Yield (place, block) in characters for the places of blocks in UTF-8 bytes, in order."""
    data = stream.encode()
    characters = counted = 0
    for place in sorted(places)[:MOST_BLOCKS]:
        block = data[place : place + BLOCK].decode("utf-8", "ignore")
        # A block may begin inside a character; the first whole one is behind it.
        first = next((at for at in range(place, len(data)) if data[at] & 0xC0 != 0x80), len(data))
        characters += len(data[counted:first].decode())
        counted = first
        yield characters, block


def _extend(alignment: Alignment, stream: str, key: int) -> Alignment:
    """Look for the other literals, in order, on both sides of the one that was found."""
    template = alignment.template
    if key or template.gaps[0]:
        _extend_left(alignment, stream, key)
    if key + 1 < len(template.pieces) or template.gaps[-1]:
        _extend_right(alignment, stream, key)
    return alignment


def _extend_left(alignment: Alignment, stream: str, key: int) -> None:
    template = alignment.template
    for index in range(key - 1, -1, -1):
        piece, before = template.pieces[index], alignment.start
        reach = max(0, before - _reach(template, index + 1) - len(piece))
        place = stream.rfind(piece, reach, before)
        if place < 0:
            alignment.complete = alignment.head = False
            _take_end(alignment, stream, index, reach)
            return
        alignment.gaps[index + 1] = (place + len(piece), before)
        alignment.matched += weight(piece)
        alignment.start = place
    if template.gaps[0]:
        alignment.gaps[0] = (max(0, alignment.start - _reach(template, 0)), alignment.start)


def _take_end(alignment: Alignment, stream: str, index: int, reach: int) -> None:
    """Add what there is of a literal whose beginning is cut off or damaged; what is missing goes to `differs`."""
    piece, before = alignment.template.pieces[index], alignment.start
    length, place = _longest_end(piece, stream, reach, before)
    taken = length if length >= SHORTEST_RUN or place == 0 else 0
    if taken:
        alignment.gaps[index + 1] = (place + taken, before)
        alignment.matched += weight(piece[-taken:])
        alignment.start = place
    missing = len(piece) - taken
    alignment.differs.append(Difference("start", index, 0, missing, (max(0, alignment.start - missing), alignment.start)))


def _extend_right(alignment: Alignment, stream: str, key: int) -> None:
    template = alignment.template
    pieces = template.pieces
    for index in range(key + 1, len(pieces)):
        piece, after = pieces[index], alignment.end
        reach = after + _reach(template, index) + len(piece)
        place = stream.find(piece, after, reach)
        if place < 0:
            alignment.complete = False
            _take_start(alignment, stream, index, reach)
            return
        alignment.gaps[index] = (after, place)
        alignment.matched += weight(piece)
        alignment.end = place + len(piece)
    if template.gaps[-1]:
        alignment.gaps[len(pieces)] = (alignment.end, min(len(stream), alignment.end + _reach(template, len(pieces))))


def _take_start(alignment: Alignment, stream: str, index: int, reach: int) -> None:
    """Add what there is of a literal that is cut or damaged; what is missing goes to `differs`."""
    piece, after = alignment.template.pieces[index], alignment.end
    length, place = _longest_start(piece, stream, after, reach)
    if length and (length >= SHORTEST_RUN or place + length == len(stream)):
        alignment.gaps[index] = (after, place)
        alignment.matched += weight(piece[:length])
        alignment.end = place + length
    alignment.cut = alignment.end == len(stream)
    taken = length if alignment.end > after else 0
    rest = len(piece) - taken
    alignment.differs.append(Difference("end", index, taken, len(piece), (alignment.end, min(len(stream), alignment.end + rest))))


def _reach(template: Template, gap: int) -> int:
    """Return how many characters the slots in a gap may take; most gaps have one."""
    slots = template.gaps[gap]
    return SLOT_LENGTHS[slots[0][1]] if len(slots) == 1 else sum([SLOT_LENGTHS[type] for _, type in slots])


def _longest_start(piece: str, stream: str, start: int, end: int) -> tuple[int, int]:
    """Return (length, place) of the longest beginning of a literal within a span; (0, -1) for none."""
    low, high, place = 0, len(piece), -1
    while low < high:
        middle = (low + high + 1) // 2
        found = stream.find(piece[:middle], start, end)
        if found >= 0:
            low, place = middle, found
        else:
            high = middle - 1
    return low, place


def _longest_end(piece: str, stream: str, start: int, end: int) -> tuple[int, int]:
    """Return (length, place) of the longest end of a literal within a span; (0, -1) for none."""
    low, high, place = 0, len(piece), -1
    while low < high:
        middle = (low + high + 1) // 2
        found = stream.find(piece[-middle:], start, end)
        if found >= 0:
            low, place = middle, found
        else:
            high = middle - 1
    return low, place


def _damaged(template: Template, stream: str, key: int) -> Alignment | None:
    """Find a template whose longest literal is not there as a whole: cut at either end, or broken in between."""
    ways = [alignment for alignment in (_from_start(template, stream, key), _from_end(template, stream, key)) if alignment]
    return max(ways, key=lambda alignment: alignment.matched, default=None)


def _from_start(template: Template, stream: str, key: int) -> Alignment | None:
    piece = template.pieces[key]
    if piece.isascii() and piece[:SHORTEST_RUN] not in stream:
        return None  # no more of it can be there
    first, place = _longest_start(piece, stream, 0, len(stream))
    if weight(piece[:first]) < SHORTEST_RUN:
        return None
    end = place + first
    rest = piece[first:]
    last, tail = _longest_end(rest, stream, end, min(end + len(rest) + ELISION, len(stream)))
    if last and weight(rest[-last:]) >= SHORTEST_RUN:
        alignment = _extend(Alignment(template, place, tail + last, weight(piece[:first]) + weight(piece[-last:])), stream, key)
        alignment.differs.append(Difference("middle", key, first, len(piece) - last, (end, tail)))
    else:
        alignment = Alignment(template, place, end, weight(piece[:first]))
        _extend_left(alignment, stream, key)
        alignment.cut = end == len(stream)
        alignment.differs.append(Difference("end", key, first, len(piece), (end, min(len(stream), end + len(rest)))))
    alignment.complete = False
    return alignment


def _from_end(template: Template, stream: str, key: int) -> Alignment | None:
    piece = template.pieces[key]
    if piece.isascii() and piece[-SHORTEST_RUN:] not in stream:
        return None
    last, tail = _longest_end(piece, stream, 0, len(stream))
    if not last or weight(piece[-last:]) < SHORTEST_RUN:
        return None
    alignment = Alignment(template, tail, tail + last, weight(piece[-last:]))
    _extend_right(alignment, stream, key)
    missing = len(piece) - last
    alignment.differs.append(Difference("start", key, 0, missing, (max(0, tail - missing), tail)))
    alignment.complete = alignment.head = False
    return alignment
