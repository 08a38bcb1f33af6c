"""run: signals that reach us reach the command."""

import signal
import subprocess

import pytest
from run_commands import COUNTS, POSIX, RATE_LIMIT, python, wrapped


@pytest.fixture(autouse=True)
def hangups():
    """As from a prompt: under `nohup` hangups are ignored, by whatever the tests start too."""
    if not hasattr(signal, "SIGHUP"):
        yield
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@POSIX
@pytest.mark.parametrize("name", ["INT", "TERM", "HUP"])
def test_a_signal_reaches_the_command_once_and_we_wait_for_it(name):
    process = subprocess.Popen(
        wrapped(python(COUNTS)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout.readline().startswith(b"ready")
    process.send_signal(getattr(signal, "SIG" + name))
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (42, f"got {name}\n".encode(), b"")


@POSIX
def test_a_command_that_a_signal_ended_is_not_run_again(tmp_path):
    code = "import sys, time; open(sys.argv[1], 'a').write('x'); print(sys.argv[2], flush=True); time.sleep(20)"
    log = tmp_path / "log"
    process = subprocess.Popen(
        wrapped(python(code, log, RATE_LIMIT), retry=True), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 143 and log.read_text() == "x"
