"""Exit statuses by subprocess, with readers that go away and streams that are closed."""

import json
import os
import signal
import subprocess
import time

import pytest
from program import NO_ERROR, POSIX, PROGRAM, RPM, RPM_ID, environment, python, run

STATUSES = {
    "recognised": ([RPM], 0),
    "likely only": ([RPM[:75]], 0),
    "nothing": ([NO_ERROR], 1),
    "possible only": (["Error code: 429"], 1),
    "empty text": ([""], 1),
    "empty input": ([], 1),
    "quiet, recognised": (["-q", RPM], 0),
    "quiet, nothing": (["--quiet", NO_ERROR], 1),
    "other product": (["--product", "gateway", RPM], 1),
    "version": (["--version"], 0),
    "version among others": (["--color", "never", "--version"], 0),
    "short help": (["-h"], 0),
    "help": (["--help"], 0),
    "help among others": (["-q", "text", "--help"], 0),
    "help of a command": (["scan", "-h"], 0),
    "list": (["list"], 0),
    "list with an option in front": (["--format", "json", "list"], 0),
    "show": (["show", RPM_ID], 0),
    "show, the part behind the product": (["show", RPM_ID.partition("/")[2]], 0),
    "show, a part that two have": (["show", "invalid-authentication"], 2),
    "run, attempts without trying again": (["run", "--max-attempts", "3", "--", "true"], 2),
    "show, unknown id": (["show", "open-platform/rpm"], 2),
    "show, no id": (["show"], 2),
    "search": (["search", "balance"], 0),
    "search, nothing": (["search", "qqqqzzzz"], 1),
    "catalog alone": (["catalog"], 2),
    "catalog check, no such file": (["catalog", "check", "/no/such/file"], 2),
    "unknown option": (["--bogus", RPM], 2),
    "unknown option of a command": (["list", "--bogus"], 2),
    "abbreviated option": (["--form", "json", RPM], 2),
    "unknown format": (["--format", "xml", RPM], 2),
    "unknown field": (["--print", "colour", RPM], 2),
    "unknown product": (["--product", "kimi", RPM], 2),
    "unknown client": (["--client", "nobody", RPM], 2),
    "unknown colour": (["--color", "blue", RPM], 2),
    "no value": (["--format"], 2),
    "catalog that is not there": (["--catalog", "/no/such/file", RPM], 2),
    "scan, no such file": (["scan", "/no/such/file"], 2),
    "run passes the status on": (["run", "--", *PROGRAM[:1], "-c", "import sys; sys.exit(7)"], 7),
}


@pytest.mark.parametrize(("arguments", "status"), STATUSES.values(), ids=STATUSES)
def test_exit_status(arguments, status):
    done = run(*arguments)
    assert done.returncode == status, done
    if status == 2:
        assert done.stdout == b""
        assert done.stderr.count(b"\n") == 1 and done.stderr.startswith(b"kimierr: "), done.stderr
    elif "search" not in arguments:
        assert done.stderr == b""


def test_a_fault_of_its_own_is_three_and_quotes_nothing_of_the_text():
    code = (
        "import sys, kimierr.diagnosis as d\ndef broken(*a, **k): raise RuntimeError(a)\nd.diagnose = broken\n"
        "from kimierr.main import main\nsys.exit(main(sys.argv[1:]))"
    )
    done = python(code, "sk-kimi-4f9a1c7e2b8d4063 " + RPM)
    assert done.returncode == 3
    assert done.stdout == b""
    assert b"RuntimeError" in done.stderr and b"plainform.py" in done.stderr
    assert b"4063" not in done.stderr and b"org-abc" not in done.stderr and b"Traceback" not in done.stderr


@POSIX
def test_an_interrupt_is_130():
    process = subprocess.Popen([*PROGRAM, "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    process.stdin.write(b"x" * (1 << 20))  # more than a pipe holds: the program reads by now
    process.stdin.flush()
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert process.stderr.read() == process.stdout.read() == b""
    process.stdin.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "rpm-limt"], b"Did you mean open-platform/rpm-limit"),
        (["show", "qqqq"], b"`kimierr list` shows all"),
        (["--client", "claude", "x"], b"did you mean claude-code"),
    ],
    ids=["misspelt id", "no id at all", "part of a client's name"],
)
def test_what_to_do_instead_is_said(arguments, said):
    done = run(*arguments)
    assert done.returncode == 2 and said in done.stderr


def test_an_entry_shows_commands_that_can_be_run():
    shown = run("show", "open-platform/invalid-authentication").stdout.decode()
    assert '"Authorization: Bearer $MOONSHOT_API_KEY"' in shown and "key_variable" not in shown
    assert "$KIMI_API_KEY" in run("show", "kimi-code/invalid-authentication").stdout.decode()


def test_a_list_of_nothing_says_so():
    done = run("list", "--product", "gateway", "--kind", "symptom")
    assert done.returncode == 1 and b"the catalog has no gateway symptom entry" in done.stderr


def test_a_language_without_a_translation_is_told_of():
    done = run("--lang", "zh", RPM)
    assert (done.returncode, done.stderr) == (0, b"kimierr: --lang: nothing of this is translated to zh; it is shown in English\n")


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        [RPM],
        ["--format", "json", RPM],
        ["--color", "always", RPM],
        ["--print", "id", RPM],
        ["list"],
        ["show", RPM_ID],
        ["-h"],
        ["--version"],
    ],
    ids=str,
)
def test_a_closed_reader_is_141_and_silent(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, env=environment(), timeout=60
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [[RPM], ["list"], ["-h"], ["show", "--help"]], ids=str)
def test_a_full_disk_is_told_in_one_line(arguments):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60
        )
    assert (done.returncode, done.stderr) == (2, b"kimierr: standard output: No space left on device\n")


@POSIX
def test_a_reader_that_takes_one_line_sees_no_complaint():
    reader = subprocess.Popen(["head", "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    writer = subprocess.Popen(
        [*PROGRAM, "list", "--format", "json"], stdin=subprocess.DEVNULL, stdout=reader.stdin, stderr=subprocess.PIPE, env=environment()
    )
    reader.stdin.close()
    assert reader.stdout.read() == b"{\n"
    assert reader.wait(60) == 0
    assert writer.communicate(timeout=60)[1] == b""
    assert writer.returncode == 141  # the whole catalog is more than a pipe holds


@POSIX
@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["--bogus"], 2), (["--client", "nobody", "x"], 2), (["show", "nothing"], 2), (["--no-redact", RPM], 0)],
    ids=str,
)
def test_that_nobody_reads_the_notes_changes_no_status(arguments, status):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=writer, env=environment(), timeout=60
    )
    os.close(writer)
    assert done.returncode == status
    assert (done.stdout != b"") is (status == 0)


@POSIX
@pytest.mark.parametrize(
    ("redirection", "arguments", "status"),
    [
        (">&-", [RPM], 0),
        (">&-", ["list"], 0),
        (">&-", ["--format", "rich", RPM], 0),
        ("<&-", [], 1),
        ("2>&-", ["--bogus"], 2),
        ("0>out", [], 2),
    ],
    ids=str,
)
def test_streams_that_are_closed_or_cannot_be_read(redirection, arguments, status, tmp_path):
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == status
    assert b"fault of kimierr" not in done.stderr and b"Traceback" not in done.stderr


SLOW_READER = """
import os, subprocess, sys, time
theirs, ours = os.pipe()
os.set_blocking(ours, False)
process = subprocess.Popen(sys.argv[1:], stdout=ours, stderr=subprocess.DEVNULL)
os.close(ours)
time.sleep(0.5)
read = 0
while block := os.read(theirs, 1 << 16):
    read += len(block)
print(process.wait(), read)
"""


@POSIX
@pytest.mark.parametrize("unbuffered", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["list", "--format", "json"], 0), (["scan", "--pass-through"], 1), (["scan", "--pass-through", "--follow"], 1)],
    ids=["list", "scan", "follow"],
)
def test_an_output_that_does_not_block_gets_everything(arguments, status, unbuffered):
    data = (NO_ERROR + "\n").encode() * 20_000
    wanted = len(data) if "scan" in arguments else len(run(*arguments).stdout)
    done = python(SLOW_READER, *PROGRAM, *arguments, data=data, env=environment(**unbuffered))
    assert done.stdout.split() == [str(status).encode(), str(wanted).encode()], done.stderr


@pytest.mark.parametrize(
    ("shell", "mark"), [("bash", b"complete -o"), ("zsh", b"#compdef"), ("fish", b"complete --command"), ("powershell", b"Register-Arg")]
)
def test_each_shell_gets_its_own_script(shell, mark):
    done = run("--show-completion", shell)
    assert (done.returncode, done.stderr) == (0, b"") and mark in done.stdout and b"_KIMIERR_COMPLETE" in done.stdout


def test_another_shell_is_told_which_there_are():
    done = run("--show-completion", "tcsh")
    assert done.returncode == 2 and b"'tcsh' is not one of bash, zsh, fish, powershell" in done.stderr


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("kimierr sho", "show"),
        (f"kimierr show {RPM_ID[:-2]}", RPM_ID),
        ("kimierr --for", "--format"),
        ("kimierr list --kind sym", "symptom"),
    ],
    ids=["command", "id", "option", "value"],
)
def test_what_bash_asks_for_is_completed(words, wanted):
    asked = {"_KIMIERR_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    assert wanted in run(env=environment(**asked)).stdout.decode().split()


@pytest.mark.parametrize("arguments", [["--lang", "{}", RPM], ["run", "--", "MOONSHOT_API_KEY={}", "ls"]], ids=["language", "command"])
def test_a_key_in_a_wrong_place_is_masked_where_it_is_told_of(arguments):
    key = "sk-9Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1Ji0Hg"
    done = run(*[argument.replace("{}", key) for argument in arguments])
    assert b"sk-" in done.stderr and key.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("too many files", "open-platform/too-many-files"),
        ("overlaoded", "kimi-code/engine-overloaded"),
        ("membreship unverifed", "kimi-code/membership-unverified"),
        ("余额", "gateway/insufficient-user-quota"),
    ],
)
def test_a_search_finds_the_words_in_a_row_first_and_forgives_typing_errors(words, first):
    found = json.loads(run("search", words, "--format", "json").stdout)["entries"]
    assert found[0]["id"] == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--"], "kimierr: run: no command; try `kimierr run -- COMMAND...`"),
        (["run", "--max-attempts", "10", "--", "true"], "kimierr: run: --max-attempts needs --retry"),
        (["run", "--retry", "--max-attempts", "0", "--", "true"], "0 is less than 1 (see kimierr run --help)"),
        (["scan", "--nope"], "(see kimierr scan --help)"),
        (["--nope"], "(see kimierr --help)"),
        (["- Error: 429"], "(put -- before a text that begins with -: kimierr -- TEXT)"),
    ],
    ids=str,
)
def test_wrong_use_is_told_with_the_help_to_read(arguments, said):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"") and said in done.stderr.decode()
