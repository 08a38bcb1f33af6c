"""What the prefilter of logs looks for: a block of each anchor for each alignment, with the rest of the anchor beside it."""

from __future__ import annotations

from itertools import chain, product

from kimierr.catalog.grams import LONG_RUN, SHORTEST, SIZE, rarest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kimierr.catalog.grams import Stretch

    Sides = tuple[tuple[bytes, bytes], ...]
    """For one block: the bytes before and behind it, one pair for each anchor."""

_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789\n"
_BEFORE = _LETTERS + bytes(range(0x80, 0xC0))
_BEHIND = _LETTERS + bytes(range(0xC2, 0xF0))
"""Squeezed bytes that may stand before or behind a message, with those at the end or start of characters beyond ASCII."""
_LEADS = b"\xc3\xe2\xe3\xef"
"""How accented letters, typographic signs and the punctuation of East Asia begin."""


def sides(anchors: Iterable[Stretch]) -> dict[int, Sides]:
    """Return block number -> what stands beside it."""
    found: dict[int, set[tuple[bytes, bytes]]] = {}
    for anchor in anchors:
        for block, before, behind in _blocks(anchor) if len(anchor.data) >= SHORTEST else _short(anchor.data):
            found.setdefault(int.from_bytes(block, "little"), set()).add((before, behind))
    return {number: tuple(sorted(beside)) for number, beside in found.items()}


def scattered(parts: Iterable[Stretch], counts: Mapping[int, int]) -> dict[int, Sides]:
    """Return the same for a catalog of thousands: for each part its rarest blocks wherever they are, with a run around each.

    `counts` says how many wordings share a block.
    """
    found: dict[int, set[tuple[bytes, bytes]]] = {}
    for part in parts:
        for at, _ in rarest(part, counts):
            start = max(0, min(at - (LONG_RUN - SIZE) // 2, len(part.data) - LONG_RUN))
            number = int.from_bytes(part.data[at : at + SIZE], "little")
            found.setdefault(number, set()).add((part.data[start:at], part.data[at + SIZE : start + LONG_RUN]))
    return {number: tuple(sorted(beside)) for number, beside in found.items()}


def _blocks(part: Stretch) -> Iterator[tuple[bytes, bytes, bytes]]:
    for at, _ in rarest(part, {}):
        yield part.data[at : at + SIZE], part.data[:at], part.data[at + SIZE :]


def _short(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield blocks for 12 to 14 bytes, with each possible neighbour where they lack a byte of a block, or two of them behind 12."""
    for at in range(len(data) - SIZE + 1):
        yield data[at : at + SIZE], data[:at], data[at + SIZE :]
    for byte in _BEFORE:
        yield bytes([byte]) + data[: SIZE - 1], b"", data[SIZE - 1 :]
    for byte in _BEHIND:
        yield data[1 - SIZE :] + bytes([byte]), data[: 1 - SIZE], b""
    for two in chain(product(_LETTERS, repeat=2), product(_LEADS, range(0x80, 0xC0))) if len(data) < SHORTEST - 2 else ():
        yield data[2 - SIZE :] + bytes(two), data[: 2 - SIZE], b""
