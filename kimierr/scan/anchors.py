"""The words of each message that lead hyperscan to it: in either half, the rarest with its neighbours."""

from __future__ import annotations

from math import ceil

from kimierr.catalog.grams import SHORTEST, Stretch, ends, halves, rarity, stretch
from kimierr.catalog.sides import LEAST, foreign_runs
from kimierr.catalog.template import literals as split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog
    from kimierr.model import Message

WORD = 5
"""Letters of a word that is sought by itself first; shorter ones are in most lines."""
SHORTEST_WORD = 4
"""Letters of a short literal that is sought together with a long one."""
WORDS = 3
"""Words that are sought together: any two of them meet in some log."""
NEARLY_WHOLE = 0.7
ENOUGH = 24
"""How much of words that others use too must be there: this part, or so many letters (kimierr.match.judge)."""
LONGEST = 24
"""Bytes of a text without blanks, such as a Chinese one, that are sought together."""
BETWEEN = rb"[^a-z0-9\x80-\xff\n]{0,32}"
"""What may stand between two words: what is no letter. Without the bound hyperscan takes three times as long."""
BEHIND = rb"[^\n]{1,200}"
"""What may stand between two literals."""


def patterns(catalog: Catalog) -> list[bytes]:
    """Return regular expressions, for upper and lower case, of which one is in each text that the prefilter knows."""
    messages = [message for entry in catalog.entries() for message in entry.messages if entry.kind == "error" or not message.shared]
    whole: set[bytes] = set()
    parts: dict[str, Stretch] = {}
    for message in messages:
        literals = [_stretch(literal) for literal in split(message.text)]
        long = [half for half in halves(literals) if half.data]
        if len(long) == 2:
            parts.update((_text(half), half) for half in long)
        elif long:
            before, end = _sole(message, literals, long[0])
            whole |= before
            parts.update((_text(part), part) for part in end)
        else:
            whole |= _short(literals)
        for part in _foreign(message.text):
            parts[_text(part)] = part
    return sorted(whole | {_pattern(anchor) for anchor in _fewest(parts)})


def _fewest(parts: dict[str, Stretch]) -> list[Stretch]:
    """Return anchors of which at least one is in each part: those that are in most of them first, as an occurrence of each costs time."""
    anchors = {_text(anchor): anchor for anchor in map(_rarest, parts.values())}
    holding = {text: {part for part in parts if text in part} for text in anchors}
    chosen: list[Stretch] = []
    left = set(parts)
    for text in sorted(anchors, key=lambda text: (-len(holding[text]), text)):
        if holding[text] & left:
            left -= holding[text]
            chosen.append(anchors[text])
    return chosen


def _sole(message: Message, literals: list[Stretch], long: Stretch) -> tuple[set[bytes], list[Stretch]]:
    """Return patterns and parts of a message with one long literal: whichever of its ends is cut off, the other is there.

    Where a short literal stands before it, a text that lacks that must have more of the long one.
    """
    first, last = ends(long, _least(message, literals, long))
    index = next(index for index, literal in enumerate(literals) if long.data in literal.data)
    before = [literal for literal in literals[:index] if len(literal.data) >= SHORTEST_WORD]
    if not before:
        return set(), [first, last]
    return {BEHIND.join((_pattern(before[-1]), _pattern(first)))}, [ends(long, ENOUGH)[1]] if len(long.data) >= ENOUGH else []


def _short(literals: list[Stretch]) -> set[bytes]:
    """Return patterns of a message without a long literal; where no single one would be enough, all must be there."""
    found = [_pattern(literal) for literal in literals if len(literal.data) >= LEAST]
    return set(found) if sum(len(literal.data) for literal in literals) < ENOUGH or len(found) < 2 else {BEHIND.join(found)}


def _foreign(text: str) -> Iterator[Stretch]:
    """Yield the halves of what is beyond ASCII in a message, as it is and as JSON may spell it."""
    for run in () if text.isascii() else foreign_runs(text):
        for spelt in (run, "".join(char if char.isascii() else f"u{ord(char):04x}" for char in run)):
            yield from (half for half in halves([_stretch(spelt)]) if half.data)


def _text(part: Stretch) -> str:
    """Return a part with its words apart: if that of an anchor is in it, so is the anchor."""
    return "".join([" " * (starts and at > 0) + chr(byte) for at, (byte, starts) in enumerate(zip(part.data, part.starts, strict=True))])


def _stretch(literal: str) -> Stretch:
    """Return a literal in which not only blanks but all signs part words."""
    return stretch("".join([char if char.isalnum() else " " for char in literal]))


def _least(message: Message, parts: list[Stretch], part: Stretch) -> int:
    """Return how much of a message's only long literal must be there, for a text with all else to be taken for the message (kimierr.match.judge)."""
    length = sum(len(part.data) for part in parts)
    least = min(ceil(NEARLY_WHOLE * length), ENOUGH) if message.shared else SHORTEST
    return max(SHORTEST, least - (length - len(part.data)))


def _rarest(half: Stretch) -> Stretch:
    """Return the rarest word with its neighbours."""
    words = _words(half)
    rarest = min((word for word in words if word[1] - word[0] >= WORD), key=lambda word: rarity(half.data[slice(*word)]), default=words[0])
    return _with_neighbours(half, words, words.index(rarest))


def _words(part: Stretch) -> list[tuple[int, int]]:
    starts = [at for at, starts in enumerate(part.starts) if starts or not at]
    return list(zip(starts, [*starts[1:], len(part.data)], strict=True))


def _with_neighbours(part: Stretch, words: list[tuple[int, int]], index: int) -> Stretch:
    """Return a word with as many of those around it as make it as long as a run that counts, and so many that they seldom meet."""
    first = last = index
    while (words[last][1] - words[first][0] < SHORTEST or last - first + 1 < WORDS) and (first > 0 or last + 1 < len(words)):
        if first > 0 and (last + 1 == len(words) or last - index >= index - first):
            first -= 1
        else:
            last += 1
    start, end = words[first][0], words[last][1]
    if first == last and end - start > LONGEST:
        start += (end - start - LONGEST) // 2
        end = start + LONGEST
    return part.part(start, end)


def _pattern(anchor: Stretch) -> bytes:
    parts = []
    for at, (byte, starts) in enumerate(zip(anchor.data, anchor.starts, strict=True)):
        parts.append(BETWEEN if at and starts else b"")
        parts.append(b"\\x%02x" % byte if byte >= 0x80 else bytes([byte]))
    return b"".join(parts)
