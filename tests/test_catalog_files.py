"""Faulty catalog files: one line a fault with file, line, entry, field and what was expected; exit status 2; never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import catalog_tool as tool
import pytest
from catalog_tool import ENTRY, LAST, changed

from kimierr.catalog.load import load
from kimierr.catalog.problems import MAX_FAULTS, MAX_IN_FILE, CatalogError
from kimierr.main import main

NEXT = LAST + 1

BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 8)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
UNFINDABLE = ENTRY.partition("messages:")[0] + "cause: x\nfix: y\nretry:" + ENTRY.partition("retry:")[2]
MISSING = ("cause", "fix", "retry", "links", "source", "messages")
YAML_FAULTS = {
    "unclosed list": ("a: [1", "2: is not valid YAML"),
    "tab": (changed("  - title", "\t- title"), "10: is not valid YAML"),
    "two values": ("a: b: c\n", "1: is not valid YAML"),
    "duplicate key": (ENTRY + "title: again\n", f"{NEXT}: the key 'title' stands twice"),
    "tag": (changed("title: Own", "title: !!str Own"), "1: tags "),
    "python tag": ("a: !!python/object/apply:os.system ['id']\n", "1: tags "),
    "local tag": (changed("retry:\n", "retry: !include other.yaml\n"), "7: tags "),
    "anchor": (changed("cause: The", "cause: &c The"), "4: anchors "),
    "alias": ("a: *b\n", "1: "),
    "alias bomb": (BOMB, "1: anchors "),
    "reference to itself": ("&a [*a]", "1: anchors "),
    "merge key": (ENTRY + "<<: {a: 1}\n", f"{NEXT}: merge keys "),
    "list as a key": (ENTRY + "? [a, b]\n: c\n", f"{NEXT}: a key must be "),
    "two documents": (ENTRY + "---\n" + ENTRY, f"{NEXT}: holds more than one document"),
    "deep lists": ("a: " + "[" * 40 + "]" * 40, "1: is nested deeper than 12 levels"),
    "very deep lists": ("[" * 200_000, "1: is nested deeper than 12 levels"),
    "deep maps": ("{a: " * 50 + "x" + "}" * 50, "1: is nested deeper than 12 levels"),
    "another YAML": ("%YAML 9.9\n---\n" + ENTRY, "1: is not valid YAML"),
    "lone surrogate": (changed("Own error", '"\\ud800"'), "1: is not valid YAML"),
    "empty": ("", " is empty"),
    "blank": (" \n\n", " is empty"),
    "only a comment": ("# nothing\n", "1: holds no document"),
    "GBK": (changed("Own error", "错误").encode("gbk"), "1: byte 7 is not UTF-8"),
    "Latin-1": (changed("nothing left", "d\xe9j\xe0").encode("latin-1"), "4: byte "),
    "UTF-16": (ENTRY.encode("utf-16"), "1: byte 0 is not UTF-8"),
    "cut character": (ENTRY.encode() + b"note: \xe4\xbd", f"{NEXT}: byte "),
    "NUL": (ENTRY + "\0", " is not valid YAML"),
    "control character": (changed("Own notes", "\x07"), " is not valid YAML"),
    "too large": (ENTRY + "#" * (16 << 20), " is larger than 16777216 bytes"),
    "too many values": ("[" + "a," * 1_000_001 + "]", "1: holds more than 1000000 values"),
}
FIELD_FAULTS = {
    "unknown field": (ENTRY + "colour: red\n", {f"{NEXT}: own/bad: colour: is no known field; known are also_sent_by, cause, "}),
    "unknown field of a message": (
        changed("units'\ncause", "units'\n    langage: en\ncause"),
        {"4: own/bad: messages[1].langage: is no known field"},
    ),
    "missing fields": ("title: x\n", {f"1: own/bad: {field}: is missing" for field in MISSING} | {"1: own/bad: examples: has 0"}),
    "title is a list": (changed("Own error", "[a]"), {"1: own/bad: title: must be text"}),
    "cause is a map": (changed("The {name} has nothing left.", "{a: b}"), {"4: own/bad: cause: must be text"}),
    "fix is a map": (changed("  - 'Load {count} units.'", "  a: b"), {"6: own/bad: fix: must be a list"}),
    "no steps": (changed("fix:\n  - 'Load {count} units.'", "fix: []"), {"5: own/bad: fix: is empty"}),
    "retry is text": (changed("retry:\n  verdict: fix", "retry: fix"), {"7: own/bad: retry: must be a map"}),
    "kind": (ENTRY + "kind: strange\n", {f"{NEXT}: own/bad: kind: is 'strange'; expected one of error, status, symptom"}),
    "flag": (ENTRY + "documented: yes\n", {f"{NEXT}: own/bad: documented: is 'yes'; expected true or false"}),
    "status in words": (ENTRY + "http_status: [many]\n", {f"{NEXT}: own/bad: http_status: is 'many'; expected a whole number"}),
    "status": (ENTRY + "http_status: [999]\n", {f"{NEXT}: own/bad: http_status: 999 is no HTTP status"}),
    "link": (changed("https://example.com", "http://example.com"), {"11: own/bad: links[1].url: must start with https://"}),
    "verdict": (changed("verdict: fix", "verdict: never"), {"8: own/bad: retry.verdict: is 'never'; expected one of retry, wait, fix"}),
    "seconds": (
        changed("verdict: fix", "verdict: wait\n  seconds: soon"),
        {"9: own/bad: retry.seconds: is 'soon'; expected a number of seconds"},
    ),
    "fix for a value of no message": (
        changed("verdict: fix", "verdict: wait\n  fix_for: {code: [401]}"),
        {"9: own/bad: retry.fix_for.code: is no placeholder of a message"},
    ),
    "seconds of no message": (
        changed("verdict: fix", "verdict: wait\n  seconds: '{wait}'"),
        {"9: own/bad: retry.seconds: is '{wait}'; expected"},
    ),
    "attempts": (
        changed("verdict: fix", "verdict: wait\n  attempts: -1"),
        {"9: own/bad: retry.attempts: is '-1'; expected a whole number"},
    ),
    "no such day": (changed("2026-11-20", "2026-99-20"), {"14: own/bad: source.checked: is '2026-99-20'; expected a date like 2026-11-20"}),
    "date": (changed("2026-11-20", "yesterday"), {"14: own/bad: source.checked: is 'yesterday'; expected a date like 2026-11-20"}),
    "origin": (
        changed("units'\ncause", "units'\n    origin: rumour\ncause"),
        {"4: own/bad: messages[1].origin: is 'rumour'; expected one of documented, "},
    ),
    "slot type": (changed("{name:word}", "{name:wrd}"), {"3: own/bad: messages[1].text: 'wrd' is no placeholder type; use one of int, "}),
    "open brace": (changed("{name:word}", "{name"), {"3: own/bad: messages[1].text: {name is empty"}),
    "lone brace": (changed("{name:word}", "name}"), {"3: own/bad: messages[1].text: a } stands alone; write }} for"}),
    "slot named like a setting": (changed("{name:word}", "{client:word}"), {"3: own/bad: messages: {client} is the name of a setting"}),
    "unknown placeholder": (
        changed("Load {count} units", "Load {number} units"),
        {"6: own/bad: fix[1].text: {number} has no value: no message"},
    ),
    "long title": (changed("Own error", "x" * 80), {"1: own/bad: title: has 80 characters; at most 72"}),
    "long text": (changed("Own notes", "x" * 9000), {"13: own/bad: source.document: has 9000 characters; at most 8000"}),
    "one example": (ENTRY.rsplit("  - text", 1)[0], {"16: own/bad: examples: has 1; an error needs two"}),
    "nothing to find it by": (UNFINDABLE, {"1: own/bad: messages: is missing; an error needs a message"}),
    "translation": (ENTRY + "translations:\n  de:\n    title: Fehler\n", {f"{LAST + 3}: own/bad: translations.de.cause: is missing"}),
    "id": ("id: Own/Bad\n" + ENTRY, {"1: id: the id 'Own/Bad' must look like product/short-name"}),
    "id is a list": ("id: [a]\n" + ENTRY, {"1: id: the id '' must look like product/short-name"}),
    "same id twice": (tool.entries("own/a", "own/a"), {f"{LAST + 3}: own/a: id: has the same id as an entry of "}),
    "list of others": ("entries:\n  - 1\n", {"2: own/bad-1: must be a map of fields"}),
    "a list": ("- 1\n", {"1: own/bad: must be a map of fields"}),
    "a word": ("kimi\n", {"1: own/bad: must be a map of fields"}),
}
NAMES_NOTHING = {
    "product": (ENTRY + "also_sent_by: [kimi]\n", f"{NEXT}: own/bad: also_sent_by: 'kimi' is no product"),
    "twin": (ENTRY + "twin: kimi-code/none\n", f"{NEXT}: own/bad: twin: 'kimi-code/none' is no entry"),
    "belongs to": (
        ENTRY + "counter_examples:\n  - text: a\n    belongs_to: a/b\n",
        f"{NEXT + 2}: own/bad: counter_examples[1].belongs_to: 'a/b' is no entry",
    ),
    "wording of a verdict": (
        changed("verdict: fix", "verdict: wait\n  fix_for_messages: [none]"),
        "9: own/bad: retry.fix_for_messages: no message has the name 'none'",
    ),
    "wording of a step": (
        changed("- 'Load {count} units.'", "- text: x\n    messages: [none]"),
        "7: own/bad: fix[1].messages: no message has the name 'none'",
    ),
}
ACCEPTED = {
    "required, but empty": (changed("cause: The {name} has nothing left.", "cause:"), "4: own/bad: cause: "),
    "message without text": (changed("messages:\n", "messages:\n  - text: ''\n"), "3: own/bad: messages[1].text: "),
    "no entries in the list": ("entries: []\n", "1: "),
    "unknown field beside the list": (tool.entries("own/a") + "colour: red\n", f"{LAST + 3}: "),
    "unknown client": (changed("- 'Load {count} units.'", "- text: x\n    clients: [no-such-client]"), "7: own/bad: fix[1].clients: "),
    "no verdict": (changed("  verdict: fix", "  seconds: 3"), "8: own/bad: retry.verdict: is missing"),
    "empty verdict": (changed("verdict: fix", "verdict:"), "8: own/bad: retry.verdict: is empty"),
    "empty kind": (ENTRY + "kind: ''\n", f"{NEXT}: own/bad: kind: is empty"),
    "only blanks": (changed("Own error", "' '"), "1: own/bad: title: is empty"),
    "empty item": (ENTRY + "error_type: ['']\n", f"{NEXT}: own/bad: error_type: holds an empty item"),
    "entries as text": ("entries: x\n", "1: own/bad-1: must be a map of fields"),
    "entries as a map": ("entries: {a: b}\n", "1: entries: must be a list"),
    "message of placeholders": (
        changed("messages:\n", "messages:\n  - text: '{name} - {count}'\n"),
        "3: own/bad: messages[1].text: has no letter or digit",
    ),
    "long list": (ENTRY + f"keywords: [{'a, ' * 1001}]\n", f"{NEXT}: own/bad: keywords: has 1001 items; at most 1000"),
    "client that a step is not for": (
        ENTRY + "translations: {zh: {title: a, cause: b, fix: [{text: c, not_clients: [none]}]}}\n",
        f"{NEXT}: own/bad: translations.zh.fix[1].not_clients: 'none' is no client",
    ),
    "client of a translation": (
        ENTRY + "translations: {zh: {title: a, cause: b, fix: [{text: c, clients: [none]}]}}\n",
        f"{NEXT}: own/bad: translations.zh.fix[1].clients: 'none' is no client",
    ),
}
TOLD_ONCE = {
    "status in words": (ENTRY + "http_status: [many]\n", f"{NEXT}: own/bad: http_status: is 'many'; expected a whole number"),
    "statuses as a map": (ENTRY + "http_status: {a: b}\n", f"{NEXT}: own/bad: http_status: must be a list"),
    "retry is text": (changed("retry:\n  verdict: fix", "retry: fix"), "7: own/bad: retry: must be a map"),
    "step is a list": (changed("- 'Load", "- [a]\n  - 'Load"), "6: own/bad: fix[1]: must be a map"),
    "no date": (changed("checked: 2026-11-20", "url: https://example.com"), "13: own/bad: source.checked: is missing"),
    "a list": ("- 1\n", "1: own/bad: must be a map of fields"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return tmp_path / "bad.yaml"


@pytest.fixture
def program(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the program in this process; returns exit status and the lines of standard error."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home / name))

    def run(*arguments: object) -> tuple[int, list[str]]:
        status = main([str(argument) for argument in arguments])
        return status, capsys.readouterr().err.splitlines()

    return run


def faults(program, path: Path) -> list[str]:
    """Return the faults of a file, the same from the check and from using it, without the file's name."""
    status, checked = program("catalog", "check", path)
    assert (status, checked[-1:]) == (2, [f"kimierr: {len(checked) - 1} fault{'s' if len(checked) > 2 else ''}"])
    status, used = program("--catalog", path, "text")
    assert (status, used) == (2, checked[:-1])
    assert all(line.startswith(f"{path}:") for line in used), used
    return [line.removeprefix(f"{path}:") for line in used]


@pytest.mark.parametrize(("content", "expected"), YAML_FAULTS.values(), ids=YAML_FAULTS)
def test_a_file_that_is_no_plain_yaml(program, bad: Path, content: str | bytes, expected: str) -> None:
    (line,) = faults(program, tool.write(bad, content))
    assert line.startswith(expected)


@pytest.mark.parametrize(("content", "expected"), FIELD_FAULTS.values(), ids=FIELD_FAULTS)
def test_a_field_that_is_wrong(program, bad: Path, content: str, expected: set[str]) -> None:
    lines = faults(program, tool.write(bad, content))
    assert [start for start in expected if not any(line.startswith(start) for line in lines)] == [], lines


@pytest.mark.parametrize(("content", "expected"), NAMES_NOTHING.values(), ids=NAMES_NOTHING)
def test_a_reference_to_nothing_names_its_line(program, bad: Path, content: str, expected: str) -> None:
    assert faults(program, tool.write(bad, content)) == [expected]


@pytest.mark.parametrize(("content", "expected"), ACCEPTED.values(), ids=ACCEPTED)
def test_a_fault_that_is_told(program, bad: Path, content: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in faults(program, tool.write(bad, content)))


@pytest.mark.parametrize(("content", "expected"), TOLD_ONCE.values(), ids=TOLD_ONCE)
def test_a_fault_is_told_once(program, bad: Path, content: str, expected: str) -> None:
    (line,) = faults(program, tool.write(bad, content))
    assert line.startswith(expected)


def test_the_fault_of_an_empty_file_says_what_it_needs(program, bad: Path) -> None:
    for content in ("", "# nothing\n"):
        (line,) = faults(program, tool.write(bad, content))
        assert [field for field in (*MISSING, "title", "examples") if field not in line] == []


def test_only_the_first_faults_of_a_file_are_told(program, tmp_path: Path) -> None:
    many = tool.write(tmp_path / "a.yaml", ENTRY + "".join(f"k{number}: x\n" for number in range(500)))
    other = tool.write(tmp_path / "b.yaml", ENTRY + "colour: red\n")
    status, lines = program("catalog", "check", tmp_path)
    assert (status, len(lines)) == (2, MAX_IN_FILE + 3)
    assert lines[MAX_IN_FILE] == f"{many}: has more faults; only the first 100 faults of a file are told"
    assert lines[MAX_IN_FILE + 1].startswith(f"{other}:{NEXT}: own/b: colour: ")
    assert lines[-1] == "kimierr: at least 102 faults"


def test_only_the_first_faults_of_all_files_are_told(program, tmp_path: Path) -> None:
    for number in range(15):
        tool.write(tmp_path / f"{number}.yaml", "entries:\n" + "  - x\n" * 95)
    status, lines = program("catalog", "check", tmp_path)
    assert (status, len(lines)) == (2, MAX_FAULTS + 2)
    assert lines[-2].endswith(": has more faults; only the first 1000 faults of all files are told")


def test_a_long_name_is_told_in_part(program, bad: Path) -> None:
    (line,) = faults(program, tool.write(bad, ENTRY + f"? {'x' * 100_000}\n: 1\n"))
    assert len(line) < 1000


def test_all_faults_of_all_files_are_told_at_once(program, tmp_path: Path) -> None:
    tool.write(tmp_path / "a.yaml", changed("Own error", "[a]") + "colour: red\n")
    tool.write(tmp_path / "b.yaml", "a: [1")
    tool.write(tmp_path / "own" / "c.yaml", changed("verdict: fix", "verdict: never"))
    tool.write(tmp_path / "d.yaml", ENTRY)
    status, lines = program("catalog", "check", tmp_path)
    assert status == 2
    places = {os.path.relpath(line.partition(": ")[0], tmp_path) for line in lines[:-1]}
    assert places == {"a.yaml:1", f"a.yaml:{NEXT}", "b.yaml:2", os.path.join("own", "c.yaml:8")}
    assert lines[-1] == "kimierr: 4 faults"


def test_a_message_of_two_entries_is_told(program, bad: Path) -> None:
    status, lines = program("catalog", "check", tool.write(bad, tool.entries("own/a", "own/b")))
    assert status == 2
    assert f"{bad}: own/b: messages[1]: says the same as a message of own/a" in lines


@pytest.mark.parametrize(
    "text", [r'"\e[31mred\n\u202e": 1', '"a b\\nkimierr: 0 faults": 1', "a: !<b%0Ac%1b> x"], ids=["escape", "line", "tag"]
)
def test_a_name_cannot_fake_output(bad: Path, text: str) -> None:
    with pytest.raises(CatalogError) as raised:
        load([str(tool.write(bad, ENTRY + text + "\n"))])
    assert [problem for problem in map(str, raised.value.problems) if not problem.isprintable()] == []


def test_the_program_ends_with_status_2_and_no_traceback(home: Path, bad: Path) -> None:
    tool.write(bad, "title: x\ncolour: red\n")
    for arguments in (("catalog", "check", bad), ("--catalog", bad, "text"), ("--catalog", bad, "list"), ("list", "--catalog", bad)):
        done = tool.run(home, *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "Traceback" not in done.stderr
        assert f"{bad}:2: own/bad: colour: is no known field" in done.stderr, arguments
