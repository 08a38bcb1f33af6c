"""What rules a template out although its letters are there: names of types, missing or foreign values."""

from __future__ import annotations

from kimierr.match.hosts import is_foreign
from kimierr.match.place import QUOTES
from kimierr.match.thresholds import TELLING, common_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment
    from kimierr.match.passage import Passage

_UNFILLED = ("%s", "%d", "%v", "${", "{}", "{0", "{1", "(\\d", "(\\w", "\\d", "\\w", "(.*", "(.+", "(?", "([", ".*", ".+")
"""How a value begins that no program filled in: source code or a pattern, not an answer."""
MOST_URL_LINES = 5
LONGEST_WORD = 60
_JOINTS = frozenset(".-/")
"""What joins words to one name."""
KIMI_MODELS = ("kimi", "moonshotv1", "k3", "k2")
"""How model names that Kimi itself sells begin, squeezed."""


def is_other_use(text: str, start: int, end: int, alignment: Alignment) -> bool:
    """Whether the few words of a short template at a span are a name or go on as a sentence."""
    return is_identifier(text, start, end, alignment) or is_prose(text, start, end, alignment) or lacks_colon(text, start, end, alignment)


def is_identifier(text: str, start: int, end: int, alignment: Alignment) -> bool:
    """Whether a span is the name of a type or class, or a part of one, where the template has words.

    Such as `invalid_request_error`, `InvalidRequestError` or `invalid.request`; a terminal may have broken it.
    """
    template = alignment.template
    wording, found = template.text, text[start:end]
    has_underscore, underscore_found = "_" in wording, "_" in found
    if " " not in wording:  # of a metric, a setting, a constant or a longer code
        return has_underscore and ("_" in (text[start - 1 : start], text[end : end + 1]) or found.isupper())
    if underscore_found and not has_underscore and "_" in _written(template.pieces[0], found):
        return True
    if alignment.gaps and any(0 < gap < len(template.pieces) for gap in alignment.gaps):
        return False
    if " = " in found and "=" not in wording:
        return True  # a variable and its value: `invalid = request.get(...)`
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if "type" in before and before.split()[-1:] == ["type"] and after.split()[:1] in (["message"], ["code"], ["param"]):
        return True  # the field's value, punctuation lost
    if underscore_found or _is_joined(before[-2:]) or _is_joined(after[:2]):
        joined = "".join(char for char in found if not char.isspace() and (char.isascii() or char.isalnum()))  # without the frame of a box
        return not has_underscore and joined.replace("_", "").isalnum()
    if len(found.split()) > 1:
        return False
    if _JOINTS & set(found) - set(wording):
        return True  # a logger, a file or a part of an address
    return found.isalnum() and any(char.isupper() for char in found[1:]) and any(char.islower() for char in found)


def _is_joined(beside: str) -> bool:
    """Whether two characters beside a word join it to another: an underscore does, but not the mark of italics."""
    return "_" in beside and len(beside) == 2 and beside.replace("_", "").isalnum()


def _written(literal: str, text: str) -> str:
    """Return how a text writes the squeezed literal it begins with."""
    letters = 0
    for at, char in enumerate(text):
        letters += char.isalnum()
        if letters == len(literal):
            return text[: at + 1]
    return text


def is_prose(text: str, start: int, end: int, alignment: Alignment) -> bool:
    """Whether a span has the words of a code, such as `model_not_found`, as a sentence or misspelt: that is another message."""
    code = alignment.template.text
    found = text[start:end]
    return "_" in code and " " not in code and "_" not in found and (" " in found or bool(_JOINTS & set(found)) or not alignment.complete)


def lacks_colon(text: str, start: int, end: int, alignment: Alignment) -> bool:
    """Whether a sentence or word goes on, or ends, where the template has a colon and a value: `an invalid request body was sent`.

    A text without any colon has lost its punctuation.
    """
    template = alignment.template
    if not template.gaps[-1] or not alignment.complete or ":" not in text:
        return False
    if text[end : end + 1] in QUOTES and text[start - 2 : start - 1].isalpha() and text[start - 1 : start] == " ":
        return True
    if text[end : end + 1] != " " and " " not in text[start:end]:
        return False
    behind = text[end : end + 8].lstrip(" ")[:1]
    return behind.isalpha() and behind.isascii() and template.text[: template.text.rindex("{")].rstrip().endswith(":")


def slots_fit(alignment: Alignment, passage: Passage) -> bool:
    """Whether there are values between the literals, of their types as far as that rules a message out."""
    template = alignment.template
    for index, (start, end) in alignment.gaps.items():
        slots = template.gaps[index]
        if not slots:
            continue
        if 0 < index < len(template.pieces) and start == end:
            between = passage.text[passage.span(start - 1, start)[1] : passage.position(end)]
            if len(between) <= 1 and not _tells_enough(template.pieces[index]):  # two blanks are an empty id that the server printed
                return False
        if index > 0 and _is_unfilled(passage, start):
            return False
        inside = 0 < index < len(template.pieces)
        if (
            inside
            and len(slots) == 1
            and slots[0][1] == "url"
            and not _is_url(passage.text[passage.position(start) : passage.position(end)])
        ):
            return False
        if any(name == "host" for name, _ in slots) and is_foreign(_first_word(passage, start).lower()):
            return False
        if any(type == "kimi_model" for _, type in slots) and not _is_kimi_model(passage, start, end):
            return False
    if alignment.complete:
        return True
    cut = [difference for difference in alignment.differs if difference.where == "end" and difference.start == 0]
    return not (cut and _is_unfilled(passage, alignment.end))


def _tells_enough(literal: str) -> bool:
    """Whether a literal says so much that the value in front of it may have been left out: `Your account is suspended due to ...`."""
    return len(literal) - common_letters(literal) >= TELLING


def _is_unfilled(passage: Passage, start: int) -> bool:
    """Whether a value begins at a place of the squeezed text that no program filled in."""
    return passage.text[passage.position(start - 1) + 1 :][:8].lstrip(" \"'`<:").startswith(_UNFILLED)


def _is_url(value: str) -> bool:
    """Whether a value has no more blanks than a URL gets that a terminal broke over a few lines."""
    return len(value.split()) <= MOST_URL_LINES


def _first_word(passage: Passage, start: int) -> str:
    """Return the word at a place of the squeezed text, as it is written."""
    return passage.text[passage.position(start) :][:LONGEST_WORD].split(" ")[0].split("\n")[0]


def _is_kimi_model(passage: Passage, start: int, end: int) -> bool:
    """Whether a model name is one that Kimi itself sells; `moonshotai/kimi-k2` is another host's."""
    written = _first_word(passage, start)
    return passage.stream[start:end].startswith(KIMI_MODELS) and "/" not in written
