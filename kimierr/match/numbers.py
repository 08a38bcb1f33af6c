"""Numbers as people and servers write them: in groups of three, broken by a terminal, with letters read by mistake."""

from __future__ import annotations

MOST_DIGITS = 18
_GROUPING = ",._ \u202f\uff0c'"


def number(text: str) -> int | float | None:
    """Return the number that a text is, an int if it is whole; None if it is none."""
    try:
        value = float("".join(text.split()).replace(",", "").replace("_", ""))
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def whole_number(text: str) -> int | None:
    """Return the whole number a text begins with, in groups of three or broken by a terminal; None if letters are mixed in."""
    if text.isdigit() and text.isascii() and len(text) <= MOST_DIGITS:
        return int(text)
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+-")
    digits = ""
    place = 0
    while True:
        end = place
        while end < len(text) and text[end].isdigit() and text[end].isascii():
            end += 1
        digits += text[place:end]
        place = end
        while place < len(text) and text[place] in " \n\v":
            place += 1
        goes_on = any(char in "\n\v" for char in text[end:place])
        if not goes_on:
            place = end + (text[end : end + 1] in _GROUPING and end < len(text))
            group = text[place : place + 3]
            goes_on = place > end and len(group) == 3 and group.isdigit() and not text[place + 3 : place + 4].isdigit()
        if not goes_on or not text[place : place + 1].isdigit():
            break
    mixed = text[end : end + 1].isalpha() and text[end].isascii()
    return sign * int(digits) if digits and len(digits) <= MOST_DIGITS and not mixed else None
