"""Values of placeholders out of a matched text, typed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment
    from kimierr.match.passage import Passage

LONGEST = 300
_EDGES = " \n\v\"'`<>()[]{}:,;=*"
_GROUPING = ",_ \n\v\u202f'"


def values(alignment: Alignment, passage: Passage) -> dict[str, int | float | str]:
    """Return name -> value of the slots that could be read: int for `int`, float for `number`, else str."""
    found: dict[str, int | float | str] = {}
    pieces = alignment.template.pieces
    for index, slots in enumerate(alignment.template.gaps):
        if not slots or index not in alignment.gaps:
            continue
        start, end = alignment.gaps[index]
        if index == len(pieces):
            begin = passage.span(start - 1, start)[1]
            text = passage.text[begin : field_end(passage.text, begin)]
            text = text[: _first_word_end(text, slots[0][1])] if len(slots) == 1 else text
        elif index == 0:
            begin = passage.position(start)
            text = passage.text[begin : passage.position(end)].rpartition("\n")[2]
        else:
            text = passage.text[passage.span(start - 1, start)[1] : passage.position(end)]
        found.update(_read(slots, text))
    return found


def field_end(text: str, start: int) -> int:
    """Return where the quoted value, the line or the paste around a place ends."""
    end = min(len(text), start + LONGEST)
    for place in range(start, end):
        char = text[place]
        if char in "\n" and not text[place + 1 : place + 3].isspace():
            return place
        if char in "\"'`" and text[place + 1 : place + 12].lstrip(" \n\v")[:1] in ("", ",", "}", "]", ")", ";", '"'):
            return place
    return end


def _first_word_end(text: str, type: str) -> int:
    if type in ("text", "url"):
        return len(text)
    start = len(text) - len(text.lstrip(_EDGES))
    place = start
    while place < len(text) and text[place] not in " \n\v\"'`<>{},;)":
        place += 1
    return place


def _read(slots: tuple[tuple[str, str], ...], text: str) -> dict[str, int | float | str]:
    if len(slots) == 1:
        value = typed(text, slots[0][1])
        return {} if value is None else {slots[0][0]: value}
    words = [word.strip(_EDGES + "/") for word in text.replace("<", " <").replace(">", "> ").split()]
    words = [word for word in words if word]
    # The first slot takes the first word, the last the last one: `org-… / proj-… <ak-…>`.
    picked = {slots[0]: words[:1], slots[-1]: words[-1:] if len(words) > 1 else []}
    return {name: value for (name, type), found in picked.items() for word in found if (value := typed(word, type)) is not None}


def typed(text: str, type: str) -> int | float | str | None:
    """Return the value of a slot's text, or None if it is not of the type."""
    text = text.strip(_EDGES)
    if type == "int":
        return _int(text)
    if type == "number":
        digits = "".join(char for char in text if char not in _GROUPING)
        try:
            number = float(digits)
        except ValueError:
            return None
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    text = " ".join(text.rstrip(".").split()) if type != "text" else " ".join(text.split())
    if type in ("id", "model", "kimi_model", "word", "url"):
        text = text.replace(" ", "")
    return text[:LONGEST] or None


def _int(text: str) -> int | None:
    digits = "".join(char for char in text if char not in _GROUPING)
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    end = 0
    while end < len(digits) and digits[end].isdigit() and digits[end].isascii():
        end += 1
    return sign * int(digits[:end]) if 0 < end <= 18 else None
