"""What depends on the surroundings: colour, terminals, encodings, completion, own entries, `python -m`."""

import json
import sys

import pytest
from program import BAD_KEY, BAD_KEY_ID, FORMATS, NO_ERROR, POSIX, RPM, RPM_ID, environment, on_terminal, python, run

# --- colour -----------------------------------------------------------------------------------------------------------

NEVER = {
    "a pipe": ([], {}),
    "option never": (["--color", "never"], {"FORCE_COLOR": "1"}),
    "option never, rich": (["--color=never", "--format=rich"], {"KIMIERR_COLOR": "always"}),
    "option auto": (["--color", "auto"], {}),
    "rich in a pipe": (["--format", "rich"], {}),
    "NO_COLOR": ([], {"NO_COLOR": "1"}),
    "NO_COLOR before FORCE_COLOR": (["--format", "rich"], {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
    "KIMIERR_COLOR": ([], {"KIMIERR_COLOR": "never", "FORCE_COLOR": "1"}),
    "FORCE_COLOR=0": (["--format", "rich"], {"FORCE_COLOR": "0"}),
    "FORCE_COLOR empty": ([], {"FORCE_COLOR": ""}),
    "GITHUB_ACTIONS": ([], {"GITHUB_ACTIONS": "true"}),
    "GITHUB_ACTIONS, rich": (["--format", "rich"], {"GITHUB_ACTIONS": "true", "TTY_COMPATIBLE": "1"}),
    "CLICOLOR_FORCE": (["--format", "rich"], {"CLICOLOR_FORCE": "1"}),
    "other formats have none": (["--color", "always", "--format", "plain"], {"FORCE_COLOR": "1"}),
    "nor has JSON": (["--color", "always", "--format", "json"], {"FORCE_COLOR": "1"}),
}
ALWAYS = {
    "option always": (["--color", "always"], {}),
    "option before NO_COLOR": (["--color", "always"], {"NO_COLOR": "1"}),
    "option before KIMIERR_COLOR": (["--color", "always"], {"KIMIERR_COLOR": "never"}),
    "FORCE_COLOR": ([], {"FORCE_COLOR": "1"}),
    "KIMIERR_COLOR": ([], {"KIMIERR_COLOR": "always", "NO_COLOR": "1"}),
}
COMMANDS = {"text": [RPM], "show": ["show", RPM_ID], "list": ["list"], "scan": ["scan"]}


def answer(command, arguments, env):
    """Return what a command prints; the plain form and scan get the same text."""
    words = [*arguments, *COMMANDS[command]] if command == "text" else [*COMMANDS[command], *arguments]
    return run(*words, data=RPM, env=environment(**env))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("arguments", "env"), NEVER.values(), ids=NEVER)
def test_not_one_escape(arguments, env, command):
    done = answer(command, arguments, env)
    assert done.returncode == 0 and done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_bare_field_is_never_coloured():
    assert b"\x1b" not in run("--color", "always", "--print", "fix", RPM, env=environment(FORCE_COLOR="1")).stdout


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("arguments", "env"), ALWAYS.values(), ids=ALWAYS)
def test_colour_where_it_is_asked_for(arguments, env, command):
    assert b"\x1b[" in answer(command, arguments, env).stdout


@POSIX
@pytest.mark.parametrize(
    ("arguments", "env", "coloured"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"KIMIERR_COLOR": "never"}, False),
        (["--color", "never"], {}, False),
        (["--color", "always"], {"TERM": "dumb", "NO_COLOR": "1"}, True),
        (["--format", "plain"], {}, False),
    ],
    ids=str,
)
def test_a_terminal_gets_the_rich_form(arguments, env, coloured):
    status, output, errors = on_terminal(*arguments, RPM, data=b"", env=environment(COLUMNS="60", **env))
    assert (status, errors) == (0, b"")
    assert (b"\x1b[" in output) is coloured
    if "plain" not in arguments:
        assert max(len(line) for line in output.decode().replace("\x1b", "\n").splitlines() if "http" not in line) <= 60


def test_plain_output_is_not_wrapped():
    narrow = run(RPM, env=environment(COLUMNS="20")).stdout
    assert narrow == run(RPM, env=environment(COLUMNS="200")).stdout == run(RPM).stdout
    assert max(map(len, narrow.splitlines())) > 100


# --- encodings of the output ------------------------------------------------------------------------------------------

OLD_LOCALES = {
    "POSIX": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "GBK": {"PYTHONIOENCODING": "gbk"},
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("locale", OLD_LOCALES)
def test_output_in_old_locales(locale, format):
    text = "错误码 429 \u2014 sk-kimi-4f9a1c7e2b8d4063 " + RPM
    done = run("--format", format, "--no-redact", data=text, env=environment(**OLD_LOCALES[locale]))
    assert done.returncode == 0 and RPM_ID.encode() in done.stdout
    assert b"fault" not in done.stderr
    if locale in ("POSIX", "ASCII"):
        assert done.stdout.isascii()


def test_a_table_in_ascii_has_ascii_rules():
    done = run("--format", "rich", data=f"{RPM}\n\n{BAD_KEY}\n", env=environment(PYTHONIOENCODING="ascii"))
    assert b"-----" in done.stdout and done.stdout.isascii()


# --- python -m, completion, own entries -------------------------------------------------------------------------------


def test_the_module_the_function_and_the_script_are_one():
    code = "import sys; from kimierr.main import main; sys.exit(main(sys.argv[1:]))"
    called, module = python(code, "--format", "json", RPM), run("--format", "json", RPM)
    assert (called.returncode, called.stdout, called.stderr) == (module.returncode, module.stdout, module.stderr)


# --- completion -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("kimierr sc", ["scan"]),
        ("kimierr show open-platform/rpm", [RPM_ID]),
        ("kimierr --format json", ["json", "jsonl"]),
        ("kimierr -q --print retry", ["retry", "retry-after"]),
        ("kimierr --client claude-", ["claude-code", "claude-code-router"]),
        ("kimierr --form", ["--format"]),
        ("kimierr scan --format mark", ["markdown"]),
        ("kimierr --format json show open-platform/rpm", [RPM_ID]),
    ],
)
def test_completion(line, found):
    done = run(env=environment(_KIMIERR_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)))
    assert (done.returncode, sorted(done.stdout.decode().split())) == (0, sorted(found))


def test_completion_script():
    assert b"_KIMIERR_COMPLETE=complete_bash" in run(env=environment(_KIMIERR_COMPLETE="source_bash")).stdout


ENTRY = """\
title: Widget factory is empty
kind: error
documented: false
http_status: [429]
error_type: []
error_code: []
messages:
  - text: 'The widget factory has run out of widgets, {count:int} orders are waiting'
    origin: live
cause: There are no widgets for {count} orders.
fix:
  - 'Wait for new widgets.'
retry:
  verdict: wait
links:
  - title: Widgets
    url: https://platform.kimi.ai/docs/api/errors
source:
  document: our own list
  url: https://platform.kimi.ai/docs/api/errors
  checked: 2026-11-20
keywords: [widgets]
examples:
  - shows: server body
    text: '{"error":{"message":"The widget factory has run out of widgets, 12 orders are waiting","type":"widget_error"}}'
  - shows: a log
    text: 'ERROR 429 The widget factory has run out of widgets, 3 orders are waiting'
"""
OWN_ID = "open-platform/widgets"
OWN_TEXT = "Error 429: The widget factory has run out of widgets, 41 orders are waiting"


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own" / "open-platform"
    folder.mkdir(parents=True)
    (folder / "widgets.yaml").write_text(ENTRY, "utf-8")
    return folder.parent


def test_own_entries_by_option(own):
    document = json.loads(run("--catalog", str(own), "--format", "json", OWN_TEXT).stdout)
    [finding] = document["findings"]
    assert (finding["entry"]["id"], finding["entry"]["cause"]) == (OWN_ID, "There are no widgets for 41 orders.")
    assert document["catalog"]["entries"] == json.loads(run("--format", "json", RPM).stdout)["catalog"]["entries"] + 1
    assert run(OWN_TEXT).returncode == 1
    assert run("--catalog", str(own), "--print", "id", RPM).stdout.decode() == RPM_ID + "\n"


@pytest.mark.skipif(sys.platform == "win32", reason="another folder there")
def test_own_entries_in_the_configuration_folder(own, tmp_path):
    (tmp_path / "config" / "kimierr").mkdir(parents=True)
    own.rename(tmp_path / "config" / "kimierr" / "catalog")
    env = environment(XDG_CONFIG_HOME=str(tmp_path / "config"))
    assert run("--print", "id", OWN_TEXT, env=env).stdout.decode() == OWN_ID + "\n"
    assert OWN_ID in run("list", env=env).stdout.decode()
    assert run("show", OWN_ID, env=env).stdout.startswith(b"429 ")


def test_a_faulty_own_entry_is_one_line_and_two(own):
    (own / "open-platform" / "widgets.yaml").write_text(ENTRY.replace("kind: error", "kind: \x1b[31mwrong"), "utf-8")
    done = run("--catalog", str(own), RPM)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1 and b"widgets.yaml" in done.stderr and b"\x1b" not in done.stderr


def test_two_errors_are_both_reported():
    document = json.loads(run("--format", "json", data=f"{NO_ERROR}\n{RPM}\n\n{BAD_KEY}\n").stdout)
    assert {finding["entry"]["id"] for finding in document["findings"]} == {RPM_ID, BAD_KEY_ID}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_json_loses_nothing_in_an_encoding_that_lacks_characters(encoding: str) -> None:
    text = '{"error":{"message":"image_url:moderation request error: 非法输入 \U0001f62e","type":"server_error"}}'
    expected = json.loads(run("--format", "json", data=text).stdout)
    done = run("--format", "json", data=text, env=environment(PYTHONIOENCODING=encoding))
    assert json.loads(done.stdout.decode(encoding)) == expected
