"""The plain form by subprocess: formats and fields, help, and where the text comes from."""

import json

import document_shape
import pytest
from program import BAD_KEY, FORMATS, NO_ERROR, POSIX, RPM, RPM_ID, environment, on_terminal, run

from kimierr.options import COMMANDS, FIELDS

HINT = b"Paste the error, then press Ctrl-D"

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
        assert document_shape.PROMISED["finding"] <= set(finding)
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
    assert b"open-platform/" not in run("--product", "kimi-code", "--format", "json", both).stdout


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
    assert all(
        option in text
        for option in ("--format", "--print", "--quiet", "--product", "--client", "--catalog", "--color", "--no-redact", "--version")
    )
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


@POSIX
def test_a_long_line_is_pasted_whole():
    """A terminal that edits lines itself cuts them at 4,096 bytes."""
    typed = (b"x" * 6000) + RPM.encode() + b" y" * 3000 + b"\nwrong\x7f\x7f\n\x04"
    status, output, _ = on_terminal("--color", "never", "--format", "plain", typed=typed, await_hint=HINT)
    assert status == 0 and RPM_ID.encode() in output


def test_an_input_of_any_size_is_read():
    data = (NO_ERROR + "\n") * 40_000 + RPM + "\n" + (NO_ERROR + "\n") * 40_000
    document = json.loads(run("--format", "json", data=data).stdout)
    assert [(finding["entry"]["id"], finding["first_line"]) for finding in document["findings"]] == [(RPM_ID, 40_001)]
