"""Hostile text: what it must never do to a terminal, a shell, a page or a build log, and what it must never fake."""

import json

import pytest
from program import answers, controls, run

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog

SECRET = "sk-kimi-4f9a1c7e2b8d4063a5"
HIDDEN = "4f9a1c7e2b8d"
"""What must not come out of SECRET; its last four characters may."""

FRAMES = {
    "known message": "Your account org-a{0}bc<ak-x{0}yz> request reached organization max RPM: 3{0}, please try again after 1 seconds",
    "value": "Error code: 404 - {{'error': {{'message': 'Not found the model kimi-{0}x or Permission denied', 'type': 'resource_not_found_error'}}}}",
    "unknown message": "Error code: 418 - {{'error': {{'message': 'The tea{0}pot is hot', 'type': 'tea{0}pot', 'code': 'x{0}y'}}}} https://api.moonshot.ai/v1",
    "request id": "Error code: 400 - {{'error': {{'message': 'tea {0}'}}, 'request_id': 'req_a{0}b'}} model: kimi{0} https://api.moonshot.ai/v1",
    "client": "API Error: 429 {0} claude code Error: Invalid Authentication {0}",
}
CONTROLS = {
    "escape": "\x1b[31m",
    "cursor": "\x1b[2J\x1b[H",
    "title": "\x1b]0;owned\x07",
    "link": "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "unfinished": "\x1b[",
    "alone": "\x1b",
    "two in one": "\x1b\x1b[[31m",
    "C1 sequence": "\x9b31m",
    "C1": "\x80\x85\x8d\x90\x9d\x9f",
    "C0": "\x00\x01\x07\x08\x0b\x0c\x0e\x1a\x1c\x1f\x7f",
    "carriage return": "\rfake",
    "override": "\u202e\u2066\u2069",
    "zero width": "\u200b\u200d\u2060\ufeff",
    "separators": "\u2028\u2029",
    "written as JSON": "\\u001b[31m\\u202e\\u0007\\r",
    "written twice": "\\\\u001b[31m\\\\u202e",
    "written as Python": "\\x1b[31m\\x9b\\x07",
    "written as HTML": "&#27;[31m&#x202e;&#7;&#155;",
    "full-width HTML": "＆#27;[31m",
    "surrogates": "\\ud800\\udc00\\ud83d",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_no_control_character_comes_out(control, frame):
    for redact in (True, False):
        for format, output in answers(frame.format(control), redact).items():
            assert controls(output) == [], format


@pytest.mark.parametrize("char", ["\u061c", "\u180e", "\u2064", "\u206a", "\ufff9", "\U000e0041"], ids=ascii)
def test_no_rare_invisible_character_comes_out(char):
    """A mark that changes the direction of text, and characters that hide text from people but not from a model."""
    for format, output in answers(FRAMES["unknown message"].format(char)).items():
        assert char not in output, format


@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_colour_is_only_our_own(control):
    plain = answers(FRAMES["unknown message"].format(""), color=True)["rich"]
    hostile = answers(FRAMES["unknown message"].format(control), color=True)["rich"]
    known = {piece.partition("m")[0] for piece in plain.split("\x1b")[1:]}
    assert {piece.partition("m")[0] for piece in hostile.split("\x1b")[1:]} <= known


@pytest.mark.parametrize("way", ["argument", "pipe", "log", "scan"])
def test_no_control_character_comes_out_of_the_program(way):
    text = "\n".join(frame.format(control) for frame in FRAMES.values() for control in CONTROLS.values()).replace(
        "\0", " " if way == "argument" else "\0"
    )
    data = text.encode() * (10 if way == "log" else 1)
    arguments = {"argument": ["--", text], "pipe": [], "log": [], "scan": ["scan"]}[way]
    for format in ("plain", "json", "rich"):
        done = run(
            *(arguments[:1] if way == "scan" else []),
            "--format",
            format,
            *([] if way == "scan" else arguments),
            data=b"" if way == "argument" else data,
        )
        assert done.returncode == 0
        assert controls(done.stdout.decode() + done.stderr.decode()) == []


TYPED = [
    ["--client", "{0}"],
    ["--format", "{0}"],
    ["--{0}"],
    ["--catalog", "/{0}"],
    ["show", "{0}"],
    ["search", "{0}"],
    ["scan", "/{0}"],
    ["catalog", "check", "/{0}"],
    ["--lang", "{0}"],
]


@pytest.mark.parametrize(
    "arguments",
    TYPED,
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_notes_about_what_was_typed_are_one_clean_line(arguments):
    done = run(*[word.format(f"a\x1b[31m\x9b\n::error::\u202e {SECRET}") for word in arguments], data="x")
    assert done.returncode in (1, 2)
    notes = done.stderr.decode()
    assert controls(notes) == [] and notes.count("\n") <= 1
    assert HIDDEN not in notes or arguments[0] == "scan"  # which names the file as it was typed


# --- markup, lines, commands ------------------------------------------------------------------------------------------

MARKUP = "[/b] [red]x[/red] [link=https://evil.example]y[/link] :warning: [bold"


@pytest.mark.parametrize("format", ["plain", "rich", "json"])
def test_markup_is_plain_text(format):
    output = " ".join(answers(FRAMES["unknown message"].format(f" {MARKUP} "))[format].split())
    assert MARKUP in output


def test_no_link_comes_from_the_text():
    output = answers(FRAMES["unknown message"].format(" [link=https://evil.example]y[/link] https://evil.example "), color=True)["rich"]
    assert "\x1b]8;;https://evil" not in output
    known = answers(FRAMES["known message"].format(" https://evil.example "), color=True)["rich"]
    assert "\x1b]8;;https://platform.kimi.ai" in known and "\x1b]8;;https://evil" not in known


BREAKS = {
    "line feed": "\n",
    "JSON": "\\n",
    "twice": "\\\\n",
    "CRLF": "\r\n",
    "return": "\r",
    "vertical tab": "\v",
    "next line": "\x85",
    "separator": "\u2028",
    "HTML": "&#10;",
    "tag": "<br>",
}


@pytest.mark.parametrize("line_break", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_no_value_fakes_a_line(frame, line_break):
    fake = "Fix: run evil"
    outputs = answers(frame.format(f"{line_break}{fake}{line_break}::error::{fake}{line_break}# {fake}{line_break}"))
    for format in ("plain", "rich", "markdown", "github"):
        lines = outputs[format].splitlines()
        # Where a terminal wraps a value, its next line stands inside the block of its heading; headings stand at the edge.
        seen = lines if format == "rich" else [line.lstrip() for line in lines]
        assert not [line for line in seen if line.startswith((fake, "# Fix", "::error::"))], format
    assert not [
        line for line in outputs["github"].splitlines() if not line.startswith(("::error title=", "::warning title=", "::notice title="))
    ]
    assert len(outputs["jsonl"].splitlines()) == len(json.loads(outputs["json"])["findings"])


@pytest.mark.parametrize(
    "value",
    ["::error::x", "%0A::set-output name=a::b", "%250A", "title=x,line=1::", "::add-mask::x", "\n::stop-commands::t\n", "##[error]x"],
    ids=repr,
)
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_no_value_starts_a_github_command(frame, value):
    for line in answers(frame.format(value))["github"].splitlines():
        properties, data = line[2:].split("::", 1)
        assert properties.split(" ", 1)[0] in ("error", "warning", "notice")
        assert properties.count("title=") == 1 and "line=1" not in properties
        assert all(data[at + 1 : at + 3] in ("25", "0A", "0D") for at, char in enumerate(data) if char == "%")


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        "![x](https://evil.example/p.png)",
        "[x](https://evil.example)",
        "@octocat",
        "| a | b |",
        "&lt;b&gt;",
        "<https://evil.example>",
        "```",
    ],
    ids=repr,
)
def test_no_value_is_markdown(value):
    output = answers(FRAMES["unknown message"].format(f" {value} "))["markdown"]
    outside = (
        "".join(output.split("`")[::2]).replace("\\\\", "").replace("\\[", "").replace("\\<", "").replace("\\|", "").replace("\\&", "")
    )
    assert "<script" not in outside and "](https://evil" not in outside and "@octocat" not in outside
    assert "<https://evil" not in outside and "| a |" not in outside and "https://evil" not in outside


SHELL = [
    "; rm -rf ~",
    "`rm -rf ~`",
    "$(rm -rf ~)",
    "'; rm -rf ~; '",
    '" && rm -rf ~ "',
    "| rm -rf ~",
    "\n rm -rf ~",
    "-rf",
    "${IFS}rm",
    "a b",
    "../../etc",
    "&rm",
    ">x",
]


def _asked():
    """Return texts with a hostile value in each placeholder of each message of the catalog."""
    for entry in builtin_catalog().entries():
        for message in entry.messages:
            pieces = message.text.split("{")
            for at in range(1, len(pieces)):
                filled = [piece.partition("}") for piece in pieces[1:]]
                yield pieces[0], filled, at - 1


def test_no_command_of_a_fix_holds_a_raw_value():
    found = 0
    for number, (start, filled, hostile) in enumerate(_asked()):
        value = SHELL[number % len(SHELL)]
        text = start + "".join(
            (f"kimi{value}" if at == hostile else "3" if ":int" in name or ":number" in name else "kimi-x") + rest
            for at, (name, _, rest) in enumerate(filled)
        )
        for finding in diagnose(f"{text} https://api.moonshot.ai/v1").findings:
            found += 1
            for step in finding.fix:
                for command in step.split("`")[1::2]:
                    assert "rm -rf" not in command and "${IFS}" not in command, (text, step)
    assert found > 100
