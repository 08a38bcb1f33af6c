"""How a compiled catalog is looked up for the lines of a log, which are many: tables that are made once and asked often."""

from __future__ import annotations

import marshal
from bisect import bisect_left

from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kimierr.catalog.sides import Sides


class LogIndex:
    """What the prefilter of logs looks for (kimierr.catalog.sides, kimierr.catalog.anchors)."""

    __slots__ = ("_offsets", "_sides", "anchors", "blocks")

    def __init__(self, data: bytes) -> None:
        """`data` is what kimierr.catalog.compile_logs made."""
        blocks, offsets, self._sides, anchors = marshal.loads(data)
        self.blocks = unpack("Q", blocks)
        """All blocks, sorted."""
        self._offsets = unpack("I", offsets)
        self.anchors: tuple[str, ...] = anchors
        """Their words apart, a character for each byte; none for a catalog of thousands."""

    def beside(self, block: int) -> Sides:
        """Return what stands beside a block; nothing for one that leads to no message."""
        at = bisect_left(self.blocks, block)
        if at == len(self.blocks) or self.blocks[at] != block:
            return ()
        found: Sides = marshal.loads(self._sides[self._offsets[at] : self._offsets[at + 1]])
        return found


class Leads(dict[int, "Sequence[int]"]):
    """Block -> numbers of its templates, for the blocks that a catalog has: looked up when first asked for."""

    def __init__(self, grams: memoryview[int], templates: memoryview[int]) -> None:
        """`grams` are sorted, each as often as there are templates that it may lead to."""
        self._grams = grams
        self._templates = templates

    def __missing__(self, gram: int) -> Sequence[int]:
        start = end = bisect_left(self._grams, gram)
        while end < len(self._grams) and self._grams[end] == gram:
            end += 1
        found = self[gram] = self._templates[start:end].tolist()
        return found
