"""Signals taken for a while and handed on to the command (POSIX)."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any


def nothing(number: int, frame: FrameType | None) -> None:
    """Take a signal only to wake the loop."""


class Signals:
    """Handlers in force for a while; gives a descriptor that can be read when a signal has come."""

    def __init__(self, handlers: dict[Any, Any]) -> None:
        self._handlers = handlers
        self._before: dict[Any, Any] = {}

    def __enter__(self) -> int:
        self._read, self._write = os.pipe()
        for fd in (self._read, self._write):
            os.set_blocking(fd, False)
        self._wakeup = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number, handler in self._handlers.items():
            # What our caller ignores (nohup, a shell's background) the command shall ignore too.
            if number == signal.SIGCHLD or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, handler)
        return self._read

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        signal.set_wakeup_fd(self._wakeup)
        os.close(self._read)
        os.close(self._write)
