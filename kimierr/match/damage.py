"""Whether what stands in a text is a message with typing errors, or other words."""

from __future__ import annotations

from kimierr.catalog.template import Slot, parse
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Template
    from kimierr.match.align import Difference

LONG_WORD = 5
"""Letters from which a word may hold a typing error; in a shorter one (TPM, TPD, url) any letter changes the meaning."""
KEPT = 0.6
"""Part of a longer word's letters that must be there."""
MOST_EXTRA = 3
"""Letters that may stand in the text beyond those of the message."""


def resembles(difference: Difference, template: Template, stream: str) -> bool:
    """Return whether every word of the message is still there where the two differ, with at most some letters wrong."""
    piece = template.pieces[difference.piece]
    words = _words(template)[difference.piece]
    start = max((at for at, _ in words if at <= difference.start), default=0)
    end = min((at + length for at, length in words if at + length >= difference.end), default=len(piece))
    first, last = difference.instead
    observed = stream[max(0, first - (difference.start - start)) : last + (end - difference.end)]
    expected = piece[start:end]
    if len(observed) > len(expected) + MOST_EXTRA:
        return False
    inside = [(at, length) for at, length in words if start <= at < end]
    if not all(_may_be_there(piece[at : at + length], observed) for at, length in inside):
        return False
    kept = _kept_letters(expected, observed)
    return all(sum(kept[at - start : at - start + length]) >= _needed(length) for at, length in inside)


def _needed(length: int) -> float:
    return length if length < LONG_WORD else length * KEPT


def _may_be_there(word: str, observed: str) -> bool:
    """Whether a word's letters are there at all, in whatever order: most differences end here, without rapidfuzz."""
    return sum(min(word.count(letter), observed.count(letter)) for letter in set(word)) >= _needed(len(word))


def _kept_letters(expected: str, observed: str) -> list[bool]:
    """Return for each letter of the expected text whether it is kept in the observed one."""
    # rapidfuzz costs more at start than a whole exact answer, so only damaged texts load it.
    from rapidfuzz.distance import Indel

    kept = [False] * len(expected)
    for block in Indel.opcodes(expected, observed).as_list() if expected else []:
        tag, start, end = block[0], block[1], block[2]
        if tag == "equal":
            kept[start:end] = [True] * (end - start)
    return kept


def _words(template: Template) -> list[list[tuple[int, int]]]:
    """Return, for each literal of a template, the (place, length) of its words in the squeezed form."""
    pieces: list[list[tuple[int, int]]] = []
    open_piece = False
    for part in parse(template.text):
        if isinstance(part, Slot):
            open_piece = False
            continue
        at = sum(length for _, length in pieces[-1]) if open_piece else 0
        for word in part.split():
            letters = squeeze(word)
            if not letters:
                continue
            if not open_piece:
                pieces.append([])
                open_piece, at = True, 0
            pieces[-1].append((at, len(letters)))
            at += len(letters)
    return pieces
