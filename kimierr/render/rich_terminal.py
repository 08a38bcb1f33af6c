"""Colour and layout for a terminal; the only module that imports rich.

Only the standard ANSI colours, so that the reader's own theme decides what they look like on light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import cycle

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from kimierr.model import Entry
from kimierr.render.view import Card, Section, cards, count
from kimierr.render.words import fit, one_line
from kimierr.report import Report

WIDEST = 100
NARROWEST = 40
LABEL = 10
"""Cells of the column of labels."""

_BADGES = {"retry": "black on yellow", "wait": "white on magenta", "fix": "bold white on red", "": "bold reverse"}
VERDICT_STYLES = {"retry": "bold green", "wait": "bold magenta", "fix": "bold red", "": ""}
_CODE = "cyan"
_AFTER_BLANK = ("Cause", "Fix", "Client", "Next", "Retry", "Seen")
_NO_BREAK_BEFORE = "，。、；：？！）】》」』”’…"
_NO_BREAK_AFTER = "（【《「『“‘"


def bounded(width: int) -> int:
    """Return the cells to write for in a terminal of some width: lines of more than 100 are hard to read."""
    return max(NARROWEST, min(width, WIDEST))


def render(report: Report, width: int, color: bool, ascii_only: bool) -> str:
    """Return the report laid out for a terminal of `width` cells, below 64 KB; without a single escape unless `color`."""
    return render_cards(cards(report), count(report), width, color, ascii_only)


def render_cards(all_cards: Iterable[Card], total: int, width: int, color: bool, ascii_only: bool) -> str:
    width = bounded(width)
    rule = paint(Text(("-" if ascii_only else "─") * width + "\n", "dim"), color)
    return fit((paint(_card(card, width, color), color) for card in all_cards), total, rule)


def render_table(entries: Iterable[Entry], width: int, color: bool) -> str:
    """Return entries as lines of id, statuses and title; a title that does not fit goes on below itself."""
    width = bounded(width)
    rows = [(one_line(entry.id), ",".join(str(status) for status in entry.http_status) or "-", entry.title) for entry in entries]
    ids, statuses = (max((cell_len(row[column]) for row in rows), default=0) for column in (0, 1))
    left = ids + statuses + 4
    beside = width - left >= 20
    page = Text()
    for id, status, title in rows:
        page.append(id + " " * (ids - cell_len(id) + 2), "bold")
        page.append(status + " " * (statuses - cell_len(status) + 2))
        page.append("" if beside else "\n    ")
        indent = left if beside else 4
        page.append_text(hang(wrap(title, width - indent), indent))
    return paint(page, color)


def paint(page: Text, color: bool) -> str:
    """Return the page as a string, with escapes only if `color`."""
    out = StringIO()
    # the caller has decided on colour and width: an empty environment keeps rich from deciding again
    console = Console(
        file=out, width=WIDEST, force_terminal=color, color_system="standard" if color else None,
        markup=False, emoji=False, highlight=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    console.print(page, soft_wrap=True, end="")
    first, *links = out.getvalue().split("\x1b]8;id=")
    # rich gives each link a random id; the same input must give the same bytes
    return first + "".join("\x1b]8;;" + link.partition(";")[2] for link in links)


def _card(card: Card, width: int, color: bool) -> Text:
    page = Text()
    page.append(card.lead, "bold magenta")
    if card.status:
        page.append(f" {card.status} " if color else card.status, _BADGES[card.verdict])
        page.append(" ")
    page.append_text(hang(wrap(card.headline, width, used=page.cell_len), 0, "bold"))
    if card.tag:
        page.append(f"[{card.tag}]\n", "dim")
    for at, section in enumerate(card.sections):
        if at == 0 or section.label in _AFTER_BLANK:
            page.append("\n")
        page.append_text(_section(section, card, width))
    for at, (title, url) in enumerate(card.links):
        page.append_text(Text(" " * LABEL) if at else Text("\nMore".ljust(LABEL + 1), "bold"))
        page.append_text(hang(wrap(title, width - LABEL), LABEL))
        page.append(" " * LABEL)
        # only such an address is known to be harmless when clicked
        clickable = url.startswith(("https://", "http://")) and url.isascii() and url.isprintable()
        page.append(url, Style(underline=True, link=url) if clickable else None)
        page.append("\n")
    return page


def _section(section: Section, card: Card, width: int) -> Text:
    page = Text()
    digits = len(str(len(section.items)))
    for number, item in enumerate(section.items, 1):
        page.append_text(Text(section.label.ljust(LABEL), "bold") if number == 1 else Text(" " * LABEL))
        bullet = f"{number:{digits}}. " if section.steps else ""
        indent = LABEL + len(bullet)
        page.append(bullet)
        text = hang(wrap(item, width - indent), indent, "dim" if section.label == "Seen" else "")
        if section.label == "Retry" and card.verdict:
            text.stylize(VERDICT_STYLES[card.verdict], 0, len(item.partition(":")[0].partition(",")[0]))
        page.append_text(text)
    return page


def hang(lines: list[str], indent: int, style: str = "") -> Text:
    """Join lines, all but the first indented, each ended; commands in back-ticks stand out."""
    page = Text()
    for number, line in enumerate(lines):
        page.append(" " * indent if number else "")
        text = Text(line, style)
        at = 0
        for part, inside in zip(line.split("`"), cycle((False, True)), strict=False):
            if inside and at + len(part) < len(line):  # a last back-tick may have no partner
                text.stylize(_CODE, at - 1, at + len(part) + 1)
            at += len(part) + 1
        page.append_text(text)
        page.append("\n")
    return page


def wrap(text: str, width: int, used: int = 0) -> list[str]:
    """Return the text in lines of at most `width` cells, the first of which has `used` cells taken.

    Commands in back-ticks and other words, addresses among them, stay whole even if they are longer, so that they
    can be copied. Between Chinese characters a line may break anywhere punctuation allows.
    """
    lines = [""]
    for word, blank in _words(one_line(text)):
        size = cell_len(word)
        if used and used + len(blank) + size > width:
            lines.append(word)
            used = size
        else:
            lines[-1] += blank + word
            used += len(blank) + size
    return lines


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield what must not be broken, and the blank before it, if there is one."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    word = blank = ""
    for at, part in enumerate(parts):
        if at % 2:
            word += f"`{part}`"
            continue
        for char in part:
            if word and (char == " " or _breaks(word[-1], char)):
                yield word, blank
                word = blank = ""
            if char == " ":
                blank = char
            else:
                word += char
    if word:
        yield word, blank


def _breaks(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return False
    wide = cell_len(before) == 2 or cell_len(after) == 2
    return wide and cell_len(after) > 0 and after not in _NO_BREAK_BEFORE and before not in _NO_BREAK_AFTER
