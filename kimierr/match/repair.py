"""A template found although letters are wrong in several of its literals: retyped, scanned or misread messages."""

from __future__ import annotations

from kimierr.catalog.template import SLOT_LENGTHS
from kimierr.match.align import Alignment, Difference
from kimierr.match.damage import words_of, wrong_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Template

ALIKE = 75
"""Similarity, 0 to 100, of a literal and the stretch of text taken for it."""
AROUND = 40
"""Characters looked at before and behind the expected place of a literal."""
WIDEST_SLOT = 120
EXACT = 4
"""Characters up to which a literal must stand as it is."""


def repair(template: Template, stream: str, places: list[int]) -> Alignment | None:
    """Return the place of a template whose words are all there with few wrong letters, near one of its blocks."""
    # rapidfuzz costs more at start than a whole exact answer, so only damaged texts load it.
    from rapidfuzz.fuzz import partial_ratio_alignment

    words = words_of(template)
    key = template.keys[0]
    total = sum(len(piece) for piece in template.pieces)
    window = (max(0, min(places) - total - AROUND), max(places) + total + AROUND)
    found: dict[int, tuple[int, int]] = {}
    for index in (key, *range(key - 1, -1, -1), *range(key + 1, len(template.pieces))):
        piece = template.pieces[index]
        if index < key:
            end = found[index + 1][0]
            window = (max(0, end - _reach(template, index + 1) - len(piece) - 2), end)
        elif index > key:
            start = found[index - 1][1]
            window = (start, start + _reach(template, index) + len(piece) + 2)
        part = stream[window[0] : window[1]]
        if len(piece) <= EXACT:
            at = part.find(piece) if index > key else part.rfind(piece)
            if at < 0:
                return None
            found[index] = (window[0] + at, window[0] + at + len(piece))
            continue
        best = partial_ratio_alignment(piece, part, score_cutoff=ALIKE) if len(part) >= len(piece) - 3 else None
        if best is None or best.dest_end <= best.dest_start:
            return None
        found[index] = (window[0] + best.dest_start, window[0] + best.dest_end)
    return _alignment(template, stream, found, words)


def _alignment(template: Template, stream: str, found: dict[int, tuple[int, int]], words: list[list[Word]]) -> Alignment | None:
    alignment = Alignment(template, found[0][0], found[len(template.pieces) - 1][1], 0)
    alignment.complete = False
    for index, piece in enumerate(template.pieces):
        start, end = found[index]
        if index:
            alignment.gaps[index] = (found[index - 1][1], start)
        wrong = 0 if stream[start:end] == piece else wrong_letters(piece, stream[start:end], words[index])
        if wrong is None:
            return None
        alignment.matched += len(piece) - wrong
        if wrong:
            alignment.differs.append(Difference("repaired", index, 0, len(piece), (start, end)))
    return alignment


def _reach(template: Template, gap: int) -> int:
    return min(WIDEST_SLOT, sum(SLOT_LENGTHS[type] for _, type in template.gaps[gap])) if template.gaps[gap] else 3


if TYPE_CHECKING:
    from kimierr.match.damage import Word
