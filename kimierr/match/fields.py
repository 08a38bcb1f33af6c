"""`name: value` pairs in readable text, in whatever notation: JSON, Python or Node reprs, headers, logfmt, prose.

Nothing is parsed as a whole, so a cut or glued text gives what is left of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES: dict[str, str] = {
    "type": "type",
    "category": "type",
    "code": "code",
    "message": "message",
    "model": "model",
    "modelid": "model",
    "model_name": "model",
    "request_id": "request_id",
    "request-id": "request_id",
    "requestid": "request_id",
    "request id": "request_id",
    "req_id": "request_id",
    "msh-request-id": "request_id",
    "x-request-id": "request_id",
    "retry-after": "retry_after",
    "param": "param",
}
"""Lower-case names as written -> what they are."""

MOST = 400
LONGEST_VALUE = 2000
_QUOTES = "\"'`"
_ENDS = " \t\n\v,;{}[]()<>|"
_EMPTY = frozenset(("null", "none", "undefined", "<nil>", "nil", "na", "n/a"))


class Field:
    """One pair: what it is, its value, and where the value stands in the text."""

    __slots__ = ("end", "name", "start", "value")

    def __init__(self, name: str, value: str, start: int, end: int) -> None:
        self.name = name
        self.value = value
        self.start = start
        self.end = end


def fields(text: str, lower: str) -> list[Field]:
    """Return the known pairs of a readable text (`lower` is the text in lower case), in order of their place."""
    found: list[Field] = []
    for written, name in NAMES.items():
        for start in _places(lower, written):
            field = _value(text, name, start)
            if field and field.value.lower() not in _EMPTY:
                found.append(field)
    found.sort(key=lambda field: field.start)
    return found


def _places(lower: str, written: str) -> Iterator[int]:
    """Yield where the value of a name may start: behind the name, its closing quote and a colon or equals sign."""
    place = lower.find(written)
    count = 0
    while place >= 0 and count < MOST:
        count += 1
        end = place + len(written)
        before = lower[place - 1] if place else " "
        if not (before.isalnum() or before in "_-"):
            after = end
            while after < len(lower) and lower[after] in _QUOTES:
                after += 1
            while after < len(lower) and lower[after] == " " and after - end < 4:
                after += 1
            if after < len(lower) and lower[after] in ":=":
                yield after + 1
        place = lower.find(written, end)


def _value(text: str, name: str, start: int) -> Field | None:
    while start < len(text) and text[start] in " \v\n=" and text[start : start + 2] != "\n\n":
        start += 1
    if text[start : start + 2] in ("b'", 'b"'):
        start += 1
    quote = text[start : start + 1]
    if quote and quote in _QUOTES:
        end = _closing(text, start + 1, quote)
        return Field(name, text[start + 1 : end], start + 1, end)
    end = start
    while end < len(text) and text[end] not in _ENDS and end - start < LONGEST_VALUE:
        end += 1
    value = text[start:end].rstrip(_QUOTES + ".")
    return Field(name, value, start, end) if value else None


def _closing(text: str, start: int, quote: str) -> int:
    """Return where a quoted value ends: at a quote that closes a field, not at an apostrophe inside it."""
    limit = min(len(text), start + LONGEST_VALUE)
    end = text.find(quote, start, limit)
    while end >= 0:
        after = text[end + 1 : end + 12].lstrip(" \n\v\\")
        if not after or after[0] in ",}])(:;·|+" or after[0] in _QUOTES:
            return end
        end = text.find(quote, end + 1, limit)
    end = text.find(quote, start, limit)
    return end if end >= 0 else limit
