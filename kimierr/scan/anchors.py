"""The words of each message that lead hyperscan to it: in either half, the rarest with its neighbours."""

from __future__ import annotations

from math import ceil

from kimierr.catalog.grams import SHORTEST, Stretch, ends, halves, rarity, stretch
from kimierr.catalog.sides import LEAST, foreign_runs
from kimierr.catalog.template import literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog
    from kimierr.model import Message

WORD = 5
"""Letters of a word that is sought by itself first; shorter ones are in most lines."""
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
    found = {
        pattern
        for entry in catalog.entries()
        for message in entry.messages
        if entry.kind == "error" or not message.shared
        for pattern in _patterns(message)
    }
    return sorted(found)


def _patterns(message: Message) -> Iterator[bytes]:
    parts = [_stretch(literal) for literal in literals(message.text)]
    long = [half for half in halves(parts) if half.data]
    if len(long) == 2:
        yield from map(_pattern, map(_rarest, long))
    elif long:
        yield from map(_pattern, ends(long[0], _least(message, parts, long[0])))
    else:
        short = [_pattern(part) for part in parts if len(part.data) >= LEAST]
        yield from short if sum(len(part.data) for part in parts) < ENOUGH or len(short) < 2 else [BEHIND.join(short)]
    for run in () if message.text.isascii() else foreign_runs(message.text):
        for spelt in (run, "".join(char if char.isascii() else f"u{ord(char):04x}" for char in run)):
            for half in halves([_stretch(spelt)]):
                if half.data:
                    yield _pattern(_rarest(half))


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
