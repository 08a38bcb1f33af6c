"""What the prefilter of logs looks for: the blocks of all messages, each with what stands beside it."""

from __future__ import annotations

from kimierr.catalog.grams import SHORTEST, SIDE, SIZE, Block, Stretch, choose, stretch
from kimierr.catalog.template import Slot, parse
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Sides = tuple[tuple[bytes, bytes, int], ...]
    """For one block: the bytes before and behind it, and how many of them must be there."""

LEAST = 12
"""Bytes that a message too short for every alignment must have to be looked for in logs at all."""
_NEIGHBOURS = "abcdefghijklmnopqrstuvwxyz0123456789"


def sides(wordings: Iterable[tuple[str, list[Stretch], list[Block]]], side: int) -> dict[int, Sides]:
    """Return block number -> what stands beside it, for wordings with their literals and the blocks chosen of these.

    `side` is how many bytes beside a block must be there, if the message has so many.
    """
    found: dict[int, set[tuple[bytes, bytes, int]]] = {}
    for text, stretches, chosen in wordings:
        for number, before, after in _blocks(text, stretches, chosen):
            found.setdefault(number, set()).add((before[-side:], after[:side], min(side, len(before) + len(after))))
    return {number: tuple(sorted(beside)) for number, beside in found.items()}


def _blocks(text: str, stretches: list[Stretch], chosen: list[Block]) -> Iterator[tuple[int, bytes, bytes]]:
    yield from _with_sides(chosen)
    yield from _short([part.data for part in stretches])
    for run in () if text.isascii() else foreign_runs(text):
        yield from _with_sides(choose([stretch(run)]))
        yield from _with_sides(
            choose([stretch("".join(char if char.isascii() else f"u{ord(char):04x}" for char in run))])
        )  # \u672a in JSON


def _with_sides(blocks: list[Block]) -> Iterator[tuple[int, bytes, bytes]]:
    for block in blocks:
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


def foreign_runs(text: str) -> Iterator[str]:
    """Yield the stretches beyond ASCII between placeholders and non-ASCII punctuation, which stays in a log's bytes."""
    for part in parse(text):
        if not isinstance(part, Slot):
            kept = "".join(char if char.isascii() or char.isalnum() else "\0" for char in part)
            yield from (squeezed for run in kept.split("\0") if (squeezed := squeeze(run)) and not squeezed.isascii())
