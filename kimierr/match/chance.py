"""Letters outside a quoted part of a message that go on like it by chance: the c of `"... TPD rate limit" claims`, for `current`."""

from __future__ import annotations

from kimierr.match.damage import words_of
from kimierr.match.place import ends_cut, starts_cut, word_end, word_start
from kimierr.text.squeeze import weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment, Difference
    from kimierr.match.passage import Passage


def drop_chance_letters(alignment: Alignment, passage: Passage) -> None:
    """Take out of an incomplete alignment the first or last letters that belong to a word outside the quotes around it."""
    for difference in alignment.differs:
        if difference.where == "end" and difference.start:
            _drop_last(alignment, difference, passage)
        elif difference.where == "start" and not difference.start:
            _drop_first(alignment, difference, passage)


def _drop_last(alignment: Alignment, difference: Difference, passage: Passage) -> None:
    text, end = passage.text, passage.span(alignment.start, alignment.end)[1]
    if not text[end : end + 1].isalnum():
        return
    before = word_start(text, end)
    letters = end - before
    while before and not text[before - 1].isalnum():
        before -= 1
    boundary = difference.start - letters
    if (
        letters < alignment.end - alignment.start
        and boundary > 0
        and ends_cut(text, before)
        and _is_word_edge(alignment, difference, boundary)
    ):
        alignment.matched -= weight(passage.stream[alignment.end - letters : alignment.end])
        alignment.end -= letters
        difference.start = boundary
        difference.instead = alignment.end, difference.instead[1]


def _drop_first(alignment: Alignment, difference: Difference, passage: Passage) -> None:
    text, start = passage.text, passage.span(alignment.start, alignment.end)[0]
    if not start or not text[start - 1].isalnum():
        return
    behind = word_end(text, start)
    letters = behind - start
    while behind < len(text) and not text[behind].isalnum():
        behind += 1
    boundary = difference.end + letters
    if letters < alignment.end - alignment.start and starts_cut(text, behind) and _is_word_edge(alignment, difference, boundary):
        alignment.matched -= weight(passage.stream[alignment.start : alignment.start + letters])
        alignment.start += letters
        difference.end = boundary
        difference.instead = difference.instead[0], alignment.start


def _is_word_edge(alignment: Alignment, difference: Difference, place: int) -> bool:
    """Whether a word of the literal begins at a place in it."""
    return any(word.at == place for word in words_of(alignment.template)[difference.piece])
