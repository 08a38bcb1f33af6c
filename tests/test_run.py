"""run: real small commands, and for terminals a real pseudo-terminal."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

import pytest

from kimierr import exits
from kimierr.commands import run as run_module
from kimierr.options import Options
from kimierr.process import run as process
from kimierr.process.tail import KEPT, Tail

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
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


def call(command, retry=False, max_attempts=10, format="", client="", product="", catalogs=(), color="", language="", redact=True):
    options = Options((), format, "", False, product, client, catalogs, color, language, redact)
    return run_module.run_command(command, options, retry, max_attempts)


def wrapped(command, retry=False):
    """Return the command line of a process of its own that runs the command."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from kimierr.commands.run import run_command\n"
        f"from kimierr.options import Options; sys.exit(run_command(sys.argv[2:], Options(), {retry}))"
    )
    return [sys.executable, "-c", code, ROOT, *command]


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


# --- what goes through ------------------------------------------------------------------------------------------------


def test_success_is_silent_and_bytes_are_unchanged(capfdbinary):
    code = r"import os; os.write(1, b'a\r\n\xff\0\x1b[31mred'); os.write(2, b'to stderr\xfe')"
    assert call(python(code)) == 0
    assert capfdbinary.readouterr() == (b"a\r\n\xff\0\x1b[31mred", b"to stderr\xfe")


def test_a_large_output_arrives_whole(capfdbinary):
    assert call(python("import sys; sys.stdout.write('0123456789' * 500_000)")) == 0
    out, err = capfdbinary.readouterr()
    assert len(out) == 5_000_000 and err == b""


def test_standard_input_is_the_commands():
    done = subprocess.run(wrapped(python("import sys; print(sys.stdin.read().upper())")), input=b"words", capture_output=True)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [b"WORDS"], b"")


def test_output_comes_while_the_command_runs():
    process = subprocess.Popen(
        wrapped(python("import sys; print('first', flush=True); input()")), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline().strip() == b"first"
    process.communicate(b"\n")
    assert process.returncode == 0


@POSIX
def test_what_the_command_leaves_behind_is_not_waited_for():
    began = time.monotonic()
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(8)']); print('end'); sys.exit(3)"
    done = subprocess.run(wrapped(python(code)), stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (3, b"end\n")
    assert time.monotonic() - began < 6


@POSIX
def test_a_slow_reader_gets_everything():
    process = subprocess.Popen(wrapped(python("import sys; sys.stdout.write('x' * 120_000)")), stdout=subprocess.PIPE)
    time.sleep(1.5)
    assert len(process.communicate()[0]) == 120_000


@POSIX
def test_a_reader_that_leaves_ends_the_command_as_without_us():
    code = "import signal; signal.signal(signal.SIGPIPE, signal.SIG_DFL)\nwhile True: print('line', flush=True)"
    process = subprocess.Popen(wrapped(python(code)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(10) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


@POSIX
def test_the_command_has_the_default_sigpipe(capfd):
    assert call(["sh", "-c", "kill -PIPE $$"]) == 141


# --- status and explanation -------------------------------------------------------------------------------------------


def test_a_failure_is_explained_on_standard_error(capfd):
    assert call(failing(RATE_LIMIT, 9)) == 9
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(RATE_LIMIT) and "[open-platform/rpm-limit, certain]" in err and "\x1b" not in err


def test_format_and_redaction(capfd):
    assert call(failing(RATE_LIMIT), format="json") == 1
    err = capfd.readouterr().err
    assert '"id":"open-platform/rpm-limit"' in err.replace('": "', '":"')
    call(failing("key sk-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl " + RATE_LIMIT), redact=False)
    assert "kimierr: --no-redact" in capfd.readouterr().err


def test_an_unknown_failure_adds_nothing(capfd):
    assert call(failing("segfault in the frobnicator", 4)) == 4
    assert capfd.readouterr().err == "segfault in the frobnicator\n"


def test_a_hint_is_one_line(capfd):
    assert call(failing("HTTP 429 from api.moonshot.ai")) == 1
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 2 and lines[1].startswith("kimierr: possibly: ") and "kimierr show open-platform/http-429" in lines[1]


def test_the_explanation_begins_a_line_of_its_own(capfd):
    call(python("import sys; sys.stderr.write(sys.argv[1]); sys.exit(1)", RATE_LIMIT))
    assert f"{RATE_LIMIT}\n429 " in capfd.readouterr().err


def test_only_the_end_of_the_output_counts(capfd):
    call(python("import sys; print(sys.argv[1]); print('filler\\n' * 20_000); sys.exit(1)", RATE_LIMIT))
    assert capfd.readouterr().err == ""


def test_a_command_that_cannot_start(capfd, tmp_path):
    assert call(["no-such-command-here"]) == 127
    assert capfd.readouterr().err == "kimierr: no-such-command-here: command not found\n"
    assert call([str(tmp_path)]) == 126
    assert capfd.readouterr().err.count("\n") == 1
    plain = tmp_path / "plain"
    plain.write_text("not executable")
    assert call([str(plain)]) == 126


def test_wrong_use_runs_nothing(counted):
    with pytest.raises(exits.Stop) as stop:
        call([])
    assert stop.value.status == exits.USAGE
    with pytest.raises(exits.Stop):
        call(counted(), client="nobody")
    with pytest.raises(exits.Stop):
        call(counted(), catalogs=["no/such/catalog"])
    assert counted.runs() == 0


def test_a_fault_of_ours_keeps_the_commands_status(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "render", lambda *_: 1 / 0)
    assert call(failing(RATE_LIMIT, 5)) == 5
    assert "fault of kimierr" in capfd.readouterr().err


@POSIX
def test_death_by_signal_is_128_and_more(capfd):
    assert call(python("import os; os.kill(os.getpid(), 9)")) == 137


def test_pipes_and_threads_do_without_the_posix_modules():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "for name in ('pty', 'tty', 'termios', 'fcntl', 'select'): sys.modules[name] = None\n"
        "from kimierr.commands.run import run_command; from kimierr.options import Options; from kimierr.process import run\n"
        "run.run = run.run_with_threads\n"
        "sys.exit(run_command(sys.argv[2:], Options()))"
    )
    # The subprocess module of POSIX needs select itself.
    code = code.replace("for name", "import subprocess\nfor name")
    done = subprocess.run([sys.executable, "-c", code, ROOT, *failing(RATE_LIMIT, 6)], capture_output=True, text=True)
    assert done.returncode == 6 and "open-platform/rpm-limit" in done.stderr


def test_threads_keep_all_bytes(capfdbinary):
    tail = Tail()
    assert process.run_with_threads(python("import sys; sys.stdout.write('x' * 3_000_000); sys.exit(2)"), tail) == (2, False)
    assert len(capfdbinary.readouterr().out) == 3_000_000
    assert len(tail.text()) == KEPT


# --- retry ------------------------------------------------------------------------------------------------------------


def test_retry_waits_as_the_message_says_and_stops_at_success(capfd, counted, pauses):
    assert call(counted(RATE_LIMIT, RATE_LIMIT), retry=True) == 0
    assert pauses == [1, 1] and counted.runs() == 3
    out, err = capfd.readouterr()
    assert out == "fine\n"
    assert "kimierr: attempt 2 of 4 in 1 s: Too many requests per minute (RPM limit)\n" in err
    assert "kimierr: attempt 3 of 4 in 1 s: " in err and "Cause" not in err


def test_retry_backs_off_as_the_entry_says_and_gives_up(capfd, counted, pauses):
    assert call(counted(*[CONNECTION] * 9), retry=True) == 7
    assert pauses == [1, 2, 4] and counted.runs() == 4
    err = capfd.readouterr().err
    assert "kimierr: not run again: 4 attempts made, no more allowed\n" in err and err.count("Cause: ") == 1


def test_max_attempts_counts_all_runs(capfd, counted, pauses):
    assert call(counted(*[RATE_LIMIT] * 9), retry=True, max_attempts=2) == 7
    assert counted.runs() == 2 and "attempt 2 of 2 in" in capfd.readouterr().err


def test_no_retry_without_the_option(counted, pauses):
    assert call(counted(RATE_LIMIT)) == 7
    assert counted.runs() == 1 and pauses == []


@pytest.mark.parametrize("text", [BAD_KEY, "something else"])
def test_what_does_not_pass_by_itself_stops_at_once(capfd, counted, pauses, text):
    assert call(counted(text), retry=True) == 7
    assert counted.runs() == 1 and pauses == []
    assert capfd.readouterr().err.count("kimierr: not run again: ") == 1


def test_a_retry_then_another_fault_stops(capfd, counted, pauses):
    assert call(counted(RATE_LIMIT, BAD_KEY), retry=True) == 7
    assert counted.runs() == 2
    assert "the same request fails again until something changes" in capfd.readouterr().err


def test_an_endless_wait_is_refused(capfd, counted, pauses):
    assert call(counted(RATE_LIMIT.replace("after 1 seconds", "after 86000 seconds")), retry=True) == 7
    assert pauses == [] and "too long to wait" in capfd.readouterr().err


def test_ctrl_c_during_the_wait(counted, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "sleep", interrupt)
    assert call(counted(RATE_LIMIT), retry=True) == 130
    assert counted.runs() == 1


def test_a_file_as_input_is_read_again(tmp_path):
    prompt = tmp_path / "prompt"
    prompt.write_text("skipped\nthe prompt\n")
    code = (
        "import os, sys; text = sys.stdin.read(); log = sys.argv[1]; again = os.path.exists(log); open(log, 'w')\n"
        "if not again: sys.exit(sys.argv[2])\n"
        "print(text)"
    )
    with open(prompt) as file:
        done = subprocess.run(wrapped(python(code, tmp_path / "log", RATE_LIMIT), retry=True), stdin=file, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout == "skipped\nthe prompt\n\n"


# --- signals ----------------------------------------------------------------------------------------------------------

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


# --- terminals --------------------------------------------------------------------------------------------------------


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


@pytest.fixture
def terminal():
    with contextlib.ExitStack() as stack:

        def start(command, **options):
            made = Terminal(command, **options)
            stack.callback(made.close)
            return made

        yield start


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


# --- the tail ---------------------------------------------------------------------------------------------------------


def test_the_tail_is_bounded_and_begins_with_a_whole_line():
    tail = Tail()
    for n in range(50_000):
        tail.add(1, f"line {n} é\n".encode())
    text = tail.text()
    assert len(text) <= KEPT and text.startswith(b"line ") and text.endswith("line 49999 é\n".encode())


def test_the_tail_keeps_lines_of_two_streams_apart():
    tail = Tail()
    for stream, data in ((1, b"one "), (2, b"other\n"), (1, b"line\n"), (2, b"rest")):
        tail.add(stream, data)
    assert tail.text() == b"other\none line\nrest"
    assert tail.inside_line() and tail.inside_line(2) and not tail.inside_line(1)


def test_a_cut_tail_does_not_begin_inside_a_character():
    tail = Tail()
    tail.add(1, "é".encode() * KEPT + b"x")
    assert tail.text().decode().endswith("éx")
