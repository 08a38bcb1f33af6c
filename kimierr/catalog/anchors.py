"""The words of each message by which it is found in a log: in either half, the rarest with its neighbours.

A text that holds one half of a message undamaged is found; of a message with one long literal, either end is enough.
"""

from __future__ import annotations

from math import ceil

from kimierr.catalog.grams import SHORTEST, Stretch, ends, halves, rarity, stretch
from kimierr.catalog.template import Slot, literals, parse
from kimierr.match.thresholds import ENOUGH, NEARLY_WHOLE, NEARLY_WHOLE_END, common_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kimierr.model import Message

SHORTEST_ANCHOR = 12
"""Letters that a message too short for every alignment must have to be looked for in logs at all."""
WORD = 5
"""Letters of a word that is sought by itself first; shorter ones are in most lines."""
WORDS = 3
"""Words that are sought together: any two of them meet in some log."""
TOUCHED = 3
"""Letters of a word that are enough of it beside others."""
IN_ANY_LOG = frozenset(
    b"accepted account action address allowed application argument attempt available balance blocked buffer cache called canceled cannot "
    b"channel check client closed command config connect connection contains content contents context consume consumer count create current currently data "
    b"database deadline default delete deleted details detected device disabled document driver duration empty enabled endpoint engine error "
    b"errors event events exceeded exception expired extract failed failure false fetch field files finished folder format found from function "
    b"gateway group handler header health image index information input instance internal invalid language length level limit loaded "
    b"logger manager message messages method metric missing model module mount network number object offset operation option order organization output "
    b"owner package param parameter parameters parse partition password payload pending permission please plugin policy position process "
    b"processing profile project prompt protocol provide provided provider query queue quota reached read received record refresh region "
    b"register rejected release remaining remote report request requests required reset resource response result retry return route "
    b"running schedule schema script search seconds section select server service session signal snapshot socket source started state "
    b"status storage stream string success support supported system table target template tenant thread timeout token tokens topic total "
    b"trace transaction transition true type unexpected unknown update upload upstream usage user username valid value version volume waiting "
    b"warning while window worker write zone".split()
)
"""Words of programs that most logs are full of: what holds nothing else is found too often."""
IN_LOGS = 100.0
"""What it costs a word to be one of them or a part of one; more than any letters do (kimierr.catalog.grams.rarity)."""
LONGEST = 24
"""Bytes of a text without blanks, such as a Chinese one, that are sought together."""


def anchors(messages: Iterable[Message]) -> list[Stretch]:
    """Return the anchors of messages, each once."""
    fixed, parts = split(messages)
    sought = {text(anchor): anchor for anchor in fixed}
    others = {part: _rarest(parts[part]) for part in parts if not any(anchor in part for anchor in sought)}
    sought |= {text(anchor): anchor for anchor in _fewest(others)}
    return [sought[key] for key in sorted(sought) if not any(other in key and other != key for other in sought)]


def split(messages: Iterable[Message], run: int = SHORTEST) -> tuple[list[Stretch], dict[str, Stretch]]:
    """Return the anchors of messages that are given, and the parts of messages of which any words will do, by their text.

    `run` is how many letters of a message must be there at least, if it has so many together.
    """
    fixed: list[Stretch] = []
    parts: dict[str, Stretch] = {}
    for message in messages:
        pieces = [_stretch(literal) for literal in literals(message.text)]
        long = [half for half in halves(pieces) if half.data]
        if long:
            chosen = _sole(message, pieces, long[0], run) if len(long) == 1 else [half for half in long if len(half.data) >= run] or long
            parts.update((text(part), part) for part in [_widened(part, pieces) for part in chosen])
            if len(long) == 1 and common_letters(long[0].data.decode("utf-8", "ignore")):  # the other literal says whose it is
                others = _short([other for other in pieces if long[0].data not in other.data])
                fixed += [other for other in others if len(_words(other)) >= WORDS]
        else:
            fixed += _short(pieces)
        parts.update((text(part), part) for part in _foreign(message.text))
    return fixed, parts


def text(part: Stretch) -> str:
    """Return a part with its words apart, a character for each byte: if that of an anchor is in it, so is the anchor."""
    return "".join([" " * (starts and at > 0) + chr(byte) for at, (byte, starts) in enumerate(zip(part.data, part.starts, strict=True))])


def _stretch(literal: str) -> Stretch:
    """Return a literal in which not only blanks but all signs part words."""
    return stretch("".join([char if char.isalnum() else " " for char in literal]))


def _fewest(chosen: dict[str, Stretch]) -> list[Stretch]:
    """Return anchors of which at least one is in each part: those that are in most of them first, as an occurrence of each costs time."""
    sought = {text(anchor): anchor for anchor in chosen.values()}
    holding = {anchor: {part for part in chosen if anchor in part} for anchor in sought}
    fewest: list[Stretch] = []
    left = set(chosen)
    for anchor in sorted(sought, key=lambda anchor: (-len(holding[anchor]), anchor)):
        if holding[anchor] & left:
            left -= holding[anchor]
            fewest.append(sought[anchor])
    return fewest


def _sole(message: Message, pieces: list[Stretch], long: Stretch, run: int) -> tuple[Stretch, Stretch]:
    """Return what must be there of a message with one long literal: whichever of its ends is cut off, the other is there.

    Of a message without its beginning more must be there than of one without its end (kimierr.match.incomplete).
    """
    length = sum(len(piece.data) for piece in pieces)
    others = length - len(long.data)
    without_end = min(ceil(NEARLY_WHOLE * length), ENOUGH) if message.shared else 0
    without_start = min(ceil(NEARLY_WHOLE_END * length), ENOUGH)
    return ends(long, max(run, without_end - others))[0], ends(long, max(run, without_start - others))[1]


def _widened(part: Stretch, pieces: list[Stretch]) -> Stretch:
    """Return a part of one of the literals with so much of what stands beside it that it touches enough words, if there are so many."""
    literal = next(piece for piece in pieces if part.data in piece.data)
    start = literal.data.find(part.data)
    end = start + len(part.data)
    while literal.starts[start + 1 : end].count(True) + 1 < WORDS:
        ahead = literal.starts.index(True, end) if True in literal.starts[end:] else len(literal.data)
        if ahead < len(literal.data):
            end = min(ahead + TOUCHED, len(literal.data))
        elif start:
            start = max(0, max(at for at in range(start + 1) if literal.starts[at] or not at) - TOUCHED)
        else:
            break
    return literal.part(start, end)


def _short(pieces: list[Stretch]) -> list[Stretch]:
    """Return the anchor of a message without a long literal: the longest, if it is long enough."""
    longest = max(pieces, key=lambda piece: len(piece.data), default=Stretch(b"", []))
    return [longest] if len(longest.data) >= SHORTEST_ANCHOR else []


def _foreign(wording: str) -> Iterator[Stretch]:
    """Yield the halves of what is beyond ASCII in a message, as it is and as JSON may spell it (\\u672a)."""
    for part in () if wording.isascii() else parse(wording):
        if not isinstance(part, Slot):
            # punctuation beyond ASCII stays in a log's bytes
            kept = "".join(char if char.isascii() or char.isalnum() else "\0" for char in part)
            for run in kept.split("\0"):
                if not run.isascii():
                    for spelt in (run, "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in run)):
                        yield from (half for half in halves([_stretch(spelt)]) if half.data)


def _rarest(part: Stretch) -> Stretch:
    """Return the rarest word of a part with its neighbours."""
    words = _words(part)
    return _with_neighbours(part, words, rarest_word([part.data[slice(*word)] for word in words]))


def rarest_word(words: list[bytes]) -> int:
    """Return which of some words is met least, of those that are long enough to be looked for."""
    long = [index for index, word in enumerate(words) if len(word) >= WORD]
    return min(long, key=lambda index: _cost(words[index]), default=0)


def _cost(word: bytes) -> float:
    return rarity(word) + (IN_LOGS if any(word in common for common in IN_ANY_LOG) else 0.0)


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
