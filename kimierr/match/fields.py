"""`name: value` pairs in readable text, in whatever notation: JSON, Python or Node reprs, headers, logfmt, prose.

Nothing is parsed as a whole, so a cut or glued text gives what is left of it.
"""

from __future__ import annotations

from kimierr.match.place import line_around

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
    "msh-request-id": "request_id",
    "x-request-id": "request_id",
    "retry-after": "retry_after",
    "param": "param",
}
"""Lower-case names as written -> what they are."""
_BEGINNING = frozenset((*NAMES, "url", "status", "statuscode", "status_code", "data", "headers", "response", "cause", "response_headers"))
"""Names behind a comma that begin the next field of a record."""
_FAMILIES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("type", "category", "code", "message", "retry-after", "param")},
    "model": ("model", "modelid", "model_name"),
    "request": ("request_id", "request-id", "requestid", "request id", "msh-request-id", "x-request-id"),
}
"""The same names behind what they have in common."""

MOST = 400
LONGEST_VALUE = 2000
LONGEST_ID = 200
WIDEST_COLUMN = 24
"""Characters between a name and its colon, where names are written below each other."""
_QUOTES = "\"'`"
_BEHIND_WORD = _QUOTES + ". "
_OPENING = _QUOTES + "["
_BEHIND_NAME = _QUOTES + "] :="
"""What may stand right behind a name that has a value."""
_ENDS = " \t\n\v,;{}[]()<>|"
_BEHIND_VALUE = _QUOTES + ",}])(:;·|+"
"""What stands behind the quote that ends a value."""
_EMPTY = frozenset(("null", "none", "undefined", "<nil>", "nil", "na", "n/a"))
_FOREIGN_OWNERS = ("copilot", "gh", "github", "cloudflare", "cf")
"""Whose request ids are not Kimi's, as written in front of the name."""
_CODE_OWNERS = ("error", "err", "status", "response", "http", "result", "api")
"""Words that `code:` and `type:` may stand behind as fields; behind others they are a part of a name: `Claude Code:`, `part type:`."""
_WRAPPED = ('Some("', "Some('", "string(")
"""What stands before the quotes of a value: in Rust for an optional one, in PHP for its length."""
LONGEST_WRAP = 16
_LONGEST_EMPTY = 9
_UNQUOTED_LINE = "\n\v,;{}[]()<>|\"'`"


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
    for common, family in _FAMILIES.items():
        if common not in lower:
            continue
        for written in family:
            for start in _places(lower, written) if written == common or written in lower else ():
                field = _value(text, NAMES[written], start)
                if field is not None and (field.name == "message" or _is_meant(lower, written, start, field)):
                    found.append(field)
    if len(found) > 1:
        found.sort(key=lambda field: field.start)
    return found


def _is_meant(lower: str, written: str, start: int, field: Field) -> bool:
    """Whether a pair is what its name says: no status called a code, no id of another service, no other name that ends alike."""
    name, value = field.name, field.value
    if len(value) > LONGEST_ID or "{" in value or "}" in value or "\n" in value or "\v" in value:
        return False
    if name == "type":
        if value == "error" or ": " in value:
            return False  # Anthropic's envelope, not what kind of error it is; or prose
    elif name == "request_id":
        return " " not in value and _is_own_id(lower, written, lower.rfind(written, 0, start))
    elif name != "code":
        return True
    elif " " in value:
        return False  # prose
    place = lower.rfind(written, 0, start)
    if place and lower[place - 1] in _QUOTES:
        return True
    if _in_metric(lower, start):
        return False
    number = value.rstrip(":")
    if len(number) == 3 and number.isdigit() and number[0] in "45":
        return False
    owner = _word_before(lower, place)
    return not owner or not owner.isascii() or owner in _CODE_OWNERS or lower[start - 1] != ":"


def _is_own_id(lower: str, written: str, place: int) -> bool:
    """Whether the name of a request id, as written at a place, is not that of another service's."""
    named_once = written == "request id" and any(f"{other} request id" in lower for other in _FOREIGN_OWNERS)
    return _word_before(lower, place) not in _FOREIGN_OWNERS and (not named_once or lower[place - 1 : place] == "(")


def _in_metric(lower: str, place: int) -> bool:
    """Whether a place is in the labels of a metric, as in `errors_total{type="server_error"} 0`."""
    first, last = line_around(lower, place, place)
    labels, _, number = lower[first:last].strip().rpartition("} ")
    return "{" in labels and labels[:1].isalpha() and " " not in labels.partition("{")[0] and number.replace(".", "").isdigit()


def _word_before(lower: str, place: int) -> str:
    """Return the word in front of a name on its line, one blank away; empty if there is none."""
    if lower[place - 1 : place] != " ":
        return ""
    start = end = place - 1
    while start and lower[start - 1].isalnum():
        start -= 1
    return lower[start:end]


def _places(lower: str, written: str) -> list[int]:
    """Return where the value of a name may start: behind its closing quote and a colon or equals sign; in Lisp the colon is in front."""
    found: list[int] = []
    size = len(lower)
    place = lower.find(written)
    count = 0
    while place >= 0 and count < MOST:
        count += 1
        end = place + len(written)
        before = lower[place - 1] if place else " "
        if end < size and lower[end] in _BEHIND_NAME and not (before.isalnum() or before in "_-"):
            after = end
            while after < size and (lower[after] in _QUOTES or (lower[after] == "]" and before in _OPENING)):
                after += 1
            while after < size and lower[after] == " " and after - end < WIDEST_COLUMN:
                after += 1
            if after < size and lower[after] in ":=":
                found.append(after + 1)
            elif before == ":" and lower[end : end + 2] == ' "':  # a property list of Lisp
                found.append(end + 1)
        place = lower.find(written, end)
    return found


def _value(text: str, name: str, start: int) -> Field | None:
    """Return the pair whose value starts at a place, or behind the blanks there; None if there is no value."""
    quote = text[start : start + 1]
    if quote == " ":
        start += 1
        quote = text[start : start + 1]
    if quote not in _QUOTES:
        start = _behind_marks(text, start)
        quote = text[start : start + 1]
    if quote and quote in _QUOTES:
        end = text.find(quote, start + 1, start + 1 + LONGEST_VALUE)
        if end < 0 or text[end + 1 : end + 2] not in _BEHIND_VALUE:
            end = _closing(text, start + 1, quote)
        value = text[start + 1 : end]
        if "\n" in value and name != "message":
            value = _unwrapped(value)
        return None if len(value) <= _LONGEST_EMPTY and value.lower() in _EMPTY else Field(name, value, start + 1, end)
    end = start
    while end < len(text) and text[end] not in _ENDS and end - start < LONGEST_VALUE:
        end += 1
    if name == "model" and text[start:end].isalpha() and text[end : end + 1] == " " and text[end + 1 : end + 2].isalnum():
        # One word of letters is no id: `Model: Kimi K2` names it for people, and in full.
        while end < len(text) and text[end] not in _UNQUOTED_LINE and end - start < LONGEST_ID:
            end += 1
    value = text[start:end].rstrip(_BEHIND_WORD)
    return Field(name, value, start, end) if value and value.lower() not in _EMPTY else None


def _behind_marks(text: str, start: int) -> int:
    """Return where a value starts that blanks, an arrow or what wraps strings may stand before."""
    start += text[start - 1 : start + 1] == "=>"  # of Ruby, PHP, Perl and Elixir
    while start < len(text) and text[start] in " \v\n=" and text[start : start + 2] != "\n\n":
        start += 1
    if text[start : start + 2] in ("b'", 'b"'):
        start += 1
    if text.startswith(_WRAPPED, start):
        start = next((at for at in range(start, min(len(text), start + LONGEST_WRAP)) if text[at] in _QUOTES), start)
    return start


def _unwrapped(value: str) -> str:
    """Return a short value without the line breaks a terminal put into it."""
    return "".join([line.strip() for line in value.split("\n")]) if len(value) <= LONGEST_ID else value


def _closing(text: str, start: int, quote: str) -> int:
    """Return where a quoted value ends: at a quote that closes a field, not at an apostrophe inside it."""
    limit = min(len(text), start + LONGEST_VALUE)
    first = end = text.find(quote, start, limit)
    while end >= 0:
        after = text[end + 1 : end + 2]
        if after in " \n\v\\":
            after = text[end + 1 : end + 12].lstrip(" \n\v\\")[:1]
        if after in _BEHIND_VALUE:
            return end
        end = text.find(quote, end + 1, limit)
    return first if first >= 0 else limit


def begins_field(text: str) -> bool:
    """Whether a text begins with a field of a record: `"type":`, `[type] =>`, `url: `, `type=`, or closes one."""
    if text[:1] in ("}", "]"):
        return True
    bare = text.lstrip("[\"'")
    end = 0
    while end < len(bare) and (bare[end].isalnum() or bare[end] in "_-"):
        end += 1
    name = bare[:end].lower()
    if name == "request" and bare[end : end + 3].lower() == " id":
        name, end = "request id", end + 3
    rest = bare[end:].lstrip("]\"' ")
    if not name or not name.isascii():
        return False
    if bare != text and rest[:1] in (":", "="):
        return True
    return bare[end : end + 1] == "=" or (name in _BEGINNING and bare[end : end + 1] == ":")
