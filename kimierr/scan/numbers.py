"""The numbers of a finding in the lines of a log: read in the first line of a shape, found again in all others by what stands before them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.report import Finding

DIGITS = b"0123456789"
MOST_DIGITS = 18
BEFORE = 10
"""Raw bytes in front of a number by which it is found again."""
_ONE_DIGIT = bytes.maketrans(DIGITS, b"0" * len(DIGITS))
_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha())
LETTERS = 3
"""Letters that must be among them."""


def places(finding: Finding, raw: bytes) -> list[tuple[str, bytes]]:
    """Return (name, the raw bytes in front) for the whole numbers of a finding that stand in the line as they are."""
    found: list[tuple[str, bytes]] = []
    for name, value in finding.values.items():
        if type(value) is not int:
            continue
        written = str(value).encode()
        at = raw.find(written)
        while at >= 0:
            before = _words_before(raw[max(0, at - BEFORE) : at])
            if before and number_after(raw, before) == value:
                found.append((name, before))
                break
            at = raw.find(written, at + 1)
    return found


def _words_before(head: bytes) -> bytes:
    """Return what of the bytes in front of a number is the same in all lines: words; nothing in a time, an id or an escape code."""
    words = head.translate(_ONE_DIGIT).rpartition(b"0")[2]
    return words if len(words.translate(None, _NO_LETTERS)) >= LETTERS else b""


def number_after(raw: bytes, before: bytes) -> int | None:
    """Return the whole number that stands behind these bytes; None if they or digits are not there."""
    start = raw.find(before)
    if start < 0:
        return None
    start += len(before)
    digits = raw[start : start + MOST_DIGITS]
    digits = digits[: len(digits) - len(digits.lstrip(DIGITS))]
    return int(digits) if digits else None
