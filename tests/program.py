"""The program as a process of its own, in a clean environment with a home folder of its own."""

import contextlib
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
BAD_KEY = "Error code: 401 - {'error': {'message': 'Invalid Authentication', 'type': 'invalid_authentication_error'}} https://api.moonshot.ai/v1"
BAD_KEY_ID = "open-platform/invalid-authentication"
NO_ERROR = "the weather is fine today"
FORMATS = ("plain", "rich", "json", "jsonl", "markdown", "github")

_home = tempfile.TemporaryDirectory(prefix="kimierr-home-")
_FOREIGN = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS", "TTY_COMPATIBLE", "CLICOLOR_FORCE")


def environment(**more):
    """Return the surroundings of a run: nothing of the reader's own that changes the answer."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN and not name.startswith(("KIMIERR_", "_KIMIERR_", "XDG_", "LC_", "PYTHON"))}
    own = {name: _home.name for name in ("HOME", "APPDATA", "LOCALAPPDATA")}
    return {**kept, **own, "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": ROOT, "PYTHONIOENCODING": "utf-8", **more}


def run(*arguments, data=b"", env=None, python=(), **options):
    """Run the program to its end; returns the finished process with the bytes of its streams."""
    data = data.encode() if isinstance(data, str) else data
    command = [PROGRAM[0], *python, *PROGRAM[1:], *arguments]
    return subprocess.run(command, input=data, capture_output=True, env=env or environment(), timeout=120, **options)


def python(code, *arguments, data=b"", env=None, flags=(), **options):
    """Run Python code in a process of its own."""
    return subprocess.run([sys.executable, *flags, "-c", code, *arguments], input=data, capture_output=True, env=env or environment(), timeout=120, **options)


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


def forbidden(text):
    """Return the characters of an output that a terminal would not just show, an explanation beside each."""
    allowed = "\n"
    return [f"U+{ord(char):04X}" for char in sorted(set(text)) if char not in allowed and not char.isprintable() and not char.isspace() or char in "\x1c\x1d\x1e\x1f\x85\u2028\u2029\r\t\v\f"]
