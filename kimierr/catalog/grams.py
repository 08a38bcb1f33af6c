"""Which 8-byte pieces of a message find it in a text, however the text happens to be cut into 8-byte blocks.

A text is looked up as consecutive blocks of 8 squeezed bytes. A literal of 15 bytes or more holds at least one
whole block in each of the 8 ways the blocks can fall. Of the blocks a literal offers for each way, the rarest is
taken, once for each half of the message, so that half a message is enough. A block that crosses from one word to
the next is rarer by far than one inside a word.
"""

from __future__ import annotations

from kimierr.text.squeeze import squeeze

SIZE = 8
SHORTEST = 2 * SIZE - 1
"""Bytes a literal needs to be found in any alignment."""

SIDE = SHORTEST - SIZE
"""Bytes kept on either side of a block: a run of 15 around it has this many in all."""

_FREQUENT = {char: rank for rank, char in enumerate("zqxjkvbwyfpgmhucldnrsaoite")}
_INSIDE_WORD = 1000.0
_BALANCED = SIZE // 2
_PER_LETTER = 40


class Stretch:
    """A part of a literal: its bytes, and for each byte whether a word begins there."""

    __slots__ = ("data", "starts")

    def __init__(self, data: bytes, starts: list[bool]) -> None:
        self.data = data
        self.starts = starts

    def part(self, start: int, end: int) -> Stretch:
        return Stretch(self.data[start:end], self.starts[start:end])


def stretch(literal: str) -> Stretch:
    """Return a literal as readable text (words between blanks) as a stretch of squeezed bytes."""
    data, starts = b"", []
    for word in literal.split():
        squeezed = squeeze(word).encode()
        data += squeezed
        starts += [index == 0 for index in range(len(squeezed))]
    return Stretch(data, starts)


class Block:
    """A chosen block: its number (little-endian) and the bytes of the literal beside it."""

    __slots__ = ("after", "before", "cost", "number")

    def __init__(self, part: Stretch, at: int) -> None:
        self.number = int.from_bytes(part.data[at : at + SIZE], "little")
        self.before = part.data[max(0, at - SIDE) : at]
        self.after = part.data[at + SIZE : at + SIZE + SIDE]
        self.cost = _cost(part, at)


def choose(literals: list[Stretch]) -> list[Block]:
    """Return the blocks that lead to a message with these literals.

    Empty when no literal is long enough; such a message has to be searched for as it is.
    """
    halves = [_blocks(part) for part in _halves(literals) if part.data]
    chosen: list[Block] = []
    for half in halves:
        others = [other for other in halves if other is not half]
        covered = bool(others) and all(block.cost < _INSIDE_WORD for block in others[0])
        chosen += [block for block in half if block.cost < _INSIDE_WORD or not covered]
    return chosen


def _blocks(part: Stretch) -> list[Block]:
    """Return the rarest block for each alignment."""
    places = [range(alignment, len(part.data) - SIZE + 1, SIZE) for alignment in range(SIZE)]
    return [Block(part, min(ways, key=lambda at: _cost(part, at))) for ways in places]


def _cost(part: Stretch, at: int) -> float:
    """Rank a block: the more evenly words meet in it and the rarer its letters, the fewer false alarms it makes."""
    letters = sum(_FREQUENT.get(char, 12) for char in part.data[at : at + SIZE].decode("utf-8", "replace"))
    if part.data[at] >= 0x80:
        return letters
    balance = max((min(place, SIZE - place) for place in range(1, SIZE) if part.starts[at + place]), default=0)
    return letters + (_BALANCED - balance) * _PER_LETTER if balance else letters + _INSIDE_WORD


def _halves(literals: list[Stretch]) -> tuple[Stretch, Stretch]:
    """Return the longest stretch of one literal in the first and in the second half of the message."""
    middle = sum(len(literal.data) for literal in literals) // 2
    best = [Stretch(b"", []), Stretch(b"", [])]
    start = 0
    for literal in literals:
        length = len(literal.data)
        cut = min(length, max(0, middle - start))
        start += length
        if cut < SHORTEST or length - cut < SHORTEST:
            cut = length if cut * 2 > length else 0  # too short to be of use in two parts
        for half, part in enumerate((literal.part(0, cut), literal.part(cut, length))):
            if len(part.data) >= SHORTEST and len(part.data) > len(best[half].data):
                best[half] = part
    return best[0], best[1]
