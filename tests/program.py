"""The program as a process of its own, in a clean environment with a home folder of its own."""

import contextlib
import io
import os
import select
import subprocess
import sys
import tempfile
import time

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = [sys.executable, "-m", "kimierr"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals and signals")

RPM = "Your account org-abc<ak-xyz> request reached organization max RPM: 3, please try again after 1 seconds"
RPM_ID = "open-platform/rpm-limit"
BAD_KEY = (
    "Error code: 401 - {'error': {'message': 'Invalid Authentication', 'type': 'invalid_authentication_error'}} https://api.moonshot.ai/v1"
)
BAD_KEY_ID = "open-platform/invalid-authentication"
NO_ERROR = "the weather is fine today"
FORMATS = ("plain", "rich", "json", "jsonl", "markdown", "github")

_home = tempfile.TemporaryDirectory(prefix="kimierr-home-")
_FOREIGN = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS", "TTY_COMPATIBLE", "CLICOLOR_FORCE")


def environment(**more):
    """Return the surroundings of a run: nothing of the reader's own that changes the answer."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _FOREIGN and not name.startswith(("KIMIERR_", "_KIMIERR_", "XDG_", "LC_", "PYTHON"))
    }
    own = dict.fromkeys(("HOME", "APPDATA", "LOCALAPPDATA"), _home.name)
    return {**kept, **own, "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": ROOT, "PYTHONIOENCODING": "utf-8", **more}


def run(*arguments, data=b"", env=None, python=(), **options):
    """Run the program to its end; returns the finished process with the bytes of its streams."""
    data = data.encode() if isinstance(data, str) else data
    command = [PROGRAM[0], *python, *PROGRAM[1:], *arguments]
    return subprocess.run(command, input=data, capture_output=True, env=env or environment(), timeout=120, **options)


def python(code, *arguments, data=b"", env=None, flags=(), **options):
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, *flags, "-c", code, *arguments], input=data, capture_output=True, env=env or environment(), timeout=120, **options
    )


def on_terminal(*arguments, typed=b"", data=None, env=None, await_hint=b""):
    """Run with a pseudo-terminal as standard output and, without `data`, as standard input.

    `typed` is sent once `await_hint` stands on standard error. Returns exit status, output, errors.
    """
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=slave if data is None else subprocess.PIPE,
        stdout=slave,
        stderr=subprocess.PIPE,
        env=env or environment(),
        start_new_session=True,
        bufsize=0,
    )
    os.close(slave)
    errors = b""
    while await_hint and await_hint not in errors and (piece := os.read(process.stderr.fileno(), 4096)):
        errors += piece
    if typed:
        os.write(master, typed)
    if data is not None:
        process.stdin.write(data)
        process.stdin.close()
    output = _all(master, process)
    errors += process.stderr.read()
    process.stderr.close()
    return process.wait(60), output, errors


def _all(master, process):
    output = b""
    deadline = time.monotonic() + 60
    with contextlib.suppress(OSError):  # Linux ends the reading of a terminal that nobody has open with an error
        while time.monotonic() < deadline:
            if select.select([master], [], [], 0.1)[0]:
                piece = os.read(master, 65536)
                if not piece:
                    break
                output += piece
            elif process.poll() is not None:
                break
    os.close(master)
    return output


class Stream(io.TextIOWrapper):
    """A standard stream of a run inside the test's own process."""

    def __init__(self, data=b""):
        super().__init__(io.BytesIO(data), encoding="utf-8")


def inside(patch, arguments, data=b""):
    """Run the program inside this process; returns status, output and notes."""
    from kimierr.main import main

    out, err = Stream(), Stream()
    patch.setattr(sys, "stdin", Stream(data))
    patch.setattr(sys, "stdout", out)
    patch.setattr(sys, "stderr", err)
    return main(arguments), out.buffer.getvalue(), err.buffer.getvalue()


def at_home(patch):
    """Give this process the surroundings that `environment` gives to others."""
    clean = environment()
    for name in set(os.environ) - set(clean):
        patch.delenv(name)
    for name, value in clean.items():
        patch.setenv(name, value)


def answers(text, redact=True, color=False):
    """Return the answer in each format."""
    from kimierr import diagnose
    from kimierr.render import Screen, render

    report = diagnose(text, redact=redact)
    return {format: render(report, format, Screen(80, color)) for format in FORMATS}


def controls(text):
    return sorted({f"U+{ord(char):04X}" for char in text if not char.isprintable() and char != "\n" and char != "\u3000"})
