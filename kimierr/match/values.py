"""Values of placeholders out of a matched text, typed."""

from __future__ import annotations

from kimierr.match.fields import begins_field
from kimierr.match.numbers import number, whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment
    from kimierr.match.passage import Passage

LONGEST = 300
LONGEST_PREFIX = 120
_EDGES = " \n\v\"'`<>()[]{}:,;=*"
_FRAMES = " │┃║|"
_AROUND_NUMBER = _EDGES + _FRAMES + "#"
_QUOTES = "\"'`"
_BREAKS = "\n,(<|│┃║"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SENTENCE_ENDS = ".,;:!?"
_MODELS = ("model", "kimi_model")
_LEAST_LETTERS = 8
"""Letters from which a word of nothing else can be an id."""


def values(alignment: Alignment, passage: Passage) -> dict[str, int | float | str]:
    """Return name -> value of the slots that could be read: int for `int`, float for `number`, else str."""
    found: dict[str, int | float | str] = {}
    if not alignment.gaps:
        return found
    pieces = alignment.template.pieces
    for index, slots in enumerate(alignment.template.gaps):
        if not slots or index not in alignment.gaps:
            continue
        start, end = alignment.gaps[index]
        if slots[0][1] in ("int", "number") and _is_cut(passage, start, alignment.start):
            continue
        if index == len(pieces):
            text = _last(passage, alignment.start, start, slots)
        elif index == 0:
            text = passage.text[passage.position(start) : passage.position(end)].rpartition("\n")[2]
        else:
            text = _without_prefixes(passage.text, passage.position(start - 1) + 1, passage.position(end))
        if len(slots) > 1:
            found.update(_read(slots, text))
        elif (value := typed(text, slots[0][1])) is not None:
            found[slots[0][0]] = value
    return found


def _is_cut(passage: Passage, start: int, message: int) -> bool:
    """Whether a number ends with the text, in a quote that is still open or before dots: `max RPM: 2` may have been 20."""
    stream = passage.stream
    if not stream[-1:].isdigit() or not stream[start:].isdigit():
        return False
    rest = passage.text[passage.position(len(stream) - 1) + 1 :].strip()
    return rest.startswith(("...", "…")) or (not rest and _opening_quote(passage.text, passage.position(message)) != "")


def _last(passage: Passage, message: int, start: int, slots: tuple[tuple[str, str], ...]) -> str:
    """Return the text of the slots that end a message; `message` and `start` are places in the squeezed text."""
    text = passage.text
    begin = passage.position(start - 1) + 1
    if slots[0][1] != "text":
        begin = _behind_name(text, begin)
        blank = begin
        while text[blank : blank + 1] in _FRAMES + ":" and blank < len(text):
            blank += 1
        if text[blank : blank + 1] == "\n":  # the value is on the next line
            begin = blank + 1 + _prefix(text, blank + 1)
    found = text[begin : field_end(text, begin, passage.position(message))]
    return found[: _first_word_end(found, slots[0][1])] if len(slots) == 1 else found


def _behind_name(text: str, place: int) -> int:
    """Return where a quoted value starts if the quote and colon behind its name stand at a place, else the place."""
    after = text[place + 1 : place + 5].lstrip(" ")
    if text[place : place + 1] not in ("'", '"') or after[:1] != ":" or after[1:].lstrip(" ")[:1] not in ("'", '"'):
        return place
    return text.index(after[1:].lstrip(" ")[0], text.index(":", place)) + 1


def field_end(text: str, start: int, message: int = -1) -> int:
    """Return where the quoted value, the line or the paste around a place ends.

    `message` is where the message that the place is in starts; the quote that opens there is the one to close. A
    value also ends at the next field of its record, a request id in parentheses, a closing tag and a column's bar.
    """
    limit = min(len(text), start + LONGEST)
    quote = _opening_quote(text, message) if message >= 0 else ""
    if quote:
        end = _end(text, start, limit, quote)
        if end < limit or limit == len(text):
            return end
    return _end(text, start, limit, "")


def _end(text: str, start: int, limit: int, quote: str) -> int:
    """Return where the value at a place ends: at the quote that closes the one around it, if that is known."""
    opened: list[str] = []
    in_quote = False
    for place in range(start, limit):
        char = text[place]
        if char in _QUOTES:
            if not quote and text[place + 1 : place + 12].lstrip(" \n\v")[:1] in ("", *',}]);"[|'):
                return place
            if char == quote and not _is_apostrophe(text, place):
                if not in_quote and not (place > start and _opens_quote(text, place)):
                    return place
                in_quote = not in_quote
        elif char in _BREAKS and _breaks(text, place):
            return place
        elif char in "([{":
            opened.append(char)
        elif char in _PAIRS and not quote and (not opened or opened.pop() != _PAIRS[char]):
            return place
    return limit


def _breaks(text: str, place: int) -> bool:
    """Whether a value ends at a character that may end one: a line, the next field, a request id, a tag, a column."""
    char, after = text[place], text[place + 1 : place + 60]
    if char == "\n":
        return not after[:2].isspace() or begins_field(after.lstrip())
    if char == ",":
        return begins_field(after.lstrip())
    if char == "(":
        return after[:10].lower() == "request id"
    if char == "<":
        return after[:1] == "/"
    return text[place - 1] == " " and after[:1] in ("", " ", "\n")


def _is_apostrophe(text: str, place: int) -> bool:
    return text[place] == "'" and text[place - 1].isalnum() and text[place + 1 : place + 2].isalnum()


def _opens_quote(text: str, place: int) -> bool:
    after = text[place + 1 : place + 2]
    return text[place - 1] in " ([{=:<" and (after.isalnum() or after == "/")


def _opening_quote(text: str, message: int) -> str:
    """Return the quote that opens on the line in front of a message and is still open there; empty if there is none."""
    for place in range(message - 1, max(-1, message - LONGEST_PREFIX), -1):
        char = text[place]
        if char == "\n":
            break
        if char in _QUOTES:
            before, after = text[place - 1 : place] if place else "", text[place + 1]
            if before.isalnum() and after.isalnum() and char == "'":
                continue
            return char if not before.isalnum() and after not in " ,:}])" else ""
    return ""


def _first_word_end(text: str, type: str) -> int:
    if type in ("text", "url", "int"):
        return len(text)
    start = len(text) - len(text.lstrip(_EDGES))
    place = start
    while place < len(text) and text[place] not in " \n\v\"'`<>{},;)":
        place += 1
    return place


def _without_prefixes(text: str, begin: int, end: int) -> str:
    """Return a span of a text without what its lines begin with alike: `worker-1 | `, `# `, a time and a host."""
    if text.find("\n", begin, end) < 0:
        return text[begin:end]
    out = []
    place = begin
    while place <= end:
        line_end = text.find("\n", place, end)
        if line_end < 0:
            out.append(text[place:end])
            break
        out.append(text[place:line_end])
        place = min(end, line_end + 1 + _prefix(text, line_end + 1))
    return "\n".join(out)


def _prefix(text: str, line: int) -> int:
    """Return how many characters the line at a place has in common with the line before it, any digit for any other."""
    previous = text.rfind("\n", 0, max(0, line - 1)) + 1
    length = 0
    while length < LONGEST_PREFIX and previous + length < line - 1 and line + length < len(text):
        one, other = text[previous + length], text[line + length]
        if other == "\n" or not (one == other or (one.isdigit() and other.isdigit())):
            break
        length += 1
    while length and text[line + length - 1] != " ":
        length -= 1
    return length


def _read(slots: tuple[tuple[str, str], ...], text: str) -> dict[str, int | float | str]:
    """Return name -> value of several slots with nothing but punctuation between them."""
    joint = "" if all(type == "id" for _, type in slots) else " "
    text = joint.join([line.strip(_FRAMES) for line in _lines(text)])
    words = [word.strip(_EDGES + "/") for word in text.replace("<", " <").replace(">", "> ").split()]
    words = [word for word in words if word]
    # The first slot takes the first word, the last the last one that fits: `org-… / proj-… <ak-…>`.
    (first, first_type), (last, last_type) = slots[0], slots[-1]
    fitting = [value for word in words[1:] if (value := typed(word, last_type)) is not None]
    found = {last: fitting[-1]} if fitting else {}
    if len(words) == 1 and "<" in text.partition(words[0])[0]:  # `<ak-…>` alone: the first value is missing
        value = typed(words[0], last_type)
        return {} if value is None else {last: value}
    value = typed(words[0], first_type) if words else None
    return found if value is None else {first: value, **found}


def typed(text: str, type: str) -> int | float | str | None:
    """Return the value of a slot's text, or None if it is not of the type."""
    if type in ("int", "number"):
        text = text.strip(_AROUND_NUMBER)
        return whole_number(text) if type == "int" else number(text)
    if type == "text":
        text = _strip(" ".join(text.split()))
    elif type == "url":
        text = _url(text)
    else:
        text = _word(text, type)
    if not (text[:1].isalnum() or any(map(str.isalnum, text))) or (type == "id" and not _is_id(text)):
        return None
    return text[:LONGEST]


def _strip(text: str) -> str:
    """Return a text without the punctuation around it; a bracket or quote that is closed stays."""
    text = text.strip(_FRAMES).lstrip(_EDGES)
    while text and text[-1] in _EDGES:
        last = text[-1]
        if text.count(last) % 2 == 0 if last in _QUOTES else last in _PAIRS and text.count(_PAIRS[last]) >= text.count(last):
            break
        text = text[:-1]
    return text


def _word(text: str, type: str) -> str:
    """Return the first word of a text, the breaks a terminal put into it taken out; of a model's name for people all words."""
    joined = ""
    for line in _lines(text):
        words = [word for word in line.split() if any(char.isalnum() for char in word)]
        if not words or (joined[-1:] in ("", *_SENTENCE_ENDS) and joined and words[0][0].isupper()):
            continue
        joined += words[0]
        if len(words) > 1:
            if type in _MODELS and joined.strip(_EDGES).isalpha():
                joined = " ".join([joined, *words[1:]])
            break
    joined = joined.strip(_EDGES + "#")
    bare = joined.rstrip(_SENTENCE_ENDS)
    return joined if bare.endswith("-") else bare  # `org-...` is as the writer left it


def _url(text: str) -> str:
    """Return the address in a text, from its scheme on, the breaks a terminal put into it taken out."""
    scheme = text.find("://")
    if scheme > 0:
        while scheme and text[scheme - 1].isalpha() and text[scheme - 1].isascii():
            scheme -= 1
        text = text[scheme:]
    lines = [line.strip(_FRAMES) for line in _lines(text)]
    joined = ""
    for line in lines:
        if joined and (" " in line or not line.isascii()):
            break
        joined += line.partition(" ")[0]
        if " " in line:
            break
    return joined.strip(_EDGES).rstrip(_SENTENCE_ENDS)


def _is_id(text: str) -> bool:
    """Whether a word can be an id: with a digit or a joint in it, or long."""
    return len(text) >= _LEAST_LETTERS or any(char.isdigit() or char in "-_*" for char in text)


def _lines(text: str) -> list[str]:
    return text.replace("\v", "\n").split("\n")
