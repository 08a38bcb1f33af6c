"""The last of what a command printed, in bounded memory, for the diagnosis after it failed."""

from __future__ import annotations

KEPT = 1 << 16
"""Bytes kept of all streams together."""
UNFINISHED = 1 << 13
"""Bytes of a line without its end that are held back, so that two streams do not mix inside a line."""
CUT_SEARCH = 1 << 12
"""Bytes at the start of a cut tail in which its first whole line is looked for."""


class Tail:
    """The end of several streams, in the order in which their lines came."""

    __slots__ = ("_cut", "_kept", "_last", "_latest", "_open")

    def __init__(self) -> None:
        self._kept = bytearray()
        self._cut = False
        self._open: dict[int, bytes] = {}
        self._last: dict[int, bytes] = {}
        self._latest = -1

    def add(self, stream: int, data: bytes) -> None:
        """Take what came on a stream; `stream` is the descriptor of ours that it was copied to."""
        self._last[stream] = data[-1:]
        self._latest = stream
        joined = self._open.get(stream, b"") + data
        end = joined.rfind(b"\n") + 1
        if len(joined) - end > UNFINISHED:
            end = len(joined)
        self._open[stream] = joined[end:]
        self._keep(joined[:end])

    def _keep(self, data: bytes) -> None:
        self._kept += data[-KEPT:]
        self._cut = self._cut or len(data) > KEPT
        if len(self._kept) > 2 * KEPT:
            del self._kept[:-KEPT]
            self._cut = True

    def text(self) -> bytes:
        """Return at most KEPT bytes: the last lines of all streams, unfinished ones at the end."""
        for stream in sorted(self._open):
            rest = self._open.pop(stream)
            if rest and self._kept and not self._kept.endswith(b"\n"):
                self._keep(b"\n")
            self._keep(rest)
        whole = bytes(self._kept)
        if len(whole) <= KEPT and not self._cut:
            return whole
        last = whole[-KEPT:]
        line_end = last.find(b"\n", 0, CUT_SEARCH)
        # Half a character at the front would make the whole text look like another encoding.
        return last[line_end + 1 :] if line_end >= 0 else last.lstrip(bytes(range(0x80, 0xC0)))

    def inside_line(self, stream: int | None = None) -> bool:
        """Whether a stream, by default the one that spoke last, has ended within a line."""
        return self._last.get(self._latest if stream is None else stream, b"\n") not in (b"\n", b"\r")
