"""Where in a readable text a message stands: whether it can begin or end there, and whether the text cuts it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Template

NEXT_WORDS = 12
"""Characters behind a message that tell in which script the text goes on."""
QUOTES = ('"', "'", "`")
_OPENERS = ":\"'`([{]-|>=·•●*—✗✕■,\v\n"
_CLOSERS = "\"'`)]}>|·,;<(*\v\n"
_LEVELS = ("error", "err", "warn", "warning", "fatal", "critical", "severe", "info", "failed", "exception", "panic")
_NEXT_FIELDS = (
    "Type:", "Code:", "Param:", "StatusCode:", "LocalError:", "Metadata:",
    "baseURL:", "base_url:", "baseUrl:", "url:", "URL:", "host:", "model:", "request_id:", "requestID:",
)  # fmt: skip
"""What follows a message in a printed struct, or what a program adds to it."""
_BESIDE = ("message", "msg", "type", "code", "param", "status", "request", "(request")
"""Field names beside a message of which the punctuation is lost."""
_AHEAD = frozenset((*_LEVELS, *_BESIDE))
"""Words that a message may stand behind without a mark in between."""
_PLACES = ("http://", "https://", "at http", "calling http", "from http", "from api.", "in /", "in c:\\")
"""What programs add: where the request went, or which file was running."""
FEW_DIGITS = 4
"""Digits from which a word is a time or an id, as logs put before a message."""
MOST_OF_VALUE = 120
MOST_VALUE_WORDS = 3
MEANS_LITTLE = 18
"""Weight below which a message is so short that it must begin the paste."""
MOST_AROUND = 40
FEW_BEFORE = 8
"""Letters around a message in a paste that is little more than it: `Error: 400`, a client's name."""


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the line, or the lines, that a span of a text is on, without the last line feed."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text)


def head_of_line(text: str, start: int) -> str:
    """Return what stands before a place on its line."""
    return text[text.rfind("\n", 0, start) + 1 : start]


def word_start(text: str, place: int) -> int:
    """Return where the letters and digits directly before a place begin."""
    while place and text[place - 1].isalnum():
        place -= 1
    return place


def word_end(text: str, place: int) -> int:
    """Return where the letters and digits from a place on end."""
    while place < len(text) and text[place].isalnum():
        place += 1
    return place


def opens(text: str, start: int, template: Template | None = None) -> bool:
    """Whether a message can begin at a place: on a line, in quotes, behind a colon, a bracket, a status or a log level.

    One of a `template` that begins with a code (`unavailable: ...`) does not follow another word: `Provider unavailable: ...` is a phrase.
    """
    before = text[max(0, start - 48) : start].rstrip(" \t")
    if not before or before[-1] in _OPENERS or before[-3:].isdigit() or not before[-1].isascii():
        return True
    if before[-1] == ")" and text[start].isupper():
        return True
    words = before.split()
    if words[-1] == "_" or (words[-1] == "/" and "_" in words[-2:][0]):
        return True  # in italics, or behind its code
    last = words[-1].lower()
    if last in _AHEAD or (sum(map(str.isdigit, last)) >= FEW_DIGITS and not last.isdigit()):
        return True
    if template is not None and template.text.partition(" ")[0].endswith(":"):
        return False
    from kimierr.match.speaker import is_led_in  # a message seldom follows words without a colon

    return is_led_in(text, start)


def closes(text: str, end: int) -> bool:
    """Whether a message can end at a place: with its line, its quotes, a full stop, or the next field of a record."""
    after = text[end : end + 24].lstrip(" \t")
    tail = after.lstrip(".!")
    if not tail or tail[0] in _CLOSERS or not tail[0].isascii() or (after[:1] in ".!" and tail[0].isspace()):
        return True
    if tail[0] == "_" and not tail[1:2].isalnum():
        return True
    if tail.startswith(_PLACES) or (text[end] == " " and tail.startswith(("- ", "-- "))):
        return True
    following = tail.split()[:1]
    if not following:
        return False
    field = following[0] in _BESIDE and len(tail.split()) > 1
    return following[0].startswith(_NEXT_FIELDS) or "=" in following[0] or field


def continues(text: str, end: int) -> bool:
    """Whether the sentence goes on behind a place, in small letters on the same line."""
    after = text[end : end + 8].lstrip(" ,")
    return after[:1].islower() and after[:1].isascii()


def goes_on(text: str, end: int) -> bool:
    """Whether the last word of a message belongs to a longer phrase: a possessive, as in `this organization's project`."""
    return text[end : end + 3].replace("’", "'") == "'s "


def is_bare(text: str, start: int, end: int, weight: int) -> bool:
    """Whether a paste is little more than the message; the less a message says itself, the less may stand before it.

    Time stamps and levels of a log do not count.
    """
    words = [
        word
        for word in text[max(0, start - 200) : start].split()
        if word.strip("[]:").lower() not in _LEVELS and sum(map(str.isdigit, word)) < 4
    ]
    before = sum(1 for word in words for char in word if char.isalnum())
    after = sum(1 for char in text[end : end + 400] if char.isalnum())
    return before <= MOST_AROUND and after <= MOST_AROUND if weight >= MEANS_LITTLE else before <= FEW_BEFORE


def ends_cut(text: str, end: int, behind_value: bool = False) -> bool:
    """Whether the text stops where a message goes on: at its end, an ellipsis, a pager's mark, or a closing quote.

    `behind_value`: a placeholder's value may stand between.
    """
    after = text[end : end + 8].lstrip(" ")
    if not after.strip() or after.startswith(("...", "[...", ">\n")) or after[0] in QUOTES:
        return True  # a pager that does not wrap lines shows `>` where they go on
    if not behind_value:
        return False
    rest = text[end : end + 80].partition("\n")[0]
    value, dots, _ = rest.partition("...")
    quote = min((value.find(quote) for quote in QUOTES if quote in value), default=-1)
    value = value[:quote] if quote >= 0 else value
    words = sum(1 for word in value.split() if any(map(str.isalnum, word)))
    return words <= (8 if dots else 1) and (bool(dots) or quote >= 0 or end + len(rest) == len(text))


def ends_sentence(text: str, end: int) -> bool:
    """Whether a full stop follows, and no other sentence of the server's: people quote the first sentence of a message."""
    following = text[end + 1 : end + 4].lstrip(" \"'`)]")[:1]
    if text[end : end + 1] in (",", ";") and not text[end + 1 : end + 1 + NEXT_WORDS].isascii():
        return True  # a clause in another script follows
    return text[end : end + 1] in (".", "!") and not (following.isalpha() and following.isascii())


def ends_line(text: str, end: int, behind_value: bool = False) -> bool:
    """Whether nothing follows on the line, or nothing but a placeholder's value of one word: programs cut lines without a sign."""
    if not behind_value:
        return text[end : end + 8].lstrip(" ")[:1] == "\n"
    rest, feed, _ = text[end : end + 80].partition("\n")
    return bool(feed) and len([word for word in rest.split() if any(map(str.isalnum, word))]) <= 1


def ends_quoted(text: str, end: int) -> bool:
    """Whether a closing quote follows: a weak sign of a cut, as a quoted value ends there by itself."""
    return text[end : end + 8].lstrip(" ")[:1] in QUOTES


def starts_cut(text: str, start: int, values: int = 0) -> bool:
    """Whether the text begins inside a message: at its start, a line's start, after an ellipsis or an opening quote.

    `values`: how many placeholders' values may stand between, or what is left of them.
    """
    before = text[max(0, start - 8) : start].rstrip(" ")
    last = before[-2:-1]
    quoted = before[-1:] in QUOTES and not last.isalnum()
    if not before.strip() or quoted or before.endswith(("...", "\n")):
        return True
    if start <= MOST_OF_VALUE:
        words = sum(1 for word in text[:start].split() if any(map(str.isalnum, word)))
        return words <= MOST_VALUE_WORDS * values
    return False
