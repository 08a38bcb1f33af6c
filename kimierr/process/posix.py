"""A command on POSIX: started, its output copied as it comes, signals and keys handed on, its end told."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

from kimierr.process.run import BACKLOG, CHUNK, DRAIN
from kimierr.process.signals import Signals, nothing
from kimierr.process.terminals import Keyboard, Stage, in_foreground, own_terminal
from kimierr.streams import write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

    from kimierr.process.tail import Tail

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
FROM_KEYS = (signal.SIGINT, signal.SIGQUIT)
"""Signals that a terminal sends to every process of the group, the command included."""
GLANCE = 0.2
"""Seconds after which a process in the background looks whether it has been brought to the front."""
GRACE = 0.1
"""Seconds that a command has to tidy up the screen before it is stopped."""


class Child:
    """One run of one command."""

    def __init__(self, tail: Tail) -> None:
        self._tail = tail
        self._pid = 0
        self._early: list[int] = []
        self._interrupted = False
        self._stop_at = 0.0
        self._keyboard: Keyboard | None = None
        self._stage: Stage

    def run(self, command: list[str]) -> tuple[int, bool]:
        """See `kimierr.process.run.run`."""
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        self._stage = Stage()
        try:
            with Signals({**dict.fromkeys((*ENDING, signal.SIGUSR1, signal.SIGUSR2), self._on_signal), signal.SIGTSTP: self._on_stop,
                           signal.SIGCONT: self._on_continue, signal.SIGWINCH: self._on_resize, signal.SIGCHLD: nothing}) as woken:  # fmt: skip
                process = self._start(command)
                process.returncode = status = self._pump(woken)
                return status, self._interrupted
        finally:
            if self._keyboard:
                self._keyboard.give_back()
            for own in list(self._stage.ours):
                self._stage.close(own)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        stage = self._stage
        try:
            # restore_signals gives the command the default SIGPIPE back, which Python ignores.
            process = subprocess.Popen(  # noqa: S603
                command, stdin=stage.stdin, stdout=stage.stdout, stderr=stage.stderr, restore_signals=True,
                start_new_session=stage.whole, preexec_fn=own_terminal if stage.whole else None,  # noqa: PLW1509 (no threads here)
            )  # fmt: skip
        except BaseException:
            stage.close_theirs()
            raise
        if not stage.whole:
            stage.close_theirs()
        self._pid = process.pid
        for number in self._early:
            self._send(number)
        if stage.whole:
            self._keyboard = Keyboard(next(own for own, target in stage.terminals.items() if target == 1))
            self._keyboard.take()
        return process

    def _pump(self, woken: int) -> int:
        """Copy until the command has ended and its output is out; return its status."""
        status = None
        waited, left = 0.0, BACKLOG
        while True:
            if status is None:
                status = self._ended()
            # Processes left behind may hold the streams open, or print on and on: they are not waited for.
            if status is not None and (not self._stage.ours or waited >= DRAIN or left <= 0):
                return status
            began = time.monotonic()
            ready = self._wait(woken, DRAIN - waited if status is not None else self._patience(began))
            if status is not None:
                waited += time.monotonic() - began
            for own in ready.intersection(self._stage.ours):
                count = self._copy(own)
                left -= count if status is not None else 0
            if woken in ready:
                os.read(woken, CHUNK)
            if self._stop_at and time.monotonic() >= self._stop_at:
                self._suspend(everyone=True)

    def _patience(self, now: float) -> float | None:
        """Return the seconds until something must be done even if nothing comes."""
        if self._stop_at:
            return max(0.0, self._stop_at - now)
        keyboard = self._keyboard
        if keyboard is None or keyboard.loaded or not keyboard.open:
            return None
        keyboard.take()
        return None if keyboard.listening else GLANCE

    def _wait(self, woken: int, timeout: float | None) -> set[int]:
        """Wait for output, a signal or keys, and deal with the keys; return the descriptors that can be read."""
        keyboard = self._keyboard
        if keyboard and not (self._pid and keyboard.target in self._stage.ours):
            keyboard = None
        listens = [0] if keyboard and keyboard.listening else []
        loaded = [keyboard.target] if keyboard and keyboard.loaded else []
        readable, writable, _ = select.select([woken, *self._stage.ours, *listens], loaded, [], timeout)
        if keyboard and writable:
            keyboard.deliver()
        if keyboard and listens and 0 in readable and keyboard.listening:
            made = keyboard.read(self._pid)
            self._interrupted = self._interrupted or bool(made.intersection(FROM_KEYS))
            if signal.SIGTSTP in made:
                self._stop_at = time.monotonic() + GRACE
        return set(readable)

    def _copy(self, own: int) -> int:
        """Hand on what has come on one stream; return the number of bytes."""
        try:
            data = os.read(own, CHUNK)
        except BlockingIOError:
            return 0
        except OSError:  # How Linux tells that the last process has left a pseudo-terminal.
            data = b""
        if data:
            target = self._stage.ours[own]
            self._tail.add(target, data)
            try:
                write_all(target, data)
            except OSError:
                data = b""
        if not data:
            self._stage.close(own)
        return len(data)

    def _ended(self) -> int | None:
        """Return the status if the command has ended; if it has stopped, stop with it, so that the shell takes over."""
        pid, status = os.waitpid(self._pid, os.WNOHANG | os.WUNTRACED)
        if not pid:
            return None
        if os.WIFSTOPPED(status):
            if self._stage.whole or in_foreground():
                self._suspend(everyone=True)
            return None
        self._pid = 0
        self._stage.close_theirs()
        return os.waitstatus_to_exitcode(status)

    def _send(self, number: int, group: bool = False) -> None:
        """Send a signal to the command, or to its group if it has one of its own."""
        if not self._pid:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if group and self._stage.whole:
                os.killpg(self._pid, number)
            else:
                os.kill(self._pid, number)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._interrupted = self._interrupted or number in ENDING
        if not self._pid:
            self._early.append(number)
        # On a terminal that we share, Ctrl-C has reached the command already.
        if self._stage.whole or number not in FROM_KEYS or not in_foreground():
            self._send(number)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        if not in_foreground():
            self._send(signal.SIGTSTP)
        self._suspend(everyone=False)

    def _suspend(self, everyone: bool) -> None:
        """Stop, as Ctrl-Z does without us: the command, then this process or its group; return when continued."""
        self._stop_at = 0.0
        if self._stage.whole:
            self._send(signal.SIGSTOP, group=True)
        if self._keyboard:
            self._keyboard.give_back()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0 if everyone else os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, handler)
        self._go_on()

    def _on_continue(self, number: int, frame: FrameType | None) -> None:
        if self._keyboard:
            self._keyboard.lost()
        self._go_on()

    def _go_on(self) -> None:
        self._send(signal.SIGCONT, group=True)
        if self._keyboard:
            self._keyboard.take()
        self._stage.resize()

    def _on_resize(self, number: int, frame: FrameType | None) -> None:
        self._stage.resize()
        if self._stage.terminals and not self._stage.whole:
            self._send(signal.SIGWINCH)  # The kernel tells only who has the terminal for his own.
