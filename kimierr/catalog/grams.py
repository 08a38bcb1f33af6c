"""Which 8-byte pieces of a message find it in a text, however the text happens to be cut into 8-byte blocks.

A text is looked up as consecutive blocks of 8 squeezed bytes. A literal of 15 bytes or more holds at least one
whole block in each of the 8 ways the blocks can fall. Of the blocks a literal offers for each way, the one with
the rarest letters is taken, once for each half of the message, so that half a message is enough.
"""

from __future__ import annotations

SIZE = 8
SHORTEST = 2 * SIZE - 1
"""Bytes a literal needs to be found in any alignment."""

_FREQUENT = {char: rank for rank, char in enumerate("zqxjkvbwyfpgmhucldnrsaoite")}


def choose(pieces: tuple[str, ...]) -> set[int]:
    """Return the blocks, as little-endian numbers, that lead to a message with these squeezed literals.

    Empty when no literal is long enough; such a message has to be searched for as it is.
    """
    chosen: set[int] = set()
    for part in _halves([piece.encode() for piece in pieces]):
        for alignment in range(SIZE if part else 0):
            blocks = [part[at : at + SIZE] for at in range(alignment, len(part) - SIZE + 1, SIZE)]
            chosen.add(int.from_bytes(min(blocks, key=commonness), "little"))
    return chosen


def _halves(pieces: list[bytes]) -> tuple[bytes, bytes]:
    """Return the longest stretch of one literal in the first and in the second half of the message."""
    middle = sum(len(piece) for piece in pieces) // 2
    best = [b"", b""]
    start = 0
    for piece in pieces:
        cut = min(len(piece), max(0, middle - start))
        start += len(piece)
        if cut < SHORTEST or len(piece) - cut < SHORTEST:
            cut = len(piece) if cut * 2 > len(piece) else 0  # too short to be of use in two parts
        for half, part in enumerate((piece[:cut], piece[cut:])):
            if len(part) >= SHORTEST and len(part) > len(best[half]):
                best[half] = part
    return best[0], best[1]


def commonness(block: bytes) -> float:
    """Rank a block by how common its letters are; rare ones make fewer false alarms."""
    return sum(_FREQUENT.get(char, 12) for char in block.decode("utf-8", "replace"))
