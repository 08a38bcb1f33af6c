"""A real pseudo-terminal, with somebody who types."""

import os
import select
import subprocess
import time


class Terminal:
    """A process on a terminal of its own, and what it shows."""

    def __init__(self, command, stdin=True, stdout=True, stderr=True, size=(30, 100)):
        import fcntl
        import termios

        self.own, side = os.openpty()
        termios.tcsetwinsize(side, size)
        self.side = side
        self.before = termios.tcgetattr(side)
        self.process = subprocess.Popen(
            command,
            stdin=side if stdin else subprocess.DEVNULL,
            stdout=side if stdout else subprocess.PIPE,
            stderr=side if stderr else subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(side, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            pass_fds=(side,),
        )
        self.seen = b""

    def until(self, wanted, seconds=15):
        end = time.monotonic() + seconds
        while wanted not in self.seen:
            left = end - time.monotonic()
            assert left > 0, (wanted, self.seen)
            if select.select([self.own], [], [], left)[0]:
                self.seen += os.read(self.own, 65536)

    def type(self, keys):
        os.write(self.own, keys)

    def settings(self):
        import termios

        return termios.tcgetattr(self.side)

    def wait(self):
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            self.pour()
        self.pour()
        return self.process.wait(1)

    def pour(self):
        while select.select([self.own], [], [], 0.1)[0]:
            self.seen += os.read(self.own, 65536)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        for fd in (self.own, self.side):
            os.close(fd)
