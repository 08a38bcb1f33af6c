"""Whether what stands in a text is a message with typing errors, or other words."""

from __future__ import annotations

from kimierr.catalog.template import Slot, parse
from kimierr.match.place import ends_line
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Template
    from kimierr.match.align import Difference
    from kimierr.match.passage import Passage

MOST_EXTRA = 3
"""Letters that may stand in the text beyond those of the message, and one more for every LETTERS_PER_EXTRA."""
LETTERS_PER_EXTRA = 20
LETTERS_PER_LOST = 3
"""A sentence without blanks may have lost one letter of so many, as it does where a program took it for another encoding."""
_SHAPES = str.maketrans("l10", "iio")
_words: dict[str, list[list[Word]]] = {}
"""Wording -> the words of its literals, for those that texts are like."""


class Word:
    """A word of a message: its place and length in the squeezed literal, and how many letters may be wrong."""

    __slots__ = ("at", "errors", "is_lower", "length")

    def __init__(self, at: int, length: int, written: str) -> None:
        self.at = at
        self.length = length
        self.is_lower = written[:1].islower()
        # A wrong letter in an acronym or a number makes another one (TPM, TPD).
        exact = written.strip(".,:;()").isupper() or any(map(str.isdigit, written))
        self.errors = 0 if exact else 1 if length <= 5 else 2 if length <= 8 else 3
        if not written.isascii():
            self.errors = max(self.errors, length // LETTERS_PER_LOST)


def resembles(difference: Difference, template: Template, stream: str) -> bool:
    """Return whether every word of the message is still there where the two differ, with at most some letters wrong."""
    piece = template.pieces[difference.piece]
    words = words_of(template)[difference.piece]
    start = max((word.at for word in words if word.at <= difference.start), default=0)
    end = min((word.at + word.length for word in words if word.at + word.length >= difference.end), default=len(piece))
    first, last = difference.instead
    observed = stream[max(0, first - (difference.start - start)) : last + (end - difference.end)]
    inside = [word for word in words if start <= word.at < end]
    return wrong_letters(piece[start:end], observed, inside, start) is not None


def is_interrupted(difference: Difference, passage: Passage, start: int) -> bool:
    """Whether a message that starts at a place in the stream is all there, with another line in the middle of it."""
    if difference.where != "middle" or difference.start < difference.end:
        return False
    return ends_line(passage.text, passage.span(start, difference.instead[0])[1])


def is_elided(difference: Difference, passage: Passage, start: int) -> bool:
    """Whether somebody left out words in the middle of a message that starts at a place in the stream, and put dots there."""
    first, last = difference.instead
    if difference.where != "middle" or first < last:
        return False
    between = passage.text[passage.span(start, first)[1] : passage.position(last)]
    return "..." in between and not between.strip(" .[]()<>")


def is_code(difference: Difference, wording: str) -> bool:
    """Whether what a message lacks is the error codes in front of it: `invalid_argument: `."""
    length = 0
    for word in wording.split(" "):
        if difference.where != "start" or difference.piece or length >= difference.end or not word.endswith(":") or not word.islower():
            break
        length += len(squeeze(word))
    return 0 < length == difference.end


def wrong_letters(expected: str, observed: str, words: list[Word], start: int = 0) -> int | None:
    """Return how many letters of the expected text are missing in the observed one; None if a word is not there.

    Letters and digits that look alike, as scanners confuse them, are the same.
    """
    expected, observed = same_shapes(expected), same_shapes(observed)
    if len(observed) > len(expected) + MOST_EXTRA + len(expected) // LETTERS_PER_EXTRA:
        return None
    for word in words:  # most differences end here, without rapidfuzz
        letters = expected[word.at - start : word.at - start + word.length]
        if sum(min(letters.count(letter), observed.count(letter)) for letter in set(letters)) < word.length - word.errors:
            return None
    # rapidfuzz costs more at start than a whole exact answer, so only damaged texts load it.
    from rapidfuzz.distance import Indel

    kept = [False] * len(expected)
    for block in Indel.opcodes(expected, observed):
        if block.tag == "equal":
            kept[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    if any(sum(kept[word.at - start : word.at - start + word.length]) < word.length - word.errors for word in words):
        return None
    return len(kept) - sum(kept)


def same_shapes(squeezed: str) -> str:
    """Return a squeezed text in which letters and digits that look alike are the same ones, each in its place."""
    return squeezed.translate(_SHAPES)


def words_of(template: Template) -> list[list[Word]]:
    """Return the words of each literal of a template."""
    known = _words.get(template.text)
    if known is None:
        known = _words[template.text] = _split(template.text)
    return known


def _split(wording: str) -> list[list[Word]]:
    """Return the words of each literal of a template's text."""
    pieces: list[list[Word]] = []
    open_piece = False
    for part in parse(wording):
        if isinstance(part, Slot):
            open_piece = False
            continue
        for written in part.split():
            letters = squeeze(written)
            if not letters:
                continue
            if not open_piece:
                pieces.append([])
                open_piece = True
            at = pieces[-1][-1].at + pieces[-1][-1].length if pieces[-1] else 0
            pieces[-1].append(Word(at, len(letters), written))
    return pieces
