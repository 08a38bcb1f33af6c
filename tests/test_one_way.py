"""One way to the answer: what is read without typer and what is read with it give the same bytes, and little is imported."""

import pytest
from program import BAD_KEY, FORMATS, NO_ERROR, ROOT, RPM, at_home, inside, python, run

from kimierr import cli, diagnose, diagnosis, options

BODY = '{"error":{"message":"' + RPM + '","type":"rate_limit_reached_error"}}'
TEXTS = {
    "bare": RPM,
    "body": BODY,
    "escaped body": BODY.replace('"', '\\"'),
    "python": BAD_KEY,
    "cut": RPM[:70],
    "typos": RPM.replace("request reached", "requst reachd").replace("organization", "organisation"),
    "two": f"{RPM}\n\n{BAD_KEY}\n",
    "status only": "Error code: 429",
    "nothing": NO_ERROR,
    "other service": "openai.RateLimitError: Rate limit reached for gpt-4o in organization org-x on tokens per min. https://platform.openai.com/account/limits",
    "empty": "",
    "chinese": "错误：您的账户余额不足 invalid temperature: only 0.6 is allowed for this model",
    "key": "Authorization: Bearer sk-kimi-4f9a1c7e2b8d4063 Invalid Authentication https://api.moonshot.ai/v1",
    "escapes": f"\x1b[31m{RPM}\x1b[0m\u202e\r\n",
    "surrogate": f"{RPM} \udce9",
}
OPTIONS = {
    "none": [],
    **{f"format {name}": ["--format", name] for name in FORMATS},
    "format=json": ["--format=json"],
    **{f"print {name}": ["--print", name] for name in options.FIELDS},
    "quiet": ["-q"],
    "quiet in full": ["--quiet"],
    "colour": ["--color", "always"],
    "no colour": ["--color=never", "--format=rich"],
    "product": ["--product", "kimi-code"],
    "client": ["--client", "claude-code", "--format", "json"],
    "unknown client": ["--client", "nobody"],
    "no redaction": ["--no-redact", "--format", "jsonl"],
    "language": ["--lang", "zh"],
    "no such catalog": ["--catalog", "/no/such/file"],
    "twice, the last counts": ["--format", "json", "--format", "plain"],
    "field before format": ["--format", "json", "--print", "id"],
    "empty value": ["--client", "", "--lang", ""],
}
TELLING = (
    f"{TEXTS['key']}\n\n{RPM}\n\nYou've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle."
)
"""Of two products, with a key, so that the options tell."""
FAULTY = (OPTIONS["unknown client"], OPTIONS["no such catalog"])
PLACES = {
    "option behind the text": [RPM, "--format", "json"],
    "option inside the text": [*RPM.split()[:3], "--print", "id", *RPM.split()[3:]],
    "words": RPM.split(),
    "end of options": ["-q", "--", RPM],
    "text like an option": ["--", "--format", RPM],
    "dash": ["-"],
    "dash and options": ["--print", "id", "-"],
    "dash behind the options": ["--", "-"],
    "dash in a text": [RPM, "-"],
    "empty text": ["", ""],
}


@pytest.fixture
def both(monkeypatch):
    """Call the program both ways; returns status, output and notes of each."""
    at_home(monkeypatch)

    def call(arguments, data, short):
        with monkeypatch.context() as patch:
            if short:
                patch.setattr(cli, "run", lambda arguments: pytest.fail("went through typer"))
            else:
                patch.setattr(options, "read_short", lambda arguments: None)
            return inside(patch, arguments, data)

    return lambda arguments, data=b"": (call(arguments, data, True), call(arguments, data, False))


@pytest.mark.parametrize("chosen", OPTIONS.values(), ids=OPTIONS)
def test_both_ways_read_the_same_options(both, chosen):
    """Each once: neither way looks at the text before the options are read."""
    short, long = both([*chosen, "--", TELLING])
    assert short == long
    assert short[0] == (2 if chosen in FAULTY else 0)
    piped = both(chosen, TELLING.encode())
    assert piped[0] == piped[1]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_both_ways_give_the_same_answer(both, monkeypatch, text):
    """Each with one set of options: what a text says does not depend on how they were read, only on what is handed on."""
    handed = []
    monkeypatch.setattr(diagnosis, "diagnose", lambda text, **options: handed.append(text) or diagnose(text, **options))
    data = text.encode("utf-8", "surrogateescape")
    for short, long in (both(["--format", "json", "--", text]), both(["--format", "json"], data)):
        assert short == long
        assert short[0] in (0, 1)
    assert handed == [text, text, data, data]


@pytest.mark.parametrize("arguments", PLACES.values(), ids=PLACES)
def test_both_ways_read_the_same(both, arguments):
    short, long = both(arguments, RPM.encode())
    assert short == long
    assert (short[0] == 0) is (arguments != ["", ""])


def test_both_ways_read_a_long_input_the_same(both):
    data = f"{NO_ERROR}\n".encode() * 5000 + RPM.encode() + b"\n" + BAD_KEY.encode()
    short, long = both(["--format", "json"], data)
    assert short == long
    assert short[1].count(b'"confidence"') == 2


@pytest.mark.parametrize("chosen", OPTIONS.values(), ids=OPTIONS)
def test_both_ways_scan_with_the_same_options(both, tmp_path, monkeypatch, chosen):
    """`--print` is none of its options, which typer says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.log").write_text(f"{TELLING}\n{NO_ERROR}\n")
    faulty = chosen in FAULTY
    if "--print" in chosen:
        assert inside(monkeypatch, ["scan", *chosen, "app.log"])[0] == 2
        return
    for arguments, status in (["app.log"], 0), (["--", "app.log", "-"], 0), (["-"], 1), ([], 1), (["app.log", "missing.log"], 2):
        short, long = both(["scan", *chosen, *arguments], NO_ERROR.encode())
        assert short == long
        assert short[0] == (2 if faulty else status)


@pytest.mark.parametrize("arguments", [["--follow"], ["-f"], ["--pass-through"], ["--fail-on-match"], ["-h"], ["--form", "json"]], ids=str)
def test_what_scan_leaves_to_typer(monkeypatch, arguments):
    reached = []
    monkeypatch.setattr(cli, "run", lambda arguments: reached.append(arguments) or 0)
    assert inside(monkeypatch, ["scan", *arguments])[0] == 0
    assert reached == [["scan", *arguments]]


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["--format", "json", "list"],
        ["-h"],
        ["x", "--help"],
        ["--format", "xml", "x"],
        ["--form", "json", "x"],
        ["--print"],
        ["-qx"],
        ["--product", "--format"],
    ],
    ids=str,
)
def test_what_the_short_way_leaves_to_typer(arguments):
    assert options.read_short(arguments) is None


@pytest.mark.parametrize("command", options.COMMANDS)
def test_a_command_is_one_only_as_the_first_word(command):
    assert options.read_short([command]) is options.read_short(["-q", command]) is options.read_short(["--format", "json", command]) is None
    for words in ([f"{command}:"], ["error", command], ["--", command], [command.upper()], [f" {command}"]):
        assert options.read_short(words).words == [word for word in words if word != "--"]


# --- what a plain run imports -----------------------------------------------------------------------------------------

ABSENT = (
    "typer", "click", "rich", "yaml", "rapidfuzz", "pydantic", "re", "json", "typing", "dataclasses", "enum", "pathlib", "collections", "functools",
    "importlib.metadata", "importlib.resources", "asyncio", "argparse", "logging", "socket", "subprocess", "tempfile", "platform", "traceback",
)  # fmt: skip
LOADED = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
before = set(sys.modules)
from kimierr.main import main
status = main(sys.argv[1:])
print(*sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(status)
"""
LEAN = {
    "plain": [],
    "json": ["--format", "json"],
    "jsonl": ["--format", "jsonl"],
    "quiet": ["-q"],
    "id": ["--print", "id"],
    "fix": ["--print", "fix"],
    "product and client": ["--product", "open-platform", "--client", "claude-code"],
}


def loaded(arguments, data=b""):
    """Return the modules that a run loads by itself: without `site`, whose own imports differ from one environment to another."""
    run("--version")  # a checkout compiles its catalog once, and that takes YAML
    done = python(LOADED, ROOT, *arguments, data=data, flags=("-S",))
    assert done.returncode == 0, done.stderr
    return done.stderr.decode().split()


@pytest.mark.parametrize("text", [RPM, BODY, BAD_KEY.replace("'", '"')], ids=["bare", "body", "python"])
@pytest.mark.parametrize("way", ["argument", "pipe"])
@pytest.mark.parametrize("arguments", LEAN.values(), ids=LEAN)
def test_modules_absent_after_a_plain_run(arguments, way, text):
    names = loaded([*arguments, text]) if way == "argument" else loaded(arguments, text.encode())
    assert "kimierr.diagnosis" in names
    assert [name for name in names if name in ABSENT] == []


def test_version_loads_as_little():
    assert set(loaded(["--version"])).isdisjoint(ABSENT)


def test_typer_brings_no_pydantic():
    done = python(LOADED, ROOT, "list")
    assert b" typer " in done.stderr
    assert b"pydantic" not in done.stderr
