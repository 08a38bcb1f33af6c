"""What terminals do to a text: wrapping and boxes."""

from __future__ import annotations

import textwrap
import unicodedata


def width(text: str) -> int:
    """Return the columns a text takes; wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def hard_wrap(text: str, columns: int, indent: str = "") -> str:
    """Break each line at a fixed column, inside words and numbers, as a terminal does."""
    out = []
    for line in text.split("\n"):
        row, used = "", 0
        for char in line:
            if used + width(char) > columns:
                out.append(row)
                row, used = indent, len(indent)
            row += char
            used += width(char)
        out.append(row)
    return "\n".join(out)


def soft_wrap(text: str, columns: int, indent: str = "", trailing: str = "") -> str:
    """Break each line between words; a longer word is broken where the line ends."""
    out = []
    for line in text.split("\n"):
        out += textwrap.wrap(line, columns, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return (trailing + "\n").join(out)


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def box(text: str, columns: int, left: str = "│ ", right: str = " │") -> str:
    """Put a text, wrapped, between box-drawing characters."""
    rows = soft_wrap(text, columns).split("\n")
    top = "╭" + "─" * (columns + 2) + "╮" if right.strip() else ""
    bottom = "╰" + "─" * (columns + 2) + "╯" if right.strip() else ""
    body = [left + (pad(row, columns) if right.strip() else row) + right for row in rows]
    return "\n".join(row for row in (top, *body, bottom) if row)


def two_columns(text: str, columns: int, side: list[str]) -> str:
    """Put a wrapped text in the left pane of a terminal, and other words in the right one."""
    rows = soft_wrap(text, columns).split("\n")
    count = max(len(rows), len(side))
    return "\n".join(
        "│ " + pad(rows[at] if at < len(rows) else "", columns) + " │ " + pad(side[at] if at < len(side) else "", 24) + " │"
        for at in range(count)
    )
