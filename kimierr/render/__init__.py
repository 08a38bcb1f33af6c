"""A report or catalog entries as text, one format a module; each is imported only when it is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kimierr.model import Entry, Words
    from kimierr.report import Report

    Renderer = Callable[[Report, "Screen"], str]


class Screen:
    """What the output can show: width in cells, colours and links, characters beyond ASCII. Only `rich` looks at it."""

    __slots__ = ("ascii_only", "color", "width")

    def __init__(self, width: int = 80, color: bool = False, ascii_only: bool = False) -> None:
        self.width = width
        self.color = color
        self.ascii_only = ascii_only


def render(report: Report, format: str, screen: Screen | None = None) -> str:
    """Return the report in one of the FORMATS (kimierr.options), ended with a line feed if there is anything; KeyError for another format."""
    return _RENDERERS[format](report, screen or Screen())


def render_entry(entry: Entry, format: str, screen: Screen | None = None, words: Words | None = None, product_name: str = "") -> str:
    """Return one entry, with its words in another language or with placeholders filled if given."""
    from kimierr.render import entry as entries

    screen = screen or Screen()
    if format == "rich":
        from kimierr.render import rich_terminal

        return rich_terminal.render_cards([entries.card(entry, words, product_name)], 1, screen.width, screen.color, screen.ascii_only)
    if format == "markdown":
        from kimierr.render import markdown

        return markdown.block(entries.card(entry, words, product_name))
    if format in ("json", "jsonl"):
        return render_entries([entry], format)
    return entries.show(entry, words, product_name)


def render_entries(chosen: Sequence[Entry], format: str, screen: Screen | None = None) -> str:
    """Return the entries of `list` or `search` as a table or a JSON document; plain for formats that have no table."""
    from kimierr.render import entry as entries

    screen = screen or Screen()
    if format == "rich":
        from kimierr.render import rich_terminal

        return rich_terminal.render_table(chosen, screen.width, screen.color)
    if format == "markdown":
        from kimierr.render import markdown

        return markdown.table(chosen)
    if format == "json":
        return entries.document(chosen)
    return entries.lines(chosen) if format == "jsonl" else entries.table(chosen)


def _plain(report: Report, screen: Screen) -> str:
    from kimierr.render import plain

    return plain.render(report)


def _rich(report: Report, screen: Screen) -> str:
    from kimierr.render import rich_terminal

    return rich_terminal.render(report, screen.width, screen.color, screen.ascii_only)


def _json(report: Report, screen: Screen) -> str:
    from kimierr.render import json_document

    return json_document.render(report)


def _jsonl(report: Report, screen: Screen) -> str:
    from kimierr.render import json_document

    return json_document.render_lines(report)


def _markdown(report: Report, screen: Screen) -> str:
    from kimierr.render import markdown

    return markdown.render(report)


def _github(report: Report, screen: Screen) -> str:
    from kimierr.render import github

    return github.render(report)


_RENDERERS: dict[str, Renderer] = {"plain": _plain, "rich": _rich, "json": _json, "jsonl": _jsonl, "markdown": _markdown, "github": _github}
