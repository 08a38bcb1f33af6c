"""A stretch of input made readable, with its squeezed form and the way back from one to the other."""

from __future__ import annotations

from itertools import pairwise

from kimierr.text.clean import clean
from kimierr.text.squeeze import lower, offsets, squeeze
from kimierr.text.unescape import unescape

SHAPE_LENGTH = 10
_SHAPES = bytes.maketrans(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 10 + b"a" * 26 + b"A" * 26)
"""ASCII, with one digit for all, and one small and one capital letter."""


class Passage:
    """Readable text of one paste, or of one place in a log."""

    __slots__ = ("_offsets", "_starts_of_records", "first_line", "lower", "stream", "text")

    def __init__(self, text: str, first_line: int = 1) -> None:
        """`text` is as pasted (decoded); `first_line` is the 1-based number of its first line in the input."""
        self.text = readable(text)
        self.lower = lower(self.text)
        self.stream = squeeze(self.text)
        self.first_line = first_line
        self._offsets: list[int] | None = None
        self._starts_of_records: list[int] | None = None

    def position(self, squeezed: int) -> int:
        """Return the position in `text` of a position in `stream` (one past the end for the end)."""
        places = self._offsets
        if places is None:
            places = self._offsets = offsets(self.text)
        return places[squeezed] if squeezed < len(places) else len(self.text)

    def starts_word(self, squeezed: int) -> bool:
        """Whether no letter or digit stands directly before a position in `stream`."""
        position = self.position(squeezed)
        return not self.text[position - 1 : position].isalnum()

    def squeezed(self, position: int) -> int:
        """Return the position in `stream` of the first letter or digit at or behind a position in `text`."""
        return len(squeeze(self.text[:position]))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in `text` of a non-empty span in `stream`."""
        return self.position(start), self.position(end - 1) + 1

    def line(self, position: int) -> int:
        """Return the 1-based line number in the input of a position in `text`."""
        return self.first_line + self.text.count("\n", 0, position)

    def record(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the record (a log line with what continues it, a list item) around a span of `text`."""
        starts = self._record_starts()
        if not starts:
            return 0, len(self.text)
        first = max((at for at in starts if at <= start), default=0)
        last = min((at for at in starts if at >= end), default=len(self.text))
        return first, last

    def records(self) -> list[tuple[int, int]]:
        """Return the spans of all records; that of the whole text if it has no more than one."""
        if self.is_one_record:
            return [(0, len(self.text))] if self.text else []
        edges = sorted({0, *self._record_starts(), len(self.text)})
        return list(pairwise(edges))

    @property
    def is_one_record(self) -> bool:
        """Whether all of the text is one record."""
        return not self._record_starts()

    def _record_starts(self) -> list[int]:
        if self._starts_of_records is None:
            self._starts_of_records = _record_starts(self.text)
        return self._starts_of_records


def readable(text: str) -> str:
    """Return the text cleaned and unescaped, its line feeds in place."""
    cleaned = clean(text) if text.isascii() else _foreign(text)
    plain = cleaned
    if "\n" in plain and _repeats(plain):
        from kimierr.text.prefix import drop_prefixes

        plain = drop_prefixes(plain)
    if "%" in plain and ("%2" in plain or "%3" in plain or "%E" in plain or "%e" in plain):
        from kimierr.text.percent import unquote

        plain = unquote(plain)
    if "=" in plain and ("=\n" in plain or "=E2=" in plain):
        from kimierr.text import quoted_printable

        plain = quoted_printable.unquote(plain) if any(start in plain for start in quoted_printable.STARTS) else plain
    if "\\" in plain or "&" in plain:
        plain = unescape(plain)
    if _may_be_elided(plain):
        from kimierr.text.elision import plain_elisions

        plain = plain_elisions(plain)
    if "</" in plain:
        from kimierr.text.html import strip_tags

        plain = strip_tags(plain)
    return plain if plain == cleaned else clean(plain)


def _may_be_elided(text: str) -> bool:
    """Whether a text has what most marks of a cut by a program have in them; others do not load the reader of such marks."""
    return (
        "trunc" in text
        or "Trunc" in text
        or "TRUNC" in text
        or "elided" in text
        or "omitted" in text
        or "snip" in text
        or ("]" in text and ("chars]" in text or "more]" in text))
        or (")" in text and ("chars)" in text or "more)" in text))
        or (not text.isascii() and ("截断" in text or "省略" in text))
    )


def _repeats(text: str) -> bool:
    """Whether two lines in a row begin alike, and not with a blank."""
    above = ""
    for line in text.split("\n"):
        if line[:2] == above and line[:1].strip():
            return True
        above = line[:2]
    return False


def _foreign(text: str) -> str:
    """Clean a text with more than ASCII in it; most have none, so what that takes is imported here."""
    from kimierr.text.columns import read_columns
    from kimierr.text.mojibake import unmangle

    return read_columns(clean(unmangle(text)))


def _record_starts(text: str) -> list[int]:
    """Return where records start: at lines that begin in the same characteristic way as another line does."""
    starts: list[int] = []
    if "\n" not in text:
        return starts
    shapes: dict[str, list[int]] = {}
    at = 0
    for line in text.split("\n"):
        shape = _shape(line)
        if shape:
            shapes.setdefault(shape, []).append(at)
        at += len(line) + 1
    for positions in shapes.values():
        if len(positions) > 1:
            starts += positions
    return sorted(starts)


def _shape(line: str) -> str:
    """Return what the start of a line looks like, if it looks like that of a record: digits, brackets, marks."""
    head = line[:SHAPE_LENGTH]
    if len(head) < SHAPE_LENGTH or head[0].isspace() or head[0] in "}])│|" or head.startswith("File "):
        return ""
    if head.isascii():
        shape = head.encode().translate(_SHAPES).decode()
    else:
        shape = "".join(["0" if char.isdigit() else "a" if char.islower() else "A" if char.isalpha() else char for char in head])
    return "" if shape.replace(" ", "").isalpha() else shape
