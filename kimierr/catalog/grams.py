"""Which 8-byte pieces of a message find it in a text, however the text happens to be cut into 8-byte blocks.

A text is looked up as consecutive blocks of 8 squeezed bytes. A literal of 15 bytes or more holds at least one
whole block in each of the 8 ways the blocks can fall. Of the blocks a literal offers for each way, the rarest is
taken, once for each half of the message, so that half a message is enough. A block that crosses from one word to
the next is rarer by far than one inside a word.
"""

from __future__ import annotations

from itertools import accumulate
from math import log2

from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SIZE = 8
SHORTEST = 2 * SIZE - 1
"""Bytes a literal needs to be found in any alignment."""
LONG_RUN = 22
"""The same in a catalog of thousands, where any two words that meet in a text meet in some message too."""

_FREQUENT = {char: rank for rank, char in enumerate("zqxjkvbwyfpgmhucldnrsaoite")}
_OTHER = 12
_INSIDE_WORD = 1000.0
_BALANCED = SIZE // 2
_PER_LETTER = 40
_EVENNESS = tuple(min(place, SIZE - place) for place in range(SIZE - 1, 0, -1))
"""How evenly a word that begins at a byte divides each block that holds the byte, from the earliest block to the last."""
_PENALTY = (_INSIDE_WORD, *(_PER_LETTER * (_BALANCED - even) for even in range(1, _BALANCED + 1)))
"""What a block costs by how evenly words meet in it: 0 where none meet, up to half of the block."""

_PER_LENGTH = 4
_PER_DOUBLING = 300.0
"""What a block costs each time twice as many wordings share it."""


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
    """A chosen block: its number (little-endian), and what it costs."""

    __slots__ = ("cost", "number")

    def __init__(self, part: Stretch, at: int, cost: float) -> None:
        self.number = int.from_bytes(part.data[at : at + SIZE], "little")
        self.cost = cost


def common(wordings: Iterable[list[Stretch]]) -> dict[int, int]:
    """Return block -> how many of the wordings hold it, at any place."""
    counts: dict[int, int] = {}
    for literals in wordings:
        for block in {
            int.from_bytes(literal.data[at : at + SIZE], "little") for literal in literals for at in range(len(literal.data) - SIZE + 1)
        }:
            counts[block] = counts.get(block, 0) + 1
    return counts


def choose(literals: list[Stretch], counts: Mapping[int, int] | None = None) -> list[Block]:
    """Return the blocks that lead to a message with these literals; `counts` says how many wordings share a block.

    Empty when no literal is long enough; such a message has to be searched for as it is.
    """
    parts = [part for part in halves(literals) if part.data]
    if len(parts) == 1 and counts is None:
        return [block for end in ends(parts[0]) for block in _blocks(end, {})]
    both = [_blocks(part, counts or {}) for part in parts]
    chosen: list[Block] = []
    for half in both:
        others = [other for other in both if other is not half]
        covered = bool(others) and all(block.cost < _INSIDE_WORD for block in others[0])
        chosen += [block for block in half if block.cost < _INSIDE_WORD or not covered]
    return chosen


def _blocks(part: Stretch, counts: Mapping[int, int]) -> list[Block]:
    return [Block(part, at, cost) for at, cost in rarest(part, counts)]


def rarest(part: Stretch, counts: Mapping[int, int]) -> list[tuple[int, float]]:
    """Return where in a part the rarest block is for each alignment, and its cost; `counts` says how many wordings share a block."""
    costs = _costs(part, counts)
    places = [min(range(alignment, len(costs), SIZE), key=costs.__getitem__) for alignment in range(SIZE)]
    return [(at, costs[at]) for at in places]


def _costs(part: Stretch, counts: Mapping[int, int]) -> list[float]:
    """Rank the blocks of a part: the more evenly words meet in one and the rarer its letters, the fewer false alarms it makes."""
    count = len(part.data) - SIZE + 1
    ranks = _ranks(part.data)
    if len(ranks) == len(part.data):
        sums = [0, *accumulate(ranks)]
        letters = [end - start for start, end in zip(sums[:count], sums[SIZE:], strict=True)]
    else:  # beyond ASCII a block may cut characters
        letters = [sum(_ranks(part.data[at : at + SIZE])) for at in range(count)]
    balance = [0] * count
    for seam, starts in enumerate(part.starts):
        if starts:
            for at, even in enumerate(_EVENNESS, seam - SIZE + 1):
                if 0 <= at < count and balance[at] < even:
                    balance[at] = even
    penalties = [_PENALTY[even] for even in balance]
    if not part.data.isascii():
        penalties = [0.0 if byte >= 0x80 else penalty for byte, penalty in zip(part.data, penalties, strict=False)]
    ranked = [letter + penalty for letter, penalty in zip(letters, penalties, strict=True)]
    if counts:
        ranked = [
            cost + _PER_DOUBLING * log2(counts.get(int.from_bytes(part.data[at : at + SIZE], "little"), 1))
            for at, cost in enumerate(ranked)
        ]
    return ranked


def ends(part: Stretch, length: int = SHORTEST) -> tuple[Stretch, Stretch]:
    """Return both ends of a stretch: whichever is cut off, the other is there."""
    return part.part(0, length), part.part(max(0, len(part.data) - length), len(part.data))


def rarity(word: bytes) -> float:
    """Return what decides which word of a message leads to it, the lowest first: long ones of rare letters."""
    return sum(_ranks(word)) / len(word) - _PER_LENGTH * min(len(word), SIZE)


def _ranks(data: bytes) -> list[int]:
    return [_FREQUENT.get(char, _OTHER) for char in data.decode("utf-8", "replace")]


def halves(literals: list[Stretch]) -> tuple[Stretch, Stretch]:
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
