"""Inputs that grow: files followed by their name through rotation and truncation, pipes as they fill."""

from __future__ import annotations

import os
import select

from kimierr import streams
from kimierr.options import STDIN
from kimierr.scan.sources import UnreadableError, open_source

POLL = 0.05
"""Seconds between two looks at a file."""
ENDED = "ended"
QUIET = "quiet"
CHANGED = "changed"
"""The file was replaced or cut: what follows is a new text."""


WAITS = hasattr(select, "poll")
"""Whether a pipe can be waited for with a limit; elsewhere (Windows) a read lasts until something comes."""


class Followed:
    """One input that may grow."""

    __slots__ = ("_poll", "_replaced", "alive", "grows", "source")

    def __init__(self, path: str) -> None:
        """Open the input; raises UnreadableError."""
        self.source = open_source(path)
        self.grows = self.source.regular and path != STDIN
        """It is a file; the end of a pipe is the end."""
        self.alive = True
        self._replaced = False
        self._poll = None if self.grows or not WAITS else _poll_for(self.source.fd)

    def next(self, wait: float | None) -> bytes | str:
        """Return bytes that came (none if they are not yet fit to be used), or ENDED, QUIET or CHANGED.

        `wait` is for how many seconds a pipe is waited for, None for ever; a file is never waited for.
        Raises BrokenPipeError if nobody reads our output any more, UnreadableError if the input cannot be read.
        """
        if self._poll is not None and not _ready(self._poll, self.source.fd, wait):
            return QUIET
        data = self.source.raw()
        if data is not None:
            self._replaced = False
            return data
        if self.grows:
            return CHANGED if self._changed() else QUIET
        self.alive = False
        return ENDED

    def _changed(self) -> bool:
        """Whether the name stands for another file, which is then open, or the file has become shorter."""
        source = self.source
        try:
            named, ours = os.stat(source.path), os.fstat(source.fd)
        except OSError:
            return False  # between the two steps of a rotation there is no file of that name
        if (named.st_ino, named.st_dev) != (ours.st_ino, ours.st_dev):
            if not self._replaced:
                self._replaced = True  # its writer may not have noticed yet, so the old file gets another look
                return False
            try:
                fresh = open_source(source.path)
            except UnreadableError:
                return False
            source.close()
            self.source = fresh
            self._replaced = False
            streams.note(f"kimierr: {source.label}: replaced; following the new file")
            return True
        if ours.st_size < source.taken:
            os.lseek(source.fd, 0, os.SEEK_SET)
            source.restarted()
            streams.note(f"kimierr: {source.label}: cut; reading from its start")
            return True
        return False


def check_output() -> None:
    """Raise BrokenPipeError if nobody reads our output any more; a write would tell only when there is something to say."""
    if WAITS:
        _ready(_poll_for(None), -1, 0)


def _poll_for(fd: int | None) -> select.poll:
    poll = select.poll()
    if fd is not None:
        poll.register(fd, select.POLLIN)
    poll.register(1, 0)
    return poll


def _ready(poll: select.poll, fd: int, wait: float | None) -> bool:
    events = poll.poll(None if wait is None else wait * 1000)
    for at, event in events:
        if at == 1 and event & select.POLLERR:
            raise BrokenPipeError
        if at == 1 and event:  # closed from the start, or hung up: no use in watching it
            poll.unregister(1)
    return any(at == fd for at, _ in events)
