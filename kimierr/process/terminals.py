"""Terminals for a command (POSIX): a pseudo-terminal in place of each terminal, the keyboard handed on key by key.

Imported only by `kimierr.process.posix`, so that other systems never meet the modules below.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import termios
import tty

DISABLED = (b"\0", b"\xff")
"""What stands for "no such key" in a terminal's settings."""
KEYS = 1 << 12
"""Bytes read from the keyboard at once."""


class Stage:
    """The ends of the streams: the command's, and ours with the descriptor that each is copied to."""

    __slots__ = ("_theirs", "ours", "stderr", "stdin", "stdout", "terminals", "whole")

    def __init__(self) -> None:
        _fill_gaps()
        self._theirs: set[int] = set()
        self.ours: dict[int, int] = {}
        self.terminals: dict[int, int] = {}
        """Our end of each pseudo-terminal, and the terminal it stands for."""
        # Only with keyboard and screen does the command get a terminal of its own. In `kimierr run -- x | less` the
        # keys belong to less, and in the background to the shell; there the command shares our own keyboard.
        self.whole = os.isatty(0) and os.isatty(1) and in_foreground(0)
        self.stdout = self._open(1)
        self.stderr = self.stdout if _same_terminal(1, 2) and self.terminals else self._open(2)
        self.whole = self.whole and 1 in self.terminals.values()
        self.stdin = self.stdout if self.whole else None

    def _open(self, target: int) -> int:
        own = child = -1
        if os.isatty(target):
            try:
                own, child = os.openpty()
            except OSError:  # None to be had, as in some sandboxes: a pipe must do.
                own = -1
        if own >= 0:
            os.set_blocking(own, False)
            self.terminals[own] = target
            settings = termios.tcgetattr(target)
            if not self.whole:
                settings[1] &= ~termios.OPOST  # The real terminal does this already.
            termios.tcsetattr(child, termios.TCSANOW, settings)
        else:
            own, child = os.pipe()
        self.ours[own] = target
        self._theirs.add(child)
        self.resize()
        return child

    def resize(self) -> None:
        """Give each pseudo-terminal the size of the terminal it stands for."""
        for own, target in self.terminals.items():
            try:
                termios.tcsetwinsize(own, termios.tcgetwinsize(target))
            except (OSError, termios.error):
                continue

    def close_theirs(self) -> None:
        """Close the command's ends in this process, so that ours see the end.

        With a terminal of its own only when the command has ended: it may close its streams and still be there for Ctrl-C.
        """
        while self._theirs:
            os.close(self._theirs.pop())

    def close(self, own: int) -> None:
        """Close one of our ends: the command then notices that nobody reads."""
        if self.ours.pop(own, None) is not None:
            self.terminals.pop(own, None)
            os.close(own)


def _fill_gaps() -> None:
    """Open the standard streams that are closed on the null device, or a pipe of ours would get their number."""
    for fd in range(3):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def own_terminal() -> None:
    """Make standard input the controlling terminal; runs in the new process, which leads a session of its own."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def in_foreground(fd: int = -1) -> bool:
    """Whether this process's group is the one that the keys of a terminal go to; by default its controlling terminal."""
    opened = -1
    try:
        if fd < 0:
            fd = opened = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:
        return False
    finally:
        if opened >= 0:
            os.close(opened)


def _same_terminal(one: int, other: int) -> bool:
    return os.isatty(one) and os.isatty(other) and os.fstat(one).st_rdev == os.fstat(other).st_rdev


class Keyboard:
    """Our standard input, raw while we are in the foreground, so that every key reaches the command's terminal."""

    __slots__ = ("_before", "_pending", "_raw", "open", "target")

    def __init__(self, target: int) -> None:
        self.target = target
        """Our end of the command's terminal."""
        self.open = True
        self._before = termios.tcgetattr(0)
        self._raw = False
        self._pending = b""

    @property
    def listening(self) -> bool:
        """Whether keys may be read now; what was read must be delivered first."""
        return self._raw and self.open and not self._pending

    @property
    def loaded(self) -> bool:
        """Whether keys wait for the command to take them."""
        return bool(self._pending)

    def take(self) -> None:
        """Go raw if we are in the foreground."""
        if self._raw or not in_foreground(0):
            return
        with contextlib.suppress(termios.error):  # Hung up: SIGHUP is on its way.
            tty.setraw(0, termios.TCSADRAIN)
            self._raw = True

    def give_back(self) -> None:
        """Restore the terminal as it was, unless it is in other hands by now."""
        if self._raw and in_foreground(0):
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSADRAIN, self._before)
        self._raw = False

    def lost(self) -> None:
        """Note that somebody else had the terminal meanwhile."""
        self._raw = False

    def read(self, leader: int) -> set[int]:
        """Read keys to deliver; return the signals that they make at a command whose first process is `leader`."""
        try:
            keys = os.read(0, KEYS)
        except OSError:
            keys = b""
        if not keys:
            self.open = False
            return set()
        self._pending += keys
        try:
            settings = termios.tcgetattr(self.target)
            if not settings[3] & termios.ISIG or os.tcgetpgrp(self.target) != leader:
                return set()
        except (OSError, termios.error):
            return set()
        known = ((termios.VINTR, signal.SIGINT), (termios.VQUIT, signal.SIGQUIT), (termios.VSUSP, signal.SIGTSTP))
        return {number for place, number in known if (key := settings[6][place]) not in DISABLED and key in keys}

    def deliver(self) -> None:
        """Write as many of the keys as the command's terminal takes."""
        try:
            self._pending = self._pending[os.write(self.target, self._pending) :]
        except BlockingIOError:
            return
        except OSError:
            self._pending = b""
            self.open = False
