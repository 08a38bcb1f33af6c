"""Hundreds of signs looked for in a text at once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

START = 3
"""Characters at the start of a sign by which it is looked up. Few starts of signs are in a text, so few signs are sought in it."""


class Signs:
    """Signs by their start."""

    __slots__ = ("by_start", "signs")

    def __init__(self, signs: Sequence[str], by_start: dict[str, tuple[int, ...]] | None = None) -> None:
        """`by_start` is that of an equal object, stored in the meantime."""
        self.signs = signs
        if by_start is None:
            by_start = {}
            for number, sign in enumerate(signs):
                start = sign[:START] if len(sign) >= START else ""
                by_start[start] = (*by_start.get(start, ()), number)
        self.by_start = by_start
        """Start -> numbers of the signs; those of shorter signs are under the empty start."""

    def numbers_in(self, text: str) -> list[int]:
        """Return the numbers of the signs that stand in the text, in order."""
        starts = {text[place : place + START] for place in range(len(text) - START + 1)} & self.by_start.keys()
        signs = self.signs
        return sorted([number for start in (*starts, "") for number in self.by_start.get(start, ()) if signs[number] in text])
