"""run: what goes through, and what is said when the command fails."""

import subprocess
import sys
import time

import pytest
from run_commands import POSIX, RATE_LIMIT, ROOT, call, failing, python, wrapped

from kimierr import exits
from kimierr.commands import run as run_module
from kimierr.process import run as process
from kimierr.process.tail import KEPT, Tail


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
