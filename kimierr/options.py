"""The options of the plain form and of scan, and the short way to read them without typer."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

COMMANDS = ("scan", "run", "show", "list", "search", "catalog")
FORMATS = ("plain", "rich", "json", "jsonl", "markdown", "github")
FIELDS = ("id", "status", "product", "title", "confidence", "retry", "retry-after", "url", "request-id", "fix")
PRODUCTS = ("open-platform", "kimi-code", "gateway")
MOST_ATTEMPTS = 10
"""Runs of a command in all, with --retry, unless the reader says otherwise."""
COLORS = ("auto", "always", "never")
STDIN = "-"
WHOLE = 1 << 16
"""Bytes up to which an input is diagnosed as one paste; a longer one is read like a log, piece by piece."""

_VALUED = {
    "--format": ("format", FORMATS),
    "--print": ("field", FIELDS),
    "--product": ("product", PRODUCTS),
    "--client": ("client", ()),
    "--catalog": ("catalogs", ()),
    "--color": ("color", COLORS),
    "--lang": ("language", ()),
}
_FLAGS = {"-q": ("quiet", True), "--quiet": ("quiet", True), "--no-redact": ("redact", False)}


class Options:
    """How the reader wants the answer."""

    __slots__ = ("catalogs", "client", "color", "field", "format", "language", "product", "quiet", "redact", "words")

    def __init__(
        self,
        words: Sequence[str] = (),
        *,
        format: str = "",
        field: str = "",
        quiet: bool = False,
        product: str = "",
        client: str = "",
        catalogs: Sequence[str] = (),
        color: str = "",
        language: str = "",
        redact: bool = True,
    ) -> None:
        self.words = list(words)
        self.format = format
        """One of FORMATS; empty for rich on a terminal, plain else."""
        self.field = field
        """One of FIELDS; empty for the whole answer."""
        self.quiet = quiet
        self.product = product
        self.client = client
        self.catalogs = list(catalogs)
        self.color = color
        """auto, always or never; empty for what the environment says."""
        self.language = language
        self.redact = redact

    def keywords(self) -> dict[str, Any]:
        """Return what `kimierr.diagnose` and the scanner of logs take as keywords."""
        return {"product": self.product, "client": self.client, "language": self.language or "en", "redact": self.redact}


def read_short(arguments: Sequence[str]) -> Options | None:
    """Return the options of a plain call that is spelled correctly and in full; None for all else, which typer reads.

    It leaves to typer: commands, help, completion, abbreviations, faulty values. What follows `scan` is read like a plain call
    too: its words are files, and options that it alone has (`--follow`) are unknown here.
    """
    options = Options()
    rest = list(arguments)
    if command_place(rest) >= 0:
        return None
    while rest:
        word = rest.pop(0)
        if word == "--":
            options.words += rest
            break
        if word == STDIN or not word.startswith("-"):
            options.words.append(word)
            continue
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            field, setting = _FLAGS[word]
            setattr(options, field, setting)
        elif name in _VALUED and (equals or rest):
            field, choices = _VALUED[name]
            value = value if equals else rest.pop(0)
            if (choices and value not in choices) or (not equals and value.startswith("-")):
                return None
            if field == "catalogs":
                options.catalogs.append(value)
            else:
                setattr(options, field, value)
        else:
            return None
    return options


def command_place(arguments: Sequence[str]) -> int:
    """Return where the arguments name a command, -1 for nowhere; a first word that is none is text."""
    skip = False
    for place, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == "--":
            break
        elif word.startswith("-") and word != STDIN:
            skip = word in _VALUED
        else:
            return place if word in COMMANDS else -1
    return -1
