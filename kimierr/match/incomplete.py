"""Whether what there is of a message is enough, where it is cut, damaged or lacks its code."""

from __future__ import annotations

from kimierr.match.damage import is_code, is_elided, is_interrupted, resembles, words_of
from kimierr.match.place import ends_cut, ends_line, ends_quoted, ends_sentence, starts_cut, word_end
from kimierr.match.thresholds import (
    CUT_SHARE,
    DAMAGED_SHARE,
    ENOUGH,
    HALF,
    LEAST,
    NEARLY_WHOLE,
    NEARLY_WHOLE_DAMAGED,
    NEARLY_WHOLE_END,
    TELLING,
    common_letters,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Template
    from kimierr.match.align import Alignment, Difference
    from kimierr.match.passage import Passage

WITHOUT_CODE = "the message is in the text, without the code in front of it"
"""Others use such words behind other codes, so something else must show that they are Kimi's."""
WIDEST = 200
"""Squeezed characters that the values between two literals take at most, with a literal in front of them."""


def may_be_enough(alignment: Alignment) -> bool:
    """Whether there is so much of an incomplete message that it may be `enough`: most of what is like one in a log is a few common words."""
    matched, share = alignment.matched, alignment.share
    if alignment.template.shared:
        return share >= HALF and (matched >= ENOUGH or share >= NEARLY_WHOLE)
    return matched >= LEAST and (share >= CUT_SHARE or matched >= TELLING)


def enough(alignment: Alignment, passage: Passage, start: int, end: int, begins: bool) -> str:
    """Say why an incomplete message at a span of the text is enough; an empty string if it is not.

    Where it differs, the text must either be cut off there, or hold the same words with typing errors. `begins` says
    whether a message can begin at its start.
    """
    template, matched = alignment.template, alignment.matched
    cut_start = cut_end = damaged = False
    for difference in alignment.differs:
        if difference.where == "end" and _is_cut_behind(difference, alignment, passage.text, end):
            cut_end = True
        elif begins and _lacks_only_code(difference, alignment):
            return WITHOUT_CODE
        elif difference.where == "start" and _is_cut_in_front(difference, alignment, passage.text, start, begins):
            cut_start = True
        elif (difference.where == "end" and difference.piece < len(template.pieces) - 1) or _lacks_start(difference, alignment, passage):
            return ""  # whole literals are not there, though the text is not cut
        elif _is_damage(difference, alignment, passage):
            damaged = True
        else:
            return ""
    if cut_end and ends_quoted(passage.text, end) and passage.text[:start].rstrip()[-1:].isalpha():
        return ""  # the quote around it holds the end of another sentence
    if cut_start:
        matched -= common_letters(passage.stream[alignment.start : alignment.end])
    least, share = _needed(alignment, matched, start, begins, cut_start, damaged)
    if cut_end and (not (begins or cut_start) or (ends_quoted(passage.text, end) and not _is_half_there(alignment))):
        least = max(least, ENOUGH)
    if cut_end and not (begins or cut_start):
        share = max(share, HALF)
    if matched < least or alignment.share < share:
        return ""
    if damaged:
        return "the message is in the text, damaged"
    return "the message is in the text, its beginning is missing" if cut_start else "the message is in the text, cut off"


def _is_half_there(alignment: Alignment) -> bool:
    """Whether half of a message is there, and it stops in the middle of its words, not in front of a value."""
    return alignment.share >= HALF and any(difference.where == "end" and difference.start for difference in alignment.differs)


def _needed(alignment: Alignment, matched: int, start: int, begins: bool, cut_start: bool, damaged: bool) -> tuple[int, float]:
    """Return how many letters and which part of a message must be there; of one that is like others, or lacks its beginning, more."""
    if not (alignment.template.shared or cut_start):
        return LEAST, DAMAGED_SHARE if damaged else CUT_SHARE
    if cut_start:
        nearly_whole = start == 0 and not damaged and alignment.share >= NEARLY_WHOLE_END
    else:
        nearly_whole = begins and alignment.share >= (NEARLY_WHOLE_DAMAGED if damaged else NEARLY_WHOLE)
    if nearly_whole:
        return LEAST - 4 if damaged else LEAST, NEARLY_WHOLE
    much = not alignment.template.shared and matched >= TELLING
    return ENOUGH, DAMAGED_SHARE if much else HALF


def _is_cut_in_front(difference: Difference, alignment: Alignment, text: str, start: int, begins: bool) -> bool:
    """Whether the text is cut where a message lacks its beginning; a capital where it has none begins another sentence."""
    if begins and _lacks_first_word(difference, alignment):
        return True
    inside = difference.end < len(alignment.template.pieces[difference.piece])
    if inside and text[start].isupper() and not text[start + 1 : start + 2].isupper():
        word = next((word for word in words_of(alignment.template)[difference.piece] if word.at == difference.end), None)
        if word is not None and word.is_lower:
            return False
    return starts_cut(text, start, _values_before(difference, alignment.template))


def _is_cut_behind(difference: Difference, alignment: Alignment, text: str, end: int) -> bool:
    """Whether the text is cut where a message lacks its end; much of one, from its first or second word on, may end with a sentence or a line."""
    if alignment.cut or ends_cut(text, end, difference.start == 0):
        return True
    starts = [difference for difference in alignment.differs if difference.where == "start"]
    if alignment.matched < TELLING or not all(_lacks_first_word(difference, alignment) for difference in starts):
        return False
    return ends_sentence(text, end) or ends_line(text, end) or (difference.start == 0 and ends_line(text, end, behind_value=True))


def _is_damage(difference: Difference, alignment: Alignment, passage: Passage) -> bool:
    """Whether the same words stand where a message differs: with typing errors, or with another line or dots between them."""
    if difference.where == "repaired" or is_interrupted(difference, passage, alignment.start):
        return True
    if is_elided(difference, passage, alignment.start):
        return True
    return alignment.matched >= LEAST and resembles(difference, alignment.template, passage.stream)


def _lacks_only_code(difference: Difference, alignment: Alignment) -> bool:
    """Whether what is missing at the start is the code in front of a message, of which nothing else but its last value is missing."""
    template = alignment.template
    rest = [other for other in alignment.differs if other is not difference and other.where != "end"]
    return not template.shared and not rest and alignment.matched >= TELLING and is_code(difference, template.text)


def _lacks_first_word(difference: Difference, alignment: Alignment) -> bool:
    """Whether all that is missing at the start of a long message is its first word: `unable to ...` for `We're unable to ...`."""
    return alignment.matched >= TELLING and not difference.piece and difference.end == words_of(alignment.template)[0][0].length


def _lacks_start(difference: Difference, alignment: Alignment, passage: Passage) -> bool:
    """Whether a message begins with a later literal of its template than the first, and the one before is nowhere near."""
    if difference.where != "start" or not difference.piece:
        return False
    before = alignment.template.pieces[difference.piece - 1]
    return passage.stream.find(before, max(0, alignment.start - WIDEST), alignment.start) < 0


def _values_before(difference: Difference, template: Template) -> int:
    """Return how many placeholders stand between a literal that is missing as a whole and the next one."""
    whole = difference.start == 0 and difference.end == len(template.pieces[difference.piece])
    return len(template.gaps[difference.piece + 1]) if whole else 0


def damaged_end(alignment: Alignment, passage: Passage) -> int:
    """Return where a message ends whose last letters are wrong; 0 if they are not."""
    stop = passage.span(alignment.start, alignment.end)[1]
    open_ends = [difference for difference in alignment.differs if difference.where == "end" and not alignment.cut]
    ends = [difference.instead[1] for difference in open_ends if not _is_cut_behind(difference, alignment, passage.text, stop)]
    if not ends or max(ends) <= alignment.end:
        return 0
    return word_end(passage.text, passage.span(alignment.start, max(ends))[1])
