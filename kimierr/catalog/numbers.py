"""Numbers as they are stored in a compiled catalog: little-endian, whatever the machine."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    Kind = Literal["Q", "I"]
    """Numbers of 8 or 4 bytes."""


def packed(kind: Kind, values: Iterable[int]) -> bytes:
    """Return numbers as bytes."""
    from array import array

    found = array(kind, values)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def numbers(data: bytes, kind: Kind) -> memoryview[int]:
    """Return bytes as numbers."""
    if sys.byteorder == "big":
        from array import array

        found = array(kind, data)
        found.byteswap()
        data = found.tobytes()
    return memoryview(data).cast(kind)
