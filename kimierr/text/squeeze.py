"""Text reduced to its letters and digits, so that breaks, quotes, boxes and blanks do not matter.

A comparison in the squeezed text finds a message however it was wrapped; offsets lead back to the readable text.
"""

from __future__ import annotations

from itertools import compress, count

LOWER = bytes(ord(chr(code).lower()) if code < 0x80 else code for code in range(256))
"""Each byte in lower case, those beyond ASCII as they are."""
_DROP = bytes(code for code in range(256) if not (code < 0x80 and chr(code).isalnum()))
_KEPT = bytes.maketrans(_DROP, bytes(len(_DROP)))
"""Each byte that is dropped as a zero, so that the others are true."""


def squeeze(text: str) -> str:
    """Return the lower-cased letters and digits of the text, of any script, and nothing else."""
    if text.isascii():
        return text.encode().translate(LOWER, _DROP).decode()
    return "".join(filter(str.isalnum, lower(text)))


def offsets(text: str) -> list[int]:
    """Return, for each character of `squeeze(text)`, its position in the text."""
    if text.isascii():
        return list(compress(count(), text.encode().translate(_KEPT)))
    return list(compress(count(), map(str.isalnum, lower(text))))


def lower(text: str) -> str:
    """Return the text in lower case, each character in its place: İ, the only one that grows, becomes a plain i."""
    return text.lower() if "İ" not in text else text.replace("İ", "i").lower()


def weight(squeezed: str) -> int:
    """Return how much a squeezed text says, in Latin letters: an ideograph says about as much as three."""
    return len(squeezed) if squeezed.isascii() else len(squeezed.encode())
