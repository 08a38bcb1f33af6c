"""Small real commands, and the ways to run them through kimierr."""

import os
import sys

import pytest

from kimierr.commands import run as run_module
from kimierr.options import Options

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RATE_LIMIT = (
    "Error code: 429 - {'error': {'message': 'Your account org-abc<ak-xyz> request reached organization max RPM: 3, "
    "please try again after 1 seconds', 'type': 'rate_limit_reached_error'}}"
)
BAD_KEY = (
    "Error code: 401 - {'error': {'message': 'Invalid Authentication', 'type': 'invalid_authentication_error'}} https://api.moonshot.ai/v1"
)
CONNECTION = "openai.APIConnectionError: Connection error. https://api.moonshot.ai/v1"
POSIX = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals and signals")


def python(code, *arguments):
    return [sys.executable, "-c", code, *map(str, arguments)]


def failing(text, status=1):
    return python("import sys; print(sys.argv[1], file=sys.stderr); sys.exit(int(sys.argv[2]))", text, status)


def call(command, retry=False, max_attempts=None, format="", client="", product="", catalogs=(), color="", language="", redact=True):
    options = Options(format=format, product=product, client=client, catalogs=catalogs, color=color, language=language, redact=redact)
    return run_module.run_command(command, options, retry, max_attempts)


def wrapped(command, retry=False):
    """Return the command line of a process of its own that runs the command."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from kimierr.commands.run import run_command\n"
        f"from kimierr.options import Options; sys.exit(run_command(sys.argv[2:], Options(), {retry}))"
    )
    return [sys.executable, "-c", code, ROOT, *command]


COUNTS = """
import os, signal, sys, time
got = []
signal.signal(signal.SIGINT, lambda *_: got.append("INT"))
signal.signal(signal.SIGTERM, lambda *_: got.append("TERM"))
signal.signal(signal.SIGHUP, lambda *_: got.append("HUP"))
print("ready", sys.stdout.isatty(), sys.stderr.isatty(), sys.stdin.isatty(), flush=True)
end = time.monotonic() + 10
while not got and time.monotonic() < end: time.sleep(0.02)
time.sleep(0.4)
print("got", *got, flush=True)
sys.exit(42)
"""
