"""Hundreds of signs looked for in a text at once, by four bytes of each."""

from __future__ import annotations

from itertools import chain

from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = 4
"""Bytes of a sign, its piece, by which it is looked up. Few such pieces are in a text, so few signs are sought in it."""


class Signs:
    """Signs by the piece that tells each best from the others."""

    __slots__ = ("by_piece",)

    def __init__(self, signs: Sequence[str], by_piece: dict[int, tuple[int, ...]] | None = None) -> None:
        """`by_piece` is that of an equal object, stored in the meantime."""
        self.by_piece = _by_rarest_piece(signs) if by_piece is None else by_piece
        """Piece -> numbers of the signs; signs that are shorter than a piece are under 0."""

    def possible(self, lower: str) -> list[int]:
        """Return the numbers of the signs that may occur in a text in lower case, in order.

        It may name signs that do not occur, but never misses one.
        """
        by_piece = self.by_piece
        found = [number for piece in by_piece.keys() & _pieces(lower) if piece for number in by_piece[piece]]
        return sorted([*found, *by_piece.get(0, ())])


def _by_rarest_piece(signs: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the signs by that piece of each which the fewest signs have: what many have (`error`), most texts have too."""
    pieces = [_pieces(sign.lower()) for sign in signs]
    counts: dict[int, int] = {}
    for piece in chain.from_iterable(pieces):
        counts[piece] = counts.get(piece, 0) + 1
    found: dict[int, tuple[int, ...]] = {}
    for number, own in enumerate(pieces):
        piece = min(own, key=lambda piece: counts[piece], default=0)
        found[piece] = (*found.get(piece, ()), number)
    return found


def _pieces(lower: str) -> list[int]:
    """Return all pieces of a text, as numbers."""
    data = lower.encode("utf-8", "surrogatepass")
    found: list[int] = []
    for shift in range(min(SIZE, len(data))):
        end = len(data) - (len(data) - shift) % SIZE
        found += unpack("I", data[shift:end])
    return found
