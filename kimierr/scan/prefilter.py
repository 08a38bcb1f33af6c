"""Which lines of raw bytes may hold a documented message, found at some two hundred megabytes a second.

The bytes are lower-cased and everything but letters, digits, line feeds and non-ASCII bytes is dropped, then the
rest is read as a row of 8-byte numbers and compared with those that the messages of the catalog offer for each
alignment (see kimierr.catalog.grams). Both steps run in C, and the size of the catalog does not matter. A number
that is found counts if the bytes beside it are the message's too, 15 in a row with its own: a message with as
many letters in a row undamaged is never missed.
"""

from __future__ import annotations

from itertools import compress, count

from kimierr.catalog.grams import SHORTEST, SIDE, SIZE, Stretch, choose, stretch
from kimierr.catalog.template import Slot, literals, parse
from kimierr.match.candidates import little_endian_blocks
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog, Template

    Sides = set[tuple[bytes, bytes, int]]

LOWER = bytes(ord(chr(code).lower()) if code < 0x80 else code for code in range(256))
DROP = bytes(code for code in range(0x80) if not chr(code).isalnum() and code != 0x0A)
LEAST = 12
"""Bytes that a message too short for every alignment must have to be looked for in logs at all."""
_NEIGHBOURS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Prefilter:
    """The numbers of a catalog's messages with what stands beside them."""

    __slots__ = ("_known", "_sides")

    def __init__(self, catalog: Catalog) -> None:
        self._sides: dict[int, Sides] = {}
        for volume in catalog.volumes:
            common = frozenset(volume.common)  # words of bare statuses and symptoms: too common in logs to be looked for
            foreign = frozenset(volume.foreign)
            for number in range(volume.template_count):
                if number not in common:
                    self._add(volume.template(number), number in foreign)
            _ = volume.gram_set  # made now, as every line that is found is looked up in it
        self._known = frozenset(self._sides)

    def lines(self, block: bytes) -> list[int]:
        """Return the indexes of the lines of a block of whole lines that may hold a message, in order."""
        stream = block.translate(LOWER, DROP)
        numbers = little_endian_blocks(stream)
        found: list[int] = []
        line = last = line_end = 0
        for index in compress(count(), map(self._known.__contains__, numbers)):
            place = index * SIZE
            if place < line_end or not self._fits(self._sides[numbers[index]], stream, place):
                continue
            line += stream.count(b"\n", last, place)
            last = place
            line_end = stream.find(b"\n", place)
            found.append(line)
            if line_end < 0:
                break
        return found

    def _fits(self, sides: Sides, stream: bytes, place: int) -> bool:
        before, after = stream[max(0, place - SIDE) : place], stream[place + SIZE : place + SIZE + SIDE]
        for left, right, needed in sides:
            if (len(left) >= needed and before.endswith(left)) or (len(right) >= needed and after.startswith(right)):
                return True
        for left, right, needed in sides:
            same = more = 0
            while same < len(left) and before[-1 - same :][:1] == left[-1 - same :][:1]:
                same += 1
            while more < len(right) and after[more : more + 1] == right[more : more + 1]:
                more += 1
            if same + more >= needed:
                return True
        return False

    def _add(self, template: Template, foreign: bool) -> None:
        stretches = [stretch(literal) for literal in literals(template.text)]
        self._add_blocks(stretches)
        self._add_short([part.data for part in stretches])
        if foreign:
            for run in _foreign_runs(template.text):
                self._add_blocks([stretch(run)])
                self._add_blocks([stretch("".join(char if char.isascii() else f"u{ord(char):04x}" for char in run))])

    def _add_blocks(self, stretches: list[Stretch]) -> None:
        for block in choose(stretches):
            self._add_block(block.number, block.before, block.after)

    def _add_short(self, stretches: list[bytes]) -> None:
        """Add literals of 12 to 14 bytes, with each possible neighbour where they lack a byte of a block."""
        if any(len(data) >= SHORTEST for data in stretches):
            return
        for data in stretches:
            if len(data) < LEAST or not data.isascii():
                continue
            for at in range(len(data) - SIZE + 1):
                self._add_block(_number(data[at : at + SIZE]), data[max(0, at - SIDE) : at], data[at + SIZE : at + SIZE + SIDE])
            for char in _NEIGHBOURS:
                self._add_block(_number(char.encode() + data[: SIZE - 1]), b"", data[SIZE - 1 : SIZE - 1 + SIDE])
                self._add_block(_number(data[1 - SIZE :] + char.encode()), data[1 - SIZE - SIDE : 1 - SIZE], b"")

    def _add_block(self, number: int, before: bytes, after: bytes) -> None:
        needed = min(SIDE, len(before) + len(after))
        self._sides.setdefault(number, set()).add((before, after, needed))


def _number(block: bytes) -> int:
    return int.from_bytes(block, "little")


def _foreign_runs(text: str) -> Iterator[str]:
    """Yield the stretches beyond ASCII between placeholders and non-ASCII punctuation, which stays in the stream."""
    for part in parse(text):
        if not isinstance(part, Slot):
            kept = "".join(char if char.isascii() or char.isalnum() else "\0" for char in part)
            yield from (squeezed for run in kept.split("\0") if (squeezed := squeeze(run)) and not squeezed.isascii())
