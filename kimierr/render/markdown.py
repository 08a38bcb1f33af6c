"""Markdown for issues, chats and job summaries, in which no value can become a link, HTML, a heading or a mention."""

from __future__ import annotations

from itertools import pairwise

from kimierr.render.view import cards, count
from kimierr.render.words import fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kimierr.model import Entry
    from kimierr.render.view import Card
    from kimierr.report import Report

_ESCAPES = {ord(char): "\\" + char for char in "\\`*_[]<>#|~&$"}
_URL = {ord(char): f"%{ord(char):02X}" for char in " <>()[]\\\"'`|"}


def render(report: Report) -> str:
    """Return the report as Markdown (CommonMark and GitHub's dialect) that ends with a line feed, below 64 KB."""
    return fit((block(card) for card in cards(report)), count(report))


def table(entries: Iterable[Entry]) -> str:
    """Return entries as a Markdown list: id, statuses, title."""
    return "".join(
        f"- {code(entry.id)} {', '.join(str(status) for status in entry.http_status) or 'no status'}: {escape(entry.title)}\n"
        for entry in entries
    )


def block(card: Card) -> str:
    """Return one card: a heading, paragraphs with bold labels, a numbered list."""
    parts = [f"### {escape(card.lead + card.heading)}"]
    if card.tag:
        id, comma, confidence = card.tag.partition(", ")
        parts.append(code(id) + comma + escape(confidence))
    for section in card.sections:
        if section.steps:
            steps = "\n".join(f"{number}. {escape(step)}" for number, step in enumerate(section.items, 1))
            parts.append(f"**{section.label}:**\n\n{steps}")
        else:
            parts += [f"**{section.label}:** {escape(item)}" for item in section.items]
    if card.links:
        parts.append("**More:** " + ", ".join(_link(title, url) for title, url in card.links))
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return one line of text with its back-ticked commands as code and all else as plain words."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]  # a last back-tick without partner
    out = ""
    for at, part in enumerate(parts):
        inside = code(part) if part.strip() else "\\`\\`"
        piece = inside if at % 2 else _words(part)
        # two code spans that touch would be read as one
        out += (" " if out.endswith("`") and piece.startswith("`") else "") + piece
    return _no_list(out)


def code(text: str) -> str:
    """Return the text as a code span, fenced by more back-ticks than it holds in a row."""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _words(text: str) -> str:
    # no backslash keeps GitHub from making an address of `a@b.c` or notifying `@a`, only code does
    return " ".join(_address(word) if "@" in word else _word(word) for word in text.split(" "))


def _address(word: str) -> str:
    bare = word.rstrip(";,.")
    return code(bare) + word[len(bare) :]


def _word(word: str) -> str:
    pieces = word.translate(_ESCAPES).replace("://", "\\://").split(".")
    # a dot inside a word could make a bare host name a link
    return "".join(piece + ("\\." if after[:1].isalnum() else ".") for piece, after in pairwise(pieces)) + pieces[-1]


def _no_list(text: str) -> str:
    """Keep the first word from starting a list or a rule where the text itself is an item of a list."""
    first, blank, rest = text.partition(" ")
    if first[:-1].isdecimal() and first[-1] in ".)":
        first = first[:-1] + "\\" + first[-1]
    elif first in ("-", "+") or first.startswith("---"):
        first = "\\" + first
    return first + blank + rest


def _link(title: str, url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return f"{escape(title)} {code(url)}"
    return f"[{escape(title)}]({url.translate(_URL)})"
