"""Hundreds of signs looked for in a text at once, by the first four bytes of each."""

from __future__ import annotations

from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence, Set

SIZE = 4
"""Bytes at the start of a sign by which it is looked up. Few starts of signs are in a text, so few signs are sought in it."""


class Signs:
    """Signs by their start."""

    __slots__ = ("_starts", "by_start")

    def __init__(self, signs: Sequence[str], by_start: dict[int, tuple[int, ...]] | None = None) -> None:
        """`by_start` is that of an equal object, stored in the meantime."""
        if by_start is None:
            by_start = {}
            for number, sign in enumerate(signs):
                start = sign.lower().encode()[:SIZE]
                key = int.from_bytes(start, "little") if len(start) == SIZE else 0
                by_start[key] = (*by_start.get(key, ()), number)
        self.by_start = by_start
        """Start -> numbers of the signs; those of shorter signs are under 0."""
        self._starts = frozenset(by_start)

    def possible(self, starts: Set[int]) -> list[int]:
        """Return the numbers of the signs that may occur in a text of which these are the `starts_in`, in order.

        It may name signs that do not occur, but never misses one.
        """
        return sorted([number for start in (*self._starts & starts, 0) for number in self.by_start.get(start, ())])


def starts_in(lower: str) -> Set[int]:
    """Return all pieces of four bytes of a text in lower case, as numbers."""
    data = lower.encode("utf-8", "surrogatepass")
    found: set[int] = set()
    for shift in range(min(SIZE, len(data))):
        end = len(data) - (len(data) - shift) % SIZE
        found.update(unpack("I", data[shift:end]))
    return found
