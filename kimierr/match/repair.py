"""A template found although letters are wrong in several of its literals: retyped, scanned or misread messages."""

from __future__ import annotations

from kimierr.catalog.template import SLOT_LENGTHS
from kimierr.match.align import Alignment, Difference
from kimierr.match.damage import same_shapes, words_of, wrong_letters
from kimierr.text.squeeze import weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Template
    from kimierr.match.damage import Word

ALIKE = 75
"""Similarity, 0 to 100, of a literal and the stretch of text taken for it."""
FEW = 12
ALIKE_FEW = 60
"""The same for a literal of little weight, in which one wrong letter counts more; its words are looked at afterwards."""
AROUND = 40
"""Characters looked at before and behind the expected place of a literal."""
WIDEST_SLOT = 120
SHIFT = 4
"""Characters by which letters that are missing or typed twice may move the end of a literal."""
MOST_LEFT_OUT = 0.3
"""Part of a message, its beginning, that may be missing altogether."""
LONG = 24
"""Weight of a literal of which the beginning may be looked for once more."""
FIRST = 3
"""Letters by which the beginning of a message is known though others are missing or typed twice."""
SHORTEST = 12
"""Weight of a literal that is worth comparing."""
EXACT = 4
"""Weight up to which a literal must stand as it is."""


def repair(template: Template, stream: str, places: list[int]) -> Alignment | None:
    """Return the place of a template whose words are all there with few wrong letters, near one of its blocks."""
    # rapidfuzz costs more at start than a whole exact answer, so only damaged texts load it.
    from rapidfuzz.fuzz import partial_ratio_alignment

    words = words_of(template)
    shapes = same_shapes(stream)
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
        part = shapes[window[0] : window[1]]
        piece = same_shapes(piece)
        if weight(piece) <= EXACT:
            at = part.find(piece) if index > key else part.rfind(piece)
            if at < 0:
                return None
            found[index] = (window[0] + at, window[0] + at + len(piece))
            continue
        cutoff = ALIKE if weight(piece) > FEW else ALIKE_FEW
        best = partial_ratio_alignment(piece, part, score_cutoff=cutoff) if len(part) >= len(piece) - 3 else None
        if best is None or best.dest_end <= best.dest_start:
            if index or index == key or len(piece) > total * MOST_LEFT_OUT:
                return None
            continue  # people leave out whose account it is
        found[index] = (window[0] + best.dest_start, window[0] + best.dest_end)
    return _alignment(template, stream, found, words)


def alike(templates: list[Template], stream: str) -> list[Template]:
    """Return the templates whose most telling literal resembles a part of the text, the most similar first."""
    from rapidfuzz.fuzz import partial_ratio

    scored = []
    stream = same_shapes(stream)
    for template in templates:
        piece = same_shapes(template.key)
        if weight(piece) >= SHORTEST and len(piece) <= len(stream) + 3 and (score := partial_ratio(piece, stream, score_cutoff=ALIKE)):
            scored.append((score, template))
    scored.sort(key=lambda pair: -pair[0])
    return [template for _, template in scored]


def _alignment(template: Template, stream: str, found: dict[int, tuple[int, int]], words: list[list[Word]]) -> Alignment | None:
    alignment = Alignment(template, found[min(found)][0], found[max(found)][1], 0)
    alignment.complete = False
    for index, piece in enumerate(template.pieces):
        if index not in found:
            alignment.head = False
            alignment.differs.append(Difference("start", index, 0, len(piece), (alignment.start, alignment.start)))
            continue
        start, end = found[index]
        if index - 1 in found or weight(piece) >= LONG:
            start = _first_letters(piece, stream, start)
        if index - 1 in found:
            alignment.gaps[index] = (found[index - 1][1], start)
        else:
            alignment.start = start
        if stream[start:end] != piece:
            ways = [
                (wrong, more)
                for more in range(-SHIFT, SHIFT)
                if (wrong := wrong_letters(piece, stream[start : end + more], words[index])) is not None
            ]
            if not ways:
                return None
            wrong, more = min(ways)
            end += more
            alignment.differs.append(Difference("repaired", index, 0, len(piece), (start, end)))
        else:
            wrong = 0
        alignment.matched += weight(piece) * (len(piece) - wrong) // len(piece)
        alignment.end = end
    if template.gaps[-1]:
        alignment.gaps[len(template.pieces)] = (alignment.end, min(len(stream), alignment.end + _reach(template, len(template.pieces))))
    return alignment if alignment.differs else None


def _first_letters(piece: str, stream: str, near: int) -> int:
    """Return where the first letters of a literal stand near a place; the place itself if they do not."""
    at = stream.find(piece[:FIRST], max(0, near - SHIFT), near + SHIFT + FIRST)
    return at if at >= 0 else near


def _reach(template: Template, gap: int) -> int:
    return min(WIDEST_SLOT, sum(SLOT_LENGTHS[type] for _, type in template.gaps[gap])) if template.gaps[gap] else 3
