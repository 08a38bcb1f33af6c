"""Rows of numbers as bytes, little-endian whatever the machine: in a compiled catalog, and a text read as numbers."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    Kind = Literal["Q", "I"]
    """Numbers of 8 or 4 bytes."""


def pack(kind: Kind, numbers: Iterable[int]) -> bytes:
    """Return numbers as bytes."""
    from array import array

    packed = array(kind, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(kind: Kind, data: bytes) -> memoryview[int]:
    """Return bytes as numbers; there must be whole ones."""
    if sys.byteorder == "big":
        from array import array

        swapped = array(kind, data)
        swapped.byteswap()
        data = swapped.tobytes()
    return memoryview(data).cast(kind)
