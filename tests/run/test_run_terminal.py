"""run on a real pseudo-terminal: the command keeps it, with its keys, size and job control."""

import os
import select
import time

import pytest
from run_commands import COUNTS, POSIX, RATE_LIMIT, python, wrapped


@POSIX
def test_a_terminal_stays_a_terminal_with_its_size(terminal):
    code = "import os, sys; print(*[os.isatty(fd) for fd in range(3)], os.get_terminal_size(), open('/dev/tty').isatty())"
    t = terminal(wrapped(python(code)), size=(31, 97))
    assert t.wait() == 0
    assert t.seen == b"True True True os.terminal_size(columns=97, lines=31) True\r\n"
    assert t.settings() == t.before


@POSIX
def test_a_failure_on_a_terminal_is_explained_and_the_terminal_restored(terminal):
    t = terminal(wrapped(python("import sys; print(end=sys.argv[1]); sys.exit(9)", RATE_LIMIT)))
    assert t.wait() == 9
    shown = t.seen.partition(b"}}\r\n")[2]
    assert b"rpm-limit" in shown and b"\x1b[" in shown
    assert shown.count(b"\n") == shown.count(b"\r\n"), "written before the terminal was restored"
    assert t.settings() == t.before


@POSIX
def test_prompts_and_keys_go_through(terminal):
    code = "import getpass; name = input('name? '); word = getpass.getpass('word? '); print(name, len(word))"
    t = terminal(wrapped(python(code)))
    t.until(b"name? ")
    t.type(b"ann\r")
    t.until(b"word? ")
    time.sleep(0.3)
    t.type(b"secret\r")
    assert t.wait() == 0
    assert b"ann 6" in t.seen and b"secret" not in t.seen


@POSIX
def test_ctrl_c_reaches_the_command_once(terminal):
    t = terminal(wrapped(python(COUNTS)))
    t.until(b"ready True True True")
    time.sleep(0.2)
    t.type(b"\x03")
    assert t.wait() == 42
    assert b"got INT\r\n" in t.seen
    assert t.settings() == t.before


@POSIX
@pytest.mark.parametrize("streams", [{"stdout": False}, {"stdin": False}, {"stdout": False, "stderr": False}])
def test_ctrl_c_reaches_the_command_once_when_it_shares_our_keyboard(terminal, streams):
    t = terminal(wrapped(python(COUNTS)), **streams)
    if streams.get("stdout", True):
        t.until(b"ready True True False")
    else:
        assert t.process.stdout.readline().split()[1] == b"False"
    t.type(b"\x03")
    out = t.process.stdout.read() if t.process.stdout else b""
    assert t.wait() == 42
    assert (out or t.seen).replace(b"\r", b"").endswith(b"got INT\n")
    assert b"\r\r" not in t.seen


@POSIX
def test_standard_error_can_be_the_only_terminal(terminal):
    t = terminal(wrapped(python("import os, sys; os.write(1, b'to pipe\\n'); os.write(2, b'to tty %d\\n' % os.isatty(2))")), stdout=False)
    assert t.process.stdout.read() == b"to pipe\n"
    assert t.wait() == 0
    assert t.seen == b"to tty 1\r\n"


@POSIX
@pytest.mark.parametrize("stdin", [True, False])
def test_a_new_window_size_reaches_the_command(terminal, stdin):
    import termios

    code = (
        "import os, signal, sys, time; signal.signal(signal.SIGWINCH, lambda *_: os.write(1, str(os.get_terminal_size()).encode()))\n"
        "print('ready', flush=True); end = time.monotonic() + 10\n"
        "while os.get_terminal_size().columns != 55 and time.monotonic() < end: time.sleep(0.02)\n"
        "time.sleep(0.2)"
    )
    t = terminal(wrapped(python(code)), stdin=stdin)
    t.until(b"ready")
    termios.tcsetwinsize(t.own, (20, 55))
    t.until(b"columns=55, lines=20")
    assert t.wait() == 0


@POSIX
def test_a_command_that_closes_its_streams_is_still_waited_for(terminal):
    t = terminal(wrapped(["sh", "-c", "exec <&- >&- 2>&-; sleep 0.5; exit 5"]))
    assert t.wait() == 5
    assert t.settings() == t.before


@POSIX
def test_much_typing_and_much_output_do_not_block_each_other(terminal):
    code = (
        "import sys, time, tty; tty.setraw(0); print('ready', flush=True); time.sleep(1)\n"
        "sys.stdout.write('x' * 300_000); sys.stdout.flush(); print(len(sys.stdin.buffer.read(60_000)))"
    )
    t = terminal(wrapped(python(code)))
    t.until(b"ready")
    os.set_blocking(t.own, False)
    keys = b"k" * 60_000
    end = time.monotonic() + 20
    while b"60000" not in t.seen and time.monotonic() < end:
        readable, writable, _ = select.select([t.own], [t.own] if keys else [], [], 1)
        if writable:
            keys = keys[os.write(t.own, keys[:1000]) :]
        if readable:
            t.seen += os.read(t.own, 65536)
    assert b"60000" in t.seen
    assert t.wait() == 0


SHELL = """
import os, signal, sys, time
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if not job:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(TTY, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
_, status = os.waitpid(job, os.WUNTRACED)
os.tcsetpgrp(TTY, os.getpgrp())
print("stopped", os.WIFSTOPPED(status), flush=True)
time.sleep(1)
os.tcsetpgrp(TTY, job)
os.killpg(job, signal.SIGCONT)
_, status = os.waitpid(job, os.WUNTRACED)
os.tcsetpgrp(TTY, os.getpgrp())
print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""


@POSIX
@pytest.mark.parametrize("streams", [{}, {"stdin": False}, {"stdout": False}])
def test_ctrl_z_stops_all_and_fg_goes_on(terminal, streams):
    ticks = "import sys, time\nfor n in range(12): print('tick', n, flush=True); time.sleep(0.1)\nsys.exit(11)"
    t = terminal(python(SHELL.replace("TTY", "2"), *wrapped(python(ticks))), **streams)
    if streams.get("stdout", True):
        t.until(b"tick 3")
        t.type(b"\x1a")
        t.until(b"stopped True")
        t.pour()
        assert b"tick" not in t.seen.partition(b"stopped True")[2]
        t.until(b"tick 11")
        t.until(b"ended 11")
    else:
        while b"tick 3" not in t.process.stdout.readline():
            pass
        t.type(b"\x1a")
        rest = t.process.stdout.read()
        assert b"stopped True" in rest and b"tick 11" in rest and b"ended 11" in rest
    assert t.wait() == 0
    assert t.settings() == t.before
