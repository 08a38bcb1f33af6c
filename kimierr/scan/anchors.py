"""The words of each message that lead hyperscan to it: in either half, the rarest with its neighbours."""

from __future__ import annotations

from kimierr.catalog.grams import SHORTEST, Stretch, ends, halves, rarity, stretch
from kimierr.catalog.sides import LEAST, foreign_runs
from kimierr.catalog.template import literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog

WORD = 5
"""Letters of a word that is sought by itself first; shorter ones are in most lines."""
LONGEST = 24
"""Bytes of a text without blanks, such as a Chinese one, that are sought together."""
BETWEEN = rb"[^a-z0-9\x80-\xff\n]{0,32}"
"""What may stand between two words: what is no letter. Without the bound hyperscan takes three times as long."""


def patterns(catalog: Catalog) -> list[bytes]:
    """Return regular expressions, for upper and lower case, of which one is in each text that the prefilter knows."""
    found = {
        _pattern(anchor)
        for entry in catalog.entries()
        for message in entry.messages
        if entry.kind == "error" or not message.shared
        for anchor in _anchors(message.text)
    }
    return sorted(found)


def _anchors(text: str) -> Iterator[Stretch]:
    yield from _chosen([_stretch(literal) for literal in literals(text)])
    for run in () if text.isascii() else foreign_runs(text):
        for spelt in (run, "".join(char if char.isascii() else f"u{ord(char):04x}" for char in run)):
            yield from _chosen([_stretch(spelt)])


def _stretch(literal: str) -> Stretch:
    """Return a literal in which not only blanks but all signs part words."""
    return stretch("".join([char if char.isalnum() else " " for char in literal]))


def _chosen(stretches: list[Stretch]) -> Iterator[Stretch]:
    long = [half for half in halves(stretches) if half.data]
    if len(long) == 2:
        for half in long:
            words = _words(half)
            rarest = min((word for word in words if word[1] - word[0] >= WORD), key=lambda word: rarity(half.data[slice(*word)]), default=words[0])
            yield _with_neighbours(half, words, words.index(rarest))
    for part in () if len(long) == 2 else long or [part for part in stretches if len(part.data) >= LEAST]:
        yield from ends(part)


def _words(part: Stretch) -> list[tuple[int, int]]:
    starts = [at for at, starts in enumerate(part.starts) if starts or not at]
    return list(zip(starts, [*starts[1:], len(part.data)], strict=True))


def _with_neighbours(part: Stretch, words: list[tuple[int, int]], index: int) -> Stretch:
    """Return a word with as many of those around it as make it as long as a run that counts."""
    first = last = index
    while words[last][1] - words[first][0] < SHORTEST and (first > 0 or last + 1 < len(words)):
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
