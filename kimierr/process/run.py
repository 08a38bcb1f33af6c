"""A command run as it would run without us: its output goes through as it comes, and the end of it is kept."""

from __future__ import annotations

import os
import subprocess
import threading

from kimierr.streams import write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

    from kimierr.process.tail import Tail

CHUNK = 1 << 16
DRAIN = 0.5
"""Seconds to wait, after the command's end, for output of processes it left behind."""
BACKLOG = 1 << 20
"""Bytes still copied after the command's end: the most a pipe can hold, so nothing of its own is lost."""


def run(command: list[str], tail: Tail) -> tuple[int, bool]:
    """Run a command to its end; return its status (negative: the signal that ended it) and whether it was told to stop.

    The streams are the process's descriptors 0, 1 and 2, whatever `sys.stdout` is. What comes is added to `tail`.
    Raises OSError if the command cannot be started.
    """
    if os.name == "posix" and threading.current_thread() is threading.main_thread():
        from kimierr.process.posix import Child

        return Child(tail).run(command)
    return run_with_threads(command, tail)


def run_with_threads(command: list[str], tail: Tail) -> tuple[int, bool]:
    """Do what `run` promises with pipes and a thread for each: the way where there are no pseudo-terminals."""
    if os.name == "nt":
        import shutil

        # Programs installed by npm are .cmd files, which only this finds.
        command = [shutil.which(command[0]) or command[0], *command[1:]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    assert process.stdout and process.stderr
    copies = [_Copy(process.stdout, 1, tail), _Copy(process.stderr, 2, tail)]
    interrupted = False
    while True:
        try:
            status = process.wait()
            break
        except KeyboardInterrupt:  # The console has sent it to the command too.
            interrupted = True
    for copy in copies:
        copy.finish()
    return status, interrupted


class _Copy(threading.Thread):
    """Copies one pipe to one of our descriptors until its end."""

    def __init__(self, pipe: IO[bytes], out: int, tail: Tail) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self._out = out
        self._tail = tail
        self._count = 0
        self._writing = False
        self.start()

    def run(self) -> None:
        try:
            while data := os.read(self._pipe.fileno(), CHUNK):
                self._writing = True
                with _adding:
                    self._tail.add(self._out, data)
                write_all(self._out, data)
                self._count += len(data)
                self._writing = False
        except (OSError, ValueError):
            self._writing = False
        # Closed for the command too: it shall notice that nobody reads any more.
        self._pipe.close()

    def finish(self) -> None:
        """Wait for the end of the pipe, or until it is silent or has brought more than the command can have left."""
        start, before = self._count, -1
        while self.is_alive() and (self._writing or before != self._count) and self._count - start <= BACKLOG:
            before = self._count
            self.join(DRAIN)


_adding = threading.Lock()
