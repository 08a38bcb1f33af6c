"""Standard streams: bytes in, text out, a closed pipe noticed, terminals told apart."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

PASTE_HINT = "Paste the error, then press Ctrl-D"
CHUNK = 1 << 16


def stdin_is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def stdout_is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def paste_hint() -> str:
    return "Paste the error, then press Ctrl-Z and Enter" if sys.platform == "win32" else PASTE_HINT


def read_stdin(limit: int) -> bytes:
    """Return at most `limit` bytes of standard input; on a terminal say first that the paste is waited for."""
    if sys.stdin is None:
        return b""
    if stdin_is_terminal():
        note(paste_hint())
    return sys.stdin.buffer.read(limit)


def write(text: str) -> None:
    """Write to standard output, in whatever encoding it has; what that cannot show becomes `?`."""
    if sys.stdout is None or not text:
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(encoding, "replace"))
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Write a line to standard error."""
    if sys.stderr is None:
        return
    data = (text.rstrip("\n") + "\n").encode(sys.stderr.encoding or "utf-8", "replace")
    sys.stderr.flush()
    sys.stderr.buffer.write(data)
    sys.stderr.buffer.flush()


def color_wanted(choice: str, environ: Mapping[str, str], terminal: bool) -> bool:
    """Return whether to colour: the option before KIMIERR_COLOR before NO_COLOR before FORCE_COLOR before the terminal.

    FORCE_COLOR=0 switches off, as people who write it mean.
    """
    choice = choice or environ.get("KIMIERR_COLOR", "")
    if choice in ("always", "never"):
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    forced = environ.get("FORCE_COLOR", "")
    if forced:
        return forced.lower() not in ("0", "false", "no")
    return terminal and environ.get("TERM") != "dumb"


def width(environ: Mapping[str, str]) -> int:
    """Return the width to write for, 40 to 100 cells."""
    columns = environ.get("COLUMNS", "")
    try:
        found = int(columns) if columns.isdigit() and columns != "0" else os.get_terminal_size().columns
    except OSError:
        found = 80
    return max(40, min(found, 100))


def ascii_only() -> bool:
    return not (sys.stdout.encoding or "").lower().startswith("utf")
