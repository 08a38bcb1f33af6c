"""The answer of a scan as a table on a terminal."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from kimierr.render.rich_terminal import VERDICT_STYLES, bounded, hang, paint, wrap
from kimierr.render.scan_table import Row, closing, rows
from kimierr.render.words import fit
from kimierr.report import Report

_GAP = 2


def render(report: Report, many_files: bool, width: int, color: bool, ascii_only: bool) -> str:
    """Return lines of count, status and verdict, with what there is to say beside them; below 64 KB."""
    width = bounded(width)
    table = rows(report, many_files)
    cells = [("Count", "Status", "Retry")] + [(str(row.times), row.status or "-", row.verdict or "-") for row in table]
    sizes = [max(cell_len(line[column]) for line in cells) for column in range(3)]
    left = sum(sizes) + 3 * _GAP
    head = Text("".join(cell.ljust(size + _GAP) for cell, size in zip(cells[0], sizes, strict=True)) + "Error\n", "bold")
    head.append(("-" if ascii_only else "─") * width + "\n", "dim")
    blocks = [paint(head, color)] if table else []
    blocks += [paint(_row(row, line, sizes, width - left, left), color) for row, line in zip(table, cells[1:], strict=True)]
    end = Text("\n" if table else "")
    for sentence in closing(report):
        end.append_text(hang(wrap(sentence, width), 0))
    return fit([*blocks, paint(end, color)], len(table) + 1, between="")


def _row(row: Row, cells: tuple[str, str, str], sizes: list[int], beside: int, left: int) -> Text:
    page = Text()
    page.append(cells[0].rjust(sizes[0]) + " " * _GAP, "bold")
    page.append(cells[1].ljust(sizes[1] + _GAP))
    page.append(cells[2].ljust(sizes[2] + _GAP), VERDICT_STYLES[row.verdict])
    page.append_text(hang(wrap(row.title, beside), left, "bold"))
    for text, style in [
        (f"[{row.id}]", "dim"),
        (row.where, "dim"),
        *((f"{label}: {said}", "") for label, said in row.facts if label != "Retry"),
    ]:
        page.append(" " * left)
        page.append_text(hang(wrap(text, beside), left, style))
    return page
