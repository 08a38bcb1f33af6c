"""What the tests of `run` share."""

import contextlib

import pytest
from run_commands import python
from run_terminal import Terminal

from kimierr.commands import run as run_module


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "KIMIERR_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def pauses(monkeypatch):
    made = []
    monkeypatch.setattr(run_module, "sleep", made.append)
    return made


@pytest.fixture
def counted(tmp_path):
    """A command that notes each run and fails with the given texts in turn, then succeeds."""
    log = tmp_path / "runs"

    def command(*texts):
        code = (
            "import os, sys; log = sys.argv[1]; n = os.path.getsize(log) if os.path.exists(log) else 0\n"
            "open(log, 'a').write('x'); texts = sys.argv[2:]\n"
            "if n < len(texts): print(texts[n], file=sys.stderr); sys.exit(7)\n"
            "print('fine')"
        )
        return python(code, log, *texts)

    command.runs = lambda: len(log.read_text()) if log.exists() else 0
    return command


@pytest.fixture
def terminal():
    with contextlib.ExitStack() as stack:

        def start(command, **options):
            made = Terminal(command, **options)
            stack.callback(made.close)
            return made

        yield start
