"""Whether words are quoted: in source code, a test, a table, or a conversation with a model, none of them an answer of a server."""

from __future__ import annotations

from kimierr.match.place import QUOTES, head_of_line, line_around
from kimierr.text.clean import SOFT_BREAK

_CODE = (
    "throw new ", "return new ", " in str(", ".includes(", ".contains(", "logger.", "logging.", "log.error(", "log.warn", "assert ", "expect(", "const ",
    "def ", "func ", " := ", "if (", 'if "', "if '", "elif ", "raise ", 'it("', "it('", "describe(", "console.", "errors.new(", "fmt.",
    'return "', ' = "', ' == "',
)  # fmt: skip
"""What stands before a message in source code, on its line, in lower case."""
_TEST = (
    ".reply(",
    "add_response(",
    " json={",
    "(json=",
    ", json=",
    "jsonbody",
    "assert",
    "expect(",
    "mock",
    " := `",
    " = r#",
    "map[string]",
    'msgid "',
    "<string name=",
)
"""The same in tests, stand-ins for servers and lists of translations, which hold whole answers and messages."""
_OPENERS = (*QUOTES, ">")
_TRACEBACK = SOFT_BREAK + '  file "'
LONGEST_TURN = 2000
"""Characters of a turn of a conversation in which a message is looked for."""
LONGEST_HEAD = 60
"""Characters in front of a turn in which its role stands."""


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a message at a span stands in an argument or a list of a program, a test or a conversation, whoever's words it has."""
    if text[start - 1 : start] in _OPENERS:
        behind = _behind_string(text, start, end)
        if behind and (_is_listed(text, start, behind) or _is_key(behind)):
            return True
        if in_test(text, start) or (text[start - 2 : start - 1] in ("(", "=") and in_source(text, start)):
            return True
    return in_conversation(text, start)


def in_source(text: str, start: int) -> bool:
    """Whether a message stands in a string of source code: code and an opening quote before it on its line."""
    head = head_of_line(text, start)
    if not head.rstrip(" ").endswith(QUOTES):
        return False
    head = head.lower()
    if _TRACEBACK in head:  # in a string of a log, with the code of each call
        head = head.rpartition(SOFT_BREAK)[2]
    return _holds_one(head, _CODE) and not _is_field(text, start, head)


def _is_listed(text: str, start: int, behind: str) -> bool:
    """Whether a message is an element of a list in source code: a string first on its line, beside a line that begins alike."""
    if not behind.startswith(","):
        return False
    first, last = line_around(text, start, start)
    head = text[first:start].strip()
    if head.strip("([{") not in QUOTES:
        return False
    beside = (text[: max(0, first - 1)].rpartition("\n")[2].strip(), text[last + 1 :].partition("\n")[0].strip())
    return any(line.startswith(head) and line.endswith(",") for line in beside)


def _is_key(behind: str) -> bool:
    """Whether a message is a key with a value of its own, as in a program's table of messages: `"...": {`."""
    return behind.startswith(":") and behind[1:].lstrip(" ")[:1] in ("{", "[", *QUOTES)


def _behind_string(text: str, start: int, end: int) -> str:
    """Return what follows the closing quote of a string that a message at a span is all of, its full stop aside; nothing if it is not."""
    closing = end + (text[end : end + 1] == ".")
    return text[closing + 1 : closing + 8] if text.find(text[start - 1], start) == closing else ""


def in_test(text: str, start: int) -> bool:
    """Whether a message, code or type stands in what a test says a server should answer, or in a list of messages to show."""
    return _holds_one(head_of_line(text, start).lower(), _TEST)


def _holds_one(text: str, signs: tuple[str, ...]) -> bool:
    """Whether one of the signs is in a text."""
    return bool([sign for sign in signs if sign in text])  # mostly none is, and a list is sooner made than a generator


def _is_field(text: str, start: int, head: str) -> bool:
    """Whether a message is the first field of a printed object that looks like code: `type = "..."` follows on the next line."""
    following = text[line_around(text, start, start)[1] :].lstrip()
    return head.strip(" \"'") == "message =" and following.startswith(("type =", "code ="))


def in_table(text: str, start: int) -> bool:
    """Whether a message stands in a row of a Markdown table: documentation, not an answer, unless it is the value of a field there."""
    if "|" not in text:
        return False
    first, last = line_around(text, start, start)
    row = text[first:last].strip()
    if not row.startswith("|") or row.count("|") < 3 or text[first:start].rstrip(" \"'").endswith(":"):
        return False
    others = (text[: max(0, first - 1)].rpartition("\n")[2], text[last + 1 :].partition("\n")[0])
    return row.endswith("|") or any(other.strip().startswith("|") and other.count("|") == row.count("|") for other in others)


def in_conversation(text: str, start: int) -> bool:
    """Whether a message stands in what a model was asked or has answered, as programs log it: nobody's error."""
    place = text.rfind('"content":', max(0, start - LONGEST_TURN), start)
    if place < 0:
        return False
    opening = text.find('"', place + len('"content":'), start)
    before = text[max(0, place - LONGEST_HEAD) : place]
    asked = '"role":"user"' in before.replace(" ", "") or '"role":"system"' in before.replace(" ", "")
    return opening >= 0 and '"' not in text[opening + 1 : start] and (asked or '"choices":' in text[:place])
