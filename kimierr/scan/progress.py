"""A progress bar on standard error, for long files on a terminal only; rich is imported when the bar appears."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kimierr.scan.sources import Source

APPEARS_AFTER = 1.0
"""Seconds of work that need no bar."""
EVERY = 0.1
"""Seconds between two looks of the bar."""


class Progress:
    """Counts the bytes of all files that pass; `wanted` is False where nobody watches."""

    __slots__ = ("_bar", "_done", "_next", "_task", "_total", "_wanted")

    def __init__(self, total: int, wanted: bool) -> None:
        self._total = total
        self._wanted = wanted and total > 0 and sys.stderr is not None and sys.stderr.isatty()
        self._done = 0
        self._next = time.monotonic() + APPEARS_AFTER
        self._bar: Any = None
        self._task: Any = None

    def watch(self, source: Source, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the blocks of a source as they are."""
        if not self._wanted:
            yield from blocks
            return
        for block in blocks:
            self._show(source)
            yield block
        self._done += source.taken

    def _show(self, source: Source) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            console = Console(stderr=True, markup=False, emoji=False, highlight=False)
            columns = (TextColumn("kimierr", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=console, auto_refresh=False, transient=True)
            self._task = self._bar.add_task("", total=self._total)
            self._bar.start()
        self._bar.update(self._task, completed=self._done + source.taken)
        self._bar.refresh()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
