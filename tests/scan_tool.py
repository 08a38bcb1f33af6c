"""What the tests of scan share: messages, and the program as a process of its own."""

import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = [sys.executable, "-m", "kimierr"]
RPM = (
    "2026-10-01T12:00:{second:02d}Z Error code: 429 - {{'error': {{'message': 'Your account org-abc<ak-xyz> request reached organization max RPM: {limit}, "
    "please try again after {seconds} seconds', 'type': 'rate_limit_reached_error'}}}}\n"
)
RPM_ID = "open-platform/rpm-limit"
BAD_KEY = "2026-10-01T12:01:00Z Error code: 401 - {'error': {'message': 'Invalid Authentication', 'type': 'invalid_authentication_error'}} https://api.moonshot.ai/v1\n"
BAD_KEY_ID = "open-platform/invalid-authentication"
ORDINARY = "2026-10-01T12:00:00Z INFO request served in 12 ms\n"


def rpm(second=0, limit=3, seconds=1):
    return RPM.format(second=second, limit=limit, seconds=seconds)


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "KIMIERR_COLOR", "COLUMNS")}
    return {**kept, "PYTHONPATH": ROOT, "PYTHONIOENCODING": "utf-8", **more}


def run(*arguments, data=b"", **options):
    """Run the program to its end; returns the finished process with bytes of its streams."""
    return subprocess.run([*PROGRAM, *map(str, arguments)], input=data, capture_output=True, env=environment(), timeout=60, **options)


def scan_json(*arguments, data=b""):
    return json.loads(run("scan", "--format", "json", *arguments, data=data).stdout)


def start(*arguments, **options):
    """Start the program with pipes that are not buffered."""
    pipe = subprocess.PIPE
    return subprocess.Popen([*PROGRAM, *map(str, arguments)], stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, env=environment(), **options)


def found(document):
    return {finding["entry"]["id"]: finding for finding in document["findings"]}
