"""What the prefilter of logs looks for: the blocks of all messages, each with what stands beside it."""

from __future__ import annotations

from kimierr.catalog.grams import SHORTEST, SIDE, SIZE, Stretch, choose, stretch
from kimierr.catalog.template import Slot, literals, parse
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Sides = tuple[tuple[bytes, bytes, int], ...]
    """For one block: the bytes before and behind it, and how many of them must be there."""

LEAST = 12
"""Bytes that a message too short for every alignment must have to be looked for in logs at all."""
_NEIGHBOURS = "abcdefghijklmnopqrstuvwxyz0123456789"


def sides(texts: Iterable[str]) -> dict[int, Sides]:
    """Return block number -> what stands beside it, for the wordings given."""
    found: dict[int, set[tuple[bytes, bytes, int]]] = {}
    for text in texts:
        for number, before, after in _blocks(text):
            found.setdefault(number, set()).add((before, after, min(SIDE, len(before) + len(after))))
    return {number: tuple(sorted(beside)) for number, beside in found.items()}


def _blocks(text: str) -> Iterator[tuple[int, bytes, bytes]]:
    stretches = [stretch(literal) for literal in literals(text)]
    yield from _chosen(stretches)
    yield from _short([part.data for part in stretches])
    for run in _foreign_runs(text):
        yield from _chosen([stretch(run)])
        yield from _chosen([stretch("".join(char if char.isascii() else f"u{ord(char):04x}" for char in run))])  # \u672a in JSON


def _chosen(stretches: list[Stretch]) -> Iterator[tuple[int, bytes, bytes]]:
    for block in choose(stretches):
        yield block.number, block.before, block.after


def _short(stretches: list[bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield blocks for literals of 12 to 14 bytes, with each possible neighbour where they lack a byte of a block."""
    if any(len(data) >= SHORTEST for data in stretches):
        return
    for data in stretches:
        if len(data) < LEAST or not data.isascii():
            continue
        for at in range(len(data) - SIZE + 1):
            yield _number(data[at : at + SIZE]), data[max(0, at - SIDE) : at], data[at + SIZE : at + SIZE + SIDE]
        for char in _NEIGHBOURS:
            yield _number(char.encode() + data[: SIZE - 1]), b"", data[SIZE - 1 : SIZE - 1 + SIDE]
            yield _number(data[1 - SIZE :] + char.encode()), data[1 - SIZE - SIDE : 1 - SIZE], b""


def _number(block: bytes) -> int:
    return int.from_bytes(block, "little")


def _foreign_runs(text: str) -> Iterator[str]:
    """Yield the stretches beyond ASCII between placeholders and non-ASCII punctuation, which stays in a log's bytes."""
    for part in parse(text):
        if not isinstance(part, Slot):
            kept = "".join(char if char.isascii() or char.isalnum() else "\0" for char in part)
            yield from (squeezed for run in kept.split("\0") if (squeezed := squeeze(run)) and not squeezed.isascii())
