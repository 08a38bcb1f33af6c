"""Sentences with placeholders, filled with values of a text so that they read well and do no harm."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Values = Mapping[str, int | float | str]

_COMMAND_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/@+,=")
_PLURALS = ("seconds", "tokens", "requests", "minutes", "hours", "times", "files", "characters", "bytes", "tries", "tools", "calls")
_LONGEST_VALUE = 120


def fill(text: str, values: Values, known: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled; an empty string if one has no value.

    `values` come from the pasted text, `known` from the catalog and the surroundings of the message. `{a-b}` is
    the difference of two numbers. Numbers are grouped in prose and bare inside back-ticks.
    """
    pieces = text.split("{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        if not closed:
            out.append("{" + piece)
            continue
        in_command = "".join(out).count("`") % 2 == 1
        said = _value(name, values, known, in_command)
        if not said:
            if _is_placeholder(name):
                return ""
            out.append("{" + piece)  # a brace of a command or of JSON
            continue
        if said == "1":
            rest = _singular(rest)
        out.append(said + rest)
    return "".join(out)


def fill_sentences(text: str, values: Values, known: Mapping[str, str]) -> str:
    """Fill prose sentence by sentence; a sentence with a placeholder that has no value is left out."""
    return " ".join(said for sentence in sentences(text) if (said := fill(sentence, values, known)))


def sentences(text: str) -> list[str]:
    """Split prose at full stops that end a sentence: followed by a blank and a capital letter or a back-tick."""
    found = []
    start = place = 0
    while (place := text.find(". ", place)) >= 0:
        after = text[place + 2 : place + 3]
        in_command = text.count("`", start, place) % 2 == 1
        if not in_command and (after.isupper() or after in "`{\"'"):
            found.append(text[start : place + 1])
            start = place + 2
        place += 2
    found.append(text[start:])
    return found


def _is_placeholder(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("-")) and name != ""


def _value(name: str, values: Values, known: Mapping[str, str], in_command: bool) -> str:
    if "-" in name:
        first, _, second = name.partition("-")
        one, other = values.get(first), values.get(second)
        if isinstance(one, (int, float)) and isinstance(other, (int, float)) and one > other:
            return number(one - other, in_command)
        return ""
    found = values.get(name)
    if isinstance(found, (int, float)):
        return number(found, in_command)
    if found is None:
        found = known.get(name, "")
        if found and in_command and name in ("model", "host", "request_id"):
            return _for_command(name, found)
        return found
    return _for_command(name, found) if in_command else _for_prose(found)


def number(value: float, bare: bool = False) -> str:
    """Return a number for people (`262,144`), or bare for a command."""
    return str(value) if bare else f"{value:,}"


def _for_prose(value: str) -> str:
    """A value cannot fake a line, a command or markup of its own."""
    line = " ".join(value.replace("`", "'").split())
    return line if len(line) <= _LONGEST_VALUE else line[: _LONGEST_VALUE - 3] + "..."


def _for_command(name: str, value: str) -> str:
    """Inside a command a value stands as it is only if no shell can read anything else into it."""
    safe = value and len(value) <= _LONGEST_VALUE and all(char in _COMMAND_SAFE for char in value) and not value.startswith("-")
    return value if safe else f"<{name}>"


def _singular(rest: str) -> str:
    for word in _PLURALS:
        if rest.startswith(" " + word) and not rest[len(word) + 1 : len(word) + 2].isalpha():
            return rest.replace(word, "try" if word == "tries" else word[:-1], 1)
    return rest
