"""The command line by subprocess: exit statuses, options, standard input, what goes where."""

import json
import os
import signal
import subprocess
import time

import pytest
from program import BAD_KEY, BAD_KEY_ID, FORMATS, NO_ERROR, POSIX, PROGRAM, RPM, RPM_ID, environment, on_terminal, python, run

from kimierr.options import COMMANDS, FIELDS

HINT = b"Paste the error, then press Ctrl-D"

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
    code = "import sys, kimierr.diagnosis as d\ndef broken(*a, **k): raise RuntimeError(a)\nd.diagnose = broken\nfrom kimierr.main import main\nsys.exit(main(sys.argv[1:]))"
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


@POSIX
@pytest.mark.parametrize("arguments", [[RPM], ["--format", "json", RPM], ["--color", "always", RPM], ["--print", "id", RPM], ["list"], ["show", RPM_ID], ["-h"], ["--version"]], ids=str)
def test_a_closed_reader_is_141_and_silent(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, env=environment(), timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@POSIX
def test_a_reader_that_takes_one_line_sees_no_complaint():
    reader = subprocess.Popen(["head", "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    writer = subprocess.Popen([*PROGRAM, "list", "--format", "json"], stdin=subprocess.DEVNULL, stdout=reader.stdin, stderr=subprocess.PIPE, env=environment())
    reader.stdin.close()
    assert reader.communicate(timeout=60)[0] == b"{\n"
    assert writer.communicate(timeout=60)[1] == b""
    assert writer.returncode == 141  # the whole catalog is more than a pipe holds


@POSIX
@pytest.mark.parametrize(("arguments", "status"), [(["--bogus"], 2), (["--client", "nobody", "x"], 2), (["show", "nothing"], 2), (["--no-redact", RPM], 0)], ids=str)
def test_that_nobody_reads_the_notes_changes_no_status(arguments, status):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=writer, env=environment(), timeout=60)
    os.close(writer)
    assert done.returncode == status
    assert (done.stdout != b"") is (status == 0)


@POSIX
@pytest.mark.parametrize(("redirection", "arguments", "status"), [(">&-", [RPM], 0), (">&-", ["list"], 0), (">&-", ["--format", "rich", RPM], 0), ("<&-", [], 1), ("2>&-", ["--bogus"], 2), ("0>out", [], 2)], ids=str)
def test_streams_that_are_closed_or_cannot_be_read(redirection, arguments, status, tmp_path):
    done = subprocess.run(["sh", "-c", f'"$@" {redirection}', "sh", *PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, env=environment(), cwd=tmp_path, timeout=60)
    assert done.returncode == status
    assert b"fault of kimierr" not in done.stderr and b"Traceback" not in done.stderr


# --- what is printed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_names_the_entry(format):
    done = run("--format", format, RPM)
    assert (done.returncode, done.stderr) == (0, b"")
    assert RPM_ID.encode() in done.stdout and done.stdout.endswith(b"\n") and b"\x1b" not in done.stdout
    if format == "json":
        document = json.loads(done.stdout)
        assert document["schema_version"] == 1
        assert [finding["entry"]["id"] for finding in document["findings"]] == [RPM_ID]
    if format == "jsonl":
        assert [json.loads(line)["entry"]["id"] for line in done.stdout.splitlines()] == [RPM_ID]


@pytest.mark.parametrize("text", [NO_ERROR, RPM, f"{RPM}\n{BAD_KEY}"], ids=["none", "one", "two"])
def test_the_document_has_one_shape_for_any_number_of_findings(text):
    empty, document = (json.loads(run("--format", "json", given).stdout) for given in ("", text))
    assert list(document) == list(empty)
    for finding in document["findings"]:
        assert {"entry", "confidence", "ambiguous", "reasons", "conflicts", "values", "fix", "retry", "observed", "alternatives", "count", "first_line", "last_line"} <= set(finding)
        assert finding["retry"]["verdict"] in ("retry", "wait", "fix")


VALUES = {
    "id": RPM_ID,
    "status": "429",
    "product": "open-platform",
    "title": "Too many requests per minute (RPM limit)",
    "confidence": "certain",
    "retry": "retry",
    "retry-after": "1",
    "url": "https://platform.kimi.ai/docs/pricing/limits",
    "request-id": "req_011AbCdEfGhJkLmNpQr",
}


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_one_bare_value(field):
    done = run("--print", field, f"{RPM} (request id: req_011AbCdEfGhJkLmNpQr)")
    assert done.returncode == 0
    if field == "fix":
        assert len(done.stdout.splitlines()) >= 2
    else:
        assert done.stdout.decode() == VALUES[field] + "\n"


def test_a_field_without_a_value_is_nothing():
    assert (run("--print", "retry-after", BAD_KEY).stdout, run("--print", "id", NO_ERROR).stdout) == (b"", b"")


def test_product_narrows():
    both = "The API Key appears to be invalid or may have expired. Please verify your credentials and try again."
    assert run("--product", "kimi-code", "--print", "product", both).stdout == b"kimi-code\n"
    assert run("--product", "open-platform", "--print", "id", both).stdout in (b"", b"open-platform/invalid-authentication\n")


def test_client_changes_the_advice():
    with_client = run("--client", "claude-code", BAD_KEY).stdout
    assert with_client != run(BAD_KEY).stdout
    assert b"ANTHROPIC" in with_client


def test_an_unknown_client_is_one_line_that_names_the_known_ones():
    done = run("--client", "claude", RPM)
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.count(b"\n") == 1 and b"'claude'" in done.stderr and b"claude-code" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_help(command):
    done = run(command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Usage: kimierr " + command.encode())


def test_help_lists_commands_options_and_statuses():
    text = run("-h").stdout.decode()
    assert text == run("--help").stdout.decode() == run("--help", env=environment(GITHUB_ACTIONS="true", FORCE_COLOR="1")).stdout.decode()
    assert all(f"\n  {command} " in text for command in COMMANDS)
    assert all(option in text for option in ("--format", "--print", "--quiet", "--product", "--client", "--catalog", "--color", "--no-redact", "--version"))
    assert "130 / 141" in text and "\x1b" not in text


def test_version_and_number_of_entries():
    name, version, entries = run("--version").stdout.decode().split(maxsplit=2)
    assert name == "kimierr" and version[0].isdigit()
    assert entries.startswith("(") and entries.endswith(" entries)\n") and int(entries[1:].split()[0]) >= 140


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "data", "id"),
    [
        ([], RPM, RPM_ID),
        (["-"], RPM, RPM_ID),
        (["--", "-"], RPM, RPM_ID),
        (RPM.split(), BAD_KEY, RPM_ID),
        (["--", f"--format {RPM}"], "", RPM_ID),
        (["--", "-q", *RPM.split()], "", RPM_ID),
        (["--", "list", RPM], "", RPM_ID),
        (["diagnose", RPM], "", RPM_ID),
        (["help:", RPM], "", RPM_ID),
        ([RPM, "list"], "", RPM_ID),
        (["error", "-", RPM], BAD_KEY, RPM_ID),
    ],
    ids=["standard input", "dash", "dash after the options", "words joined", "text like an option", "text like a flag", "text like a command",
         "no command of ours", "no command", "command as a later word", "dash inside a text"],
)  # fmt: skip
def test_where_the_text_comes_from(arguments, data, id):
    done = run("--print", "id", *arguments, data=data)
    assert (done.returncode, done.stdout.decode()) == (0, id + "\n"), done


@pytest.mark.parametrize("data", [b"", b"\n", b"  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"], ids=repr)
def test_empty_input_says_so(data):
    done = run(data=data)
    assert done.returncode == 1
    assert done.stdout.startswith(b"Not recognised: The input is empty.")


@POSIX
def test_a_terminal_is_asked_for_the_paste():
    status, output, errors = on_terminal("--print", "id", typed=RPM.encode() + b"\n\x04", await_hint=b"Ctrl-D")
    assert status == 0
    assert errors == HINT + b"\n"
    assert output.endswith(RPM_ID.encode() + b"\r\n")


def test_an_input_of_any_size_is_read():
    data = (NO_ERROR + "\n") * 40_000 + RPM + "\n" + (NO_ERROR + "\n") * 40_000
    document = json.loads(run("--format", "json", data=data).stdout)
    assert [(finding["entry"]["id"], finding["first_line"]) for finding in document["findings"]] == [(RPM_ID, 40_001)]
