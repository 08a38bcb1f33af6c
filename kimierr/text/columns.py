"""Boxes of several columns, as terminal programs draw them, and panes beside each other, read one column after the other."""

from __future__ import annotations

from kimierr.text.clean import SOFT_BREAK

BARS = "│┃║"
FEWEST_BARS = 3
"""Two columns have a bar on the left, between them and on the right."""


def read_columns(text: str) -> str:
    """Return the text with boxes of several columns read column by column; the number of lines stays the same.

    The first column keeps its lines; the others follow behind its last line.
    """
    if not [bar for bar in BARS if bar in text]:
        return text
    lines = text.split("\n")
    out: list[str] = []
    index = 0
    while index < len(lines):
        bar = next((bar for bar in BARS if lines[index].count(bar) >= FEWEST_BARS or _is_between_panes(lines[index], bar)), "")
        end = index
        while bar and end < len(lines) and _is_below(lines[end], lines[index], bar):
            end += 1
        if end - index < 2:
            out.append(lines[index])
            index += 1
            continue
        out += _one_after_the_other([line.split(bar) for line in lines[index:end]])
        index = end
    return "\n".join(out)


def _is_between_panes(line: str, bar: str) -> bool:
    """Whether a line has two or three panes without a frame: text on both sides of each bar."""
    parts = line.split(bar)
    return 1 < len(parts) <= FEWEST_BARS and all(part.strip() for part in parts)


def _is_below(line: str, first: str, bar: str) -> bool:
    """Whether a line goes on with the columns of another; panes have their bars in one place."""
    if first.count(bar) >= FEWEST_BARS:
        return line.count(bar) == first.count(bar)
    return [at for at, char in enumerate(line) if char == bar] == [at for at, char in enumerate(first) if char == bar]


def _one_after_the_other(rows: list[list[str]]) -> list[str]:
    """Return the rows of a box as lines: the first column, then the text of the others on the last line."""
    panes = len(rows[0]) <= FEWEST_BARS  # without a frame
    first = [row[0] if panes else row[0] + row[1] for row in rows]
    rest = [
        SOFT_BREAK.join(row[column].strip() for row in rows if column < len(row) and row[column].strip())
        for column in range(1 if panes else 2, max(map(len, rows)))
    ]
    return [*first[:-1], SOFT_BREAK.join([first[-1], *filter(None, rest)])]
