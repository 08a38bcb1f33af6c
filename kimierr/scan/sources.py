"""Inputs of a scan: files, standard input, gzip, UTF-16, progress bars, binary files; all as blocks of lines in UTF-8."""

from __future__ import annotations

import os
import stat

from kimierr import streams
from kimierr.options import STDIN
from kimierr.text.decode import UTF16_SAMPLE, utf16_without_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from typing import Any

BLOCK = 256 << 10
"""Bytes asked for at once; what is there is taken, so a slow pipe is not waited for."""
BINARY_SAMPLE = 8 << 10
UNPACKED_FREELY = 256 << 20
"""Bytes of unpacked text up to which it does not matter how small the packed file was."""
MOST_RATIO = 500
"""Times a packed file may grow beyond that: deflate reaches 1032, and only what holds next to nothing comes near."""
_GZIP = b"\x1f\x8b"
_MARKS = (b"\xff\xfe", b"\xfe\xff")


class UnreadableError(Exception):
    """An input that cannot be read, or no further; the text is one line for people."""


class Source:
    """One open input. `raw` gives bytes as they are, unpacked; `Text` makes lines of them."""

    __slots__ = ("_start", "_unpack", "binary", "fd", "file", "path", "regular", "size", "taken")

    def __init__(self, path: str, fd: int) -> None:
        status = os.fstat(fd)
        self.path = path
        self.file = "" if path == STDIN else streams.one_line(path)
        """The name to show; empty for standard input."""
        self.fd = fd
        self.regular = stat.S_ISREG(status.st_mode)
        self.size = status.st_size if self.regular else 0
        self.taken = 0
        """Bytes read so far, before unpacking."""
        self.binary = False
        self._start: bytes | None = b""
        """What came before it was clear whether the input is packed."""
        self._unpack: _Unpack | None = None

    @property
    def label(self) -> str:
        return self.file or "standard input"

    def raw(self) -> bytes | None:
        """Return the next bytes, unpacked; empty if none came out of what was there, None at the end.

        Raises UnreadableError if the input cannot be read further.
        """
        if self._unpack and (self._unpack.pending or self._unpack.damage):
            return self._unpacked(b"")
        try:
            data = os.read(self.fd, BLOCK)
        except OSError as error:
            raise UnreadableError(f"{self.label}: {reason(error)}") from error
        if not data:
            # all input may be consumed while the last characters are still inside zlib
            return (self._unpacked(b"") if self._unpack else b"") or None
        self.taken += len(data)
        if self._start is not None:
            data = self._start + data
            self._start = None
            if data == _GZIP[:1]:
                self._start = data
                return b""
            if data.startswith(_GZIP):
                self._unpack = _Unpack()
            else:
                self._look_at(data)
        return self._unpacked(data) if self._unpack else data

    def ended(self) -> bytes:
        """Return bytes that were held back; to be called once, at the end. Raises UnreadableError for a cut gzip file."""
        if self._unpack and not self._unpack.whole:
            raise UnreadableError(f"{self.label}: the gzip file ends too early; what it held was read")
        return self._start or b""

    def restarted(self) -> None:
        """Forget what was learned about the content: it begins anew."""
        self.taken, self.binary, self._start, self._unpack = 0, False, b"", None

    def close(self) -> None:
        if self.path != STDIN:
            os.close(self.fd)

    def _unpacked(self, data: bytes) -> bytes:
        assert self._unpack is not None
        first = self._unpack.given == 0
        text = self._unpack.take(data, self.label)
        if text and first:
            self._look_at(text)
        if self._unpack.given > max(UNPACKED_FREELY, MOST_RATIO * self.taken):
            raise UnreadableError(
                f"{self.label}: unpacks to more than {MOST_RATIO} times its size; stopped after {self._unpack.given >> 20} MiB"
            )
        return text

    def _look_at(self, start: bytes) -> None:
        sample = start[:BINARY_SAMPLE]
        self.binary = b"\0" in sample and not sample.startswith(_MARKS) and not utf16_without_mark(sample)


class _Unpack:
    """gzip as it comes, several members in a row too."""

    __slots__ = ("_inflate", "damage", "given", "pending", "whole")

    def __init__(self) -> None:
        self._inflate: Any = None
        self.damage: UnreadableError | None = None
        self.given = 0
        self.pending = b""
        self.whole = False
        """The last member ended, so the file may end here."""

    def take(self, data: bytes, label: str) -> bytes:
        """Return at most a block of text; what is left of the input waits in `pending`."""
        import zlib

        if self.damage is not None:
            raise self.damage
        data = self.pending + data
        self.pending = b""
        if self._inflate is None:
            if not data or (self.whole and not data.startswith(_GZIP[: len(data)])):
                return b""  # padding behind the last member, as tapes have it
            self._inflate = zlib.decompressobj(31)
            self.whole = False
        before = self._inflate.copy()
        try:
            text: bytes = self._inflate.decompress(data, BLOCK)
        except zlib.error as error:
            self.damage = UnreadableError(f"{label}: the gzip file is damaged; what came before was read")
            self.damage.__cause__ = error
            return _salvaged(before, data)
        self.pending = self._inflate.unconsumed_tail
        if self._inflate.eof:
            self.pending, self.whole, self._inflate = self._inflate.unused_data, True, None
        self.given += len(text)
        return text


def _salvaged(inflate: Any, data: bytes) -> bytes:
    """Return what can be unpacked in front of the place where it fails."""
    import zlib

    text = b""
    for at in range(len(data)):
        try:
            text += inflate.decompress(data[at : at + 1])
        except zlib.error:
            break
        if len(text) > BLOCK:
            break
    return text


class Text:
    """Raw bytes of one input to UTF-8 with line feeds: UTF-16 decoded, lone carriage returns as line ends."""

    __slots__ = ("_decoder", "_held", "_started")

    def __init__(self) -> None:
        self._started = False
        self._held = b""
        self._decoder: IncrementalDecoder | None = None

    def take(self, data: bytes, final: bool = False) -> bytes:
        """Return what the bytes say; the first half of a mark or of CRLF waits for the second, unless it is `final`."""
        if not self._started and data:
            data, self._held = self._held + data, b""
            if data in (b"\xff", b"\xfe") and not final:
                self._held = data
                return b""
            self._start(data)
        if self._decoder is not None:
            data = self._decoder.decode(data, final).encode("utf-8", "replace")
        if self._held:
            data, self._held = self._held + data, b""
        if b"\r" not in data:
            return data
        if data[-1:] == b"\r" and not final:
            data, self._held = data[:-1], b"\r"
        if data.count(b"\r") != data.count(b"\r\n"):
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return data

    def _start(self, data: bytes) -> None:
        self._started = True
        encoding = "utf-16" if data.startswith(_MARKS) else utf16_without_mark(data[:UTF16_SAMPLE])
        if encoding:
            import codecs

            self._decoder = codecs.getincrementaldecoder(encoding)("replace")


def open_source(path: str) -> Source:
    """Open a file, or standard input for `-`; raises UnreadableError with one line that says why it cannot be read."""
    if path == STDIN:
        if streams.stdin_is_terminal():
            streams.note(streams.paste_hint())
        try:
            return Source(path, 0)
        except OSError as error:
            raise UnreadableError(f"standard input: {reason(error)}") from error
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{streams.one_line(path)}: {reason(error) if not os.path.isdir(path) else 'is a directory'}") from error
    if stat.S_ISDIR(os.fstat(fd).st_mode):
        os.close(fd)
        raise UnreadableError(f"{streams.one_line(path)}: is a directory")
    return Source(path, fd)


def reason(error: OSError | ValueError) -> str:
    """Return why a file cannot be read, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "permission denied"
    return f"cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}"
