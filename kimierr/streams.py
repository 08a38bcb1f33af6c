"""Standard streams: bytes in, text out, a closed pipe noticed, terminals told apart."""

from __future__ import annotations

import codecs
import os
import sys

from kimierr import exits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

PASTE_HINT = "Paste the error, then press Ctrl-D"
CHUNK = 1 << 16
END_OF_INPUT = b"\x04"
ERASE = b"\x7f\b"


def stdin_is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def paste_hint() -> str:
    return "Paste the error, then press Ctrl-Z and Enter" if sys.platform == "win32" else PASTE_HINT


def read_stdin(limit: int) -> bytes:
    """Return at most `limit` bytes of standard input; on a terminal say first that the paste is waited for, and return all of it."""
    if sys.stdin is None:
        return b""
    if stdin_is_terminal():
        if sys.platform != "win32":
            return _pasted(sys.stdin.fileno())
        note(paste_hint())
    try:
        return sys.stdin.buffer.read(limit)
    except OSError as error:
        raise exits.Stop(exits.USAGE, f"standard input: {error.strerror or error}") from error


def _pasted(fd: int) -> bytes:
    """Return what is pasted or typed until Ctrl-D: a terminal that edits lines itself cuts each at 4,096 bytes, without a word."""
    import contextlib
    import termios

    before = termios.tcgetattr(fd)
    unedited = termios.tcgetattr(fd)
    unedited[3] &= ~termios.ICANON
    unedited[6][termios.VMIN], unedited[6][termios.VTIME] = 1, 0
    text = bytearray()
    termios.tcsetattr(fd, termios.TCSANOW, unedited)
    try:
        note(PASTE_HINT)
        while block := os.read(fd, CHUNK):
            ended = END_OF_INPUT in block
            for typed in block.partition(END_OF_INPUT)[0]:
                if typed in ERASE:
                    del text[-1:]
                else:
                    text.append(typed)
            if ended:
                with contextlib.suppress(OSError):  # opened for reading only
                    os.write(fd, b"\b\b  \b\b")  # the `^D` that the terminal has shown
                break
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
    return bytes(text)


def rest_of_stdin(size: int) -> Iterator[bytes]:
    """Yield what is left of standard input, `size` bytes at a time; of a terminal nothing is."""
    if stdin_is_terminal():
        return
    while block := read_stdin(size):
        yield block


def write(text: str) -> None:
    """Write to standard output, in whatever encoding it has; what that cannot show becomes `?`."""
    if sys.stdout is None or not text:
        return
    try:
        _put(sys.stdout, text)
    except OSError as error:
        raise _unwritable(error) from error


def copy_through(data: bytes) -> None:
    """Write bytes to standard output at once, all of them."""
    try:
        write_all(1, data)
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> Exception:
    if isinstance(error, BrokenPipeError):
        return error
    if sys.stdout is not None:
        forget(sys.stdout)
    return exits.Stop(exits.USAGE, f"standard output: {error.strerror or error}")


def note(text: str) -> None:
    """Write a line to standard error; that nobody reads it changes nothing."""
    if sys.stderr is None:
        return
    try:
        _put(sys.stderr, text.rstrip("\n") + "\n")
    except OSError:
        forget(sys.stderr)


def flush() -> None:
    """Flush standard output and standard error, as far as somebody takes them."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except (OSError, ValueError):  # ValueError: closed
                continue


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return characters that an encoding lacks as JSON escapes, and where to go on: nothing is lost, and JSON stays the same value."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)]), error.end


ESCAPED = "kimierr.escaped"
codecs.register_error(ESCAPED, _escaped)


def _put(stream: TextIO, text: str) -> None:
    data = text.encode(stream.encoding or "utf-8", ESCAPED)
    stream.flush()
    try:
        fd = stream.fileno() if sys.platform != "win32" else -1
    except (OSError, ValueError):
        fd = -1  # no file of the system
    if fd >= 0:
        write_all(fd, data)
    else:
        stream.buffer.write(data)
        stream.buffer.flush()


def write_all(fd: int, data: bytes) -> None:
    """Write all bytes, also to a descriptor that somebody made non-blocking; OSError if it is closed or full."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(fd, view) :]
        except BlockingIOError:
            import select

            select.select([], [fd], [])


def forget(stream: TextIO) -> None:
    """Keep the interpreter from complaining at exit that it cannot flush what nobody takes."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def one_line(text: str) -> str:
    """Return a text that may hold anything as one line without control characters."""
    return "".join([char if char.isprintable() else "?" for char in text])


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


def width(environ: Mapping[str, str], stream: TextIO | None) -> int:
    """Return the cells of a line on a terminal, or what COLUMNS says: 80 where the stream is no terminal."""
    columns = environ.get("COLUMNS", "")
    try:
        return int(columns) if columns.isdigit() and columns != "0" else os.get_terminal_size(stream.fileno() if stream else -1).columns
    except (OSError, ValueError):
        return 80


def ascii_only(stream: TextIO | None) -> bool:
    return stream is None or not (stream.encoding or "").lower().startswith("utf")
