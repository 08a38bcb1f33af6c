"""How a compiled catalog is looked up for the lines of a log, which are many: tables that are made once and asked often."""

from __future__ import annotations

import marshal
from bisect import bisect_left

from kimierr.catalog.grams import SIZE
from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kimierr.catalog.sides import Sides
    from kimierr.catalog.store import Template, Volume


MOST_KEPT = 1024
"""Places around a block of which the answer is kept."""


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


class Leads(dict[int, "tuple[Template, ...]"]):
    """Block -> its templates, for the blocks that a catalog has: looked up when first asked for."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume

    def __missing__(self, gram: int) -> tuple[Template, ...]:
        grams = self._volume.grams  # sorted, each as often as there are templates that it leads to
        start = end = bisect_left(grams, gram)
        while end < len(grams) and grams[end] == gram:
            end += 1
        found = self[gram] = tuple(map(self._volume.template, self._volume.gram_templates[start:end]))
        return found


class Runs:
    """Which templates share a run of bytes with a text: a block is in many, and a catalog of thousands shares blocks with any text."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._reach = volume.run - SIZE
        self._kept: dict[bytes, tuple[Template, ...]] = {}

    def around(self, blocks: Sequence[tuple[int, int]], data: bytes) -> tuple[Template, ...]:
        """Return the templates that share a run with the text around one of some neighbouring (place, block), or need none."""
        before = blocks[0][0] - self._reach
        end = blocks[-1][0] + SIZE + self._reach
        near = data[before:end] if before >= 0 else bytes(-before) + data[:end]
        found = self._kept.get(near)
        if found is None:
            leads = self._volume.leads
            near_by = leads[blocks[0][1]] if len(blocks) == 1 else {template for _, block in blocks for template in leads[block]}
            found = tuple([template for template in near_by if _shares_run(template, near)])
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[near] = found
        return found


def _shares_run(template: Template, near: bytes) -> bool:
    """Whether a run of what stands near blocks is in the template; one of short literals needs none."""
    literals, run = template.long_literals, template.volume.run
    if not literals:
        return True
    half = (run - SIZE + 1) // 2
    part = run - half + 1  # each run holds one of the parts that are looked for
    for start in range(0, len(near) - part + 1, half):
        if near[start : start + part] in literals:
            for first in range(max(0, start - half + 1), min(start, len(near) - run) + 1):
                if near[first : first + run] in literals:
                    return True
    return False
