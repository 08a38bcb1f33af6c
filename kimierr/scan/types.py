"""The error types in a raw line of a log: where nothing but the message was looked at, lines that differ only in them say the same."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.evidence import Evidence

_NAME = b"type"
_BETWEEN = b"\\\"' :"
"""What stands between the name and the value, in JSON within JSON too."""
_QUOTES = b"\\\"'"
_LETTERS = b"abcdefghijklmnopqrstuvwxyz_"
_LONGEST = 64
"""Bytes behind the name in which the value ends."""


def split_types(raw: bytes) -> tuple[bytes, list[bytes]]:
    """Return a line without the values of its `type` fields, and those; values of one word (`error`) are left where they are."""
    types: list[bytes] = []
    kept: list[bytes] = []
    done = 0
    place = raw.find(_NAME)
    while place >= 0:
        behind = raw[place + len(_NAME) : place + len(_NAME) + _LONGEST]
        value = behind.lstrip(_BETWEEN)
        rest = value.lstrip(_LETTERS)
        between = behind[: len(behind) - len(value)]
        type = value[: len(value) - len(rest)]
        if b":" in between and between[-1] in _QUOTES and b"_" in type and rest and rest[0] in _QUOTES:
            start = place + len(_NAME) + len(between)
            kept.append(raw[done:start])
            types.append(type)
            done = start + len(type)
        place = raw.find(_NAME, place + len(_NAME) + len(between))
    kept.append(raw[done:])
    return b"".join(kept), types


def make_no_difference(types: list[bytes], evidence: Evidence) -> bool:
    """Whether a line with other values in place of these types holds the same.

    That is so if nothing but its messages was looked at, and the types are left out of what is compared with messages.
    """
    if not evidence.is_untouched or not evidence.codes_beside_message():
        return False
    return [field.value.encode() for field in evidence.fields if field.name == "type" and "_" in field.value] == types
