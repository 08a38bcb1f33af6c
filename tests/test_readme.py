"""README.md: its examples are run, its tables are compared with the program, its links lead somewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import readme
import typer

from kimierr import cli, exits
from kimierr.catalog import context_schema, schema, yamltree
from kimierr.catalog.template import SLOT_LENGTHS
from kimierr.cli_options import SHELLS
from kimierr.options import COLORS, COMMANDS, FIELDS, FORMATS, PRODUCTS

TEXT = readme.read()
CONSOLE = readme.blocks(TEXT, "console")
POSIX = pytest.mark.skipif(os.name != "posix", reason="the examples are for a POSIX shell")
PROGRAM = typer.main.get_command(cli.app)
COMMAND_PARAMS = {
    "kimierr" if name == cli.PLAIN else name: command.params for name, command in PROGRAM.commands.items() if name != "catalog"
}
CHOICES = {"--format": FORMATS, "--print": FIELDS, "--product": PRODUCTS, "--color": COLORS, "--show-completion": SHELLS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def printed(folder):
    """Run all transcripts in order, once: later ones use variables of earlier ones."""
    return {block.start: group for block, group in readme.transcripts(TEXT, folder)}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    section = TEXT.partition(f"\n## {heading}\n")[2]
    lines = section.partition("\n|")[2].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@POSIX
@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.text.splitlines()[0].removeprefix("$ ")[:40])
def test_a_transcript_shows_what_the_program_prints(block, printed):
    for call, lines in printed[block.start]:
        assert readme.agrees(call.shown, lines), f"{call.command}\nprints now:\n" + "\n".join(lines)


@POSIX
@pytest.mark.parametrize("number", [0, 1], ids=["set-up", "python"])
def test_an_answer_shows_what_the_program_prints(number, folder):
    command, block = readme.answers(TEXT)[number]
    assert readme.run([command], folder)[0] == block.text.splitlines()


def test_omitted_lines_stand_for_any_number_of_lines():
    assert readme.agrees(["a", "...", "d"], ["a", "b", "c", "d"]) and readme.agrees(["a", "..."], ["a"])
    assert not readme.agrees(["a", "...", "d"], ["a", "b"]) and not readme.agrees(["a"], ["a", "b"])


def test_setup_is_two_blocks_that_end_with_the_main_job_and_the_tests():
    first, second = readme.setup(TEXT)
    assert first[-1].startswith("kimierr ") and any(line.endswith("pip install .") for line in first)
    assert second == ["python -m pip install -e '.[dev]'", "python -m pytest"]
    assert TEXT.index("```sh") < TEXT.index("\n## "), "the set-up stands on the first screen"


def test_option_table_is_complete_and_has_nothing_else():
    ours = {}
    for name, params in COMMAND_PARAMS.items():
        for param in params:
            if param.param_type_name == "option":
                spelled = ", ".join(param.opts) + (f" {param.metavar}" if param.metavar else "")
                ours.setdefault(spelled, []).append(name)
    told = {option.strip("`"): commands.split(", ") for option, commands, _ in rows("Options")}
    assert {option: sorted(commands) for option, commands in told.items()} == {
        option: sorted(commands) for option, commands in ours.items()
    }


@pytest.mark.parametrize("option", CHOICES)
def test_option_table_names_every_choice(option):
    meaning = next(meaning for spelled, _, meaning in rows("Options") if spelled.startswith(f"`{option} "))
    assert re.findall(r"`([\w-]+)`", meaning.partition(";")[0]) == list(CHOICES[option])


def test_exit_status_table_is_the_programs():
    assert [tuple(row) for row in rows("Exit status")] == list(exits.MEANINGS)


def test_format_table_names_every_format():
    assert [name for first, _ in rows("Formats and colours") for name in re.findall(r"`(\w+)`", first)] == list(FORMATS)


@pytest.mark.parametrize("command", [*(name for name in COMMANDS if name != "catalog"), "catalog check"])
def test_every_command_is_shown(command):
    assert any(re.search(rf"^\$ kimierr {command}\b", block.text, re.M) for block in CONSOLE)


def test_help_is_quoted_in_full():
    call = next(call for block in CONSOLE for call in readme.calls(block) if call.command == "kimierr --help")
    assert len(call.shown) > 30 and readme.OMITTED not in call.shown


def test_environment_variables_are_told():
    source = "".join(path.read_text("utf-8") for path in sorted((readme.ROOT / "kimierr").rglob("*.py")))
    names = set(re.findall(r'environ(?:\.get\(|\[)"([A-Z]\w+)"', source)) - {"HOME"}
    assert {"KIMIERR_COLOR", "NO_COLOR", "FORCE_COLOR", "XDG_CACHE_HOME"} <= names
    assert {name for name in names if name not in TEXT} == set()


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", "catalog/README.md"])
def test_links_lead_somewhere(file):
    path = readme.ROOT / file
    text = path.read_text("utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    links = re.findall(r"\]\(([^)\s]+)\)", prose)
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose, re.M)}
    for link in links:
        if link.startswith("#"):
            assert link[1:] in anchors, link
        elif not link.startswith("https://"):
            assert (path.parent / link).exists(), link


WRONG_ENTRY = b"""
nonsense: 1
messages: [{text: a, nonsense: 1}]
fix: [{text: a, nonsense: 1}]
retry: {verdict: fix, nonsense: 1}
links: [{title: a, url: 'https://a', nonsense: 1}]
source: {document: a, checked: 2026-11-20, nonsense: 1}
examples: [{text: a, nonsense: 1}]
counter_examples: [{text: a, nonsense: 1}]
error_code: [{code: a, nonsense: 1}]
translations: {zh: {nonsense: 1}}
"""
WRONG_CLIENT = b"""
nonsense: 1
misleading: [{text: a, truth: b, nonsense: 1}]
headlines: [{text: a, nonsense: 1}]
"""
WRONG_PRODUCTS = b"""
products: {own: {name: a, support: {contact: a, nonsense: 1}, nonsense: 1}}
others: [{name: a, nonsense: 1}]
"""


@pytest.mark.parametrize(
    ("read", "data", "maps"),
    [
        (lambda node, problems: schema.read_entry(node, "f", "own/a", problems), WRONG_ENTRY, 10),
        (lambda node, problems: context_schema.read_client(node, "f", "a", problems), WRONG_CLIENT, 3),
        (lambda node, problems: context_schema.read_products(node, "f", problems), WRONG_PRODUCTS, 3),
    ],
    ids=["entry", "client", "products"],
)
def test_catalog_readme_names_every_field(read, data, maps):
    """A field nobody knows is answered with those that are known."""
    problems = []
    read(yamltree.parse(data, "f"), problems)
    known = [problem.text.partition("known are ")[2].split(", ") for problem in problems if "known are " in problem.text]
    assert len(known) == maps
    told = set(re.findall(r"[`{](\w+)[:`}]", (readme.ROOT / "catalog" / "README.md").read_text("utf-8")))
    missing = {field for fields in known for field in fields} - told
    assert missing <= {"name"} | ({"api_base"} if b"products" in data else set())


def test_catalog_readme_names_every_kind_of_value():
    text = (readme.ROOT / "catalog" / "README.md").read_text("utf-8")
    words = (*schema.KINDS, *schema.ORIGINS, *schema.VERDICTS, *context_schema.CLIENT_KINDS, *SLOT_LENGTHS)
    assert [word for word in words if f"`{word}`" not in text] == []
    assert [name for name in schema.SETTINGS if f"`{{{name}}}`" not in text] == []
    assert f"at most {schema.MAX_TITLE} characters" in text
