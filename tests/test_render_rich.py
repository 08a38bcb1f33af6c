import pytest
from render_samples import CHINESE, LONG_COMMAND, entry, everything, finding, hostile, report, unknown
from rich.cells import cell_len

from kimierr.model import Link
from kimierr.render import rich_terminal
from kimierr.text.clean import strip_ansi

ESC = "\x1b"


def lines(*findings, width=80, color=False, ascii_only=False):
    return rich_terminal.render(report(*findings), width, color, ascii_only).splitlines()


def test_a_finding_without_colour():
    assert lines(finding()) == [
        "429 Kimi Open Platform: Too many requests per minute",
        "[open-platform/rpm-limit, certain]",
        "",
        "Cause     You sent more than 20 requests in one minute.",
        "",
        "Fix       1. Wait 1 second, then send the request again.",
        "          2. Use `OpenAI(max_retries=0)`.",
        "",
        "Retry     yes, after 1 second, at most 3 times.",
        "",
        "Seen      host api.moonshot.ai",
        "",
        "More      Top-up and rate limits",
        "          https://platform.kimi.ai/docs/pricing/limits",
        "          Errors",
        "          https://platform.kimi.ai/docs/api/errors",
    ]


@pytest.mark.parametrize(
    "environment", [{}, {"FORCE_COLOR": "1"}, {"NO_COLOR": "1"}, {"TTY_COMPATIBLE": "1", "COLUMNS": "20"}, {"TERM": "dumb"}]
)
def test_the_caller_decides_on_colour_and_width_not_the_environment(environment, monkeypatch):
    plain, coloured = (rich_terminal.render(report(everything()), 80, color, False) for color in (False, True))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert rich_terminal.render(report(everything()), 80, False, False) == plain
    assert rich_terminal.render(report(everything()), 80, True, False) == coloured
    assert ESC not in plain
    assert ESC in coloured


def test_colour_adds_nothing_but_colour():
    coloured = rich_terminal.render(report(everything()), 80, True, False)
    assert strip_ansi(coloured).split() == rich_terminal.render(report(everything()), 80, False, False).split()


def test_the_same_report_gives_the_same_bytes():
    first = rich_terminal.render(report(everything()), 80, True, False)
    assert all(rich_terminal.render(report(everything()), 80, True, False) == first for _ in range(5))
    assert f"{ESC}]8;;https://platform.kimi.ai/docs/api/errors{ESC}\\" in first


@pytest.mark.parametrize("width", [1, 40, 80, 100, 300])
def test_lines_keep_to_the_width_unless_a_command_is_longer(width):
    most = max(40, min(width, 100))
    long = f"Run `{LONG_COMMAND}` and read the `error` in the answer that comes back from the server, it says what is wrong."
    page = lines(finding(fix=[long], cause=CHINESE + " or in other words " * 10), everything(), width=width)
    assert any(f"`{LONG_COMMAND}`" in line for line in page)
    for line in page:
        assert cell_len(line) <= most or LONG_COMMAND in line or len(line.split()) <= 2 or line.startswith(("429", "(1", "(2", "[")), line


def test_chinese_is_wrapped_by_its_width_and_not_before_a_full_stop():
    page = rich_terminal.wrap(CHINESE, 20)
    assert "".join(page) == CHINESE
    assert all(14 <= cell_len(line) <= 22 for line in page[:-1])
    assert not any(line.startswith(("，", "。")) for line in page)


@pytest.mark.parametrize("text", ["a `b", "`", "``", "`a``b`", "x`y`z `", "", " ", "`a b` `c d`"])
def test_back_ticks_of_any_number_lose_nothing(text):
    assert "".join("".join(rich_terminal.wrap(text, 30)).split()) == "".join(text.split())
    assert "".join(text.split()) in "".join("".join(lines(finding(cause=text))).split())


def test_markup_emoji_and_links_of_a_text_are_plain_text():
    text = rich_terminal.render(hostile(), 100, True, False)
    assert "[/b]" in text and "[red]red[/red]" in text and ":warning:" in text
    assert "8;;javascript" not in text and "8;;https://evil" not in text


def test_an_address_with_an_odd_character_is_not_made_a_link():
    page = rich_terminal.render(report(finding(entry(links=(Link("a", "https://kimi.example/中"), Link("b", "ftp://x"))))), 80, True, False)
    assert "]8;" not in page


def test_decoration_is_ascii_where_it_must_be():
    assert "".join(lines(finding(), finding(), ascii_only=True)).isascii()
    assert "─" * 80 in lines(finding(), finding())


def test_unknown_empty_and_huge_reports():
    assert rich_terminal.render(unknown(), 80, False, False).startswith(
        "Not recognised: This message is in none of Kimi's documents.\n\nMessage   boom\n"
    )
    assert lines() == ["No Kimi error found in this text."]
    huge = rich_terminal.render(report(*[finding(cause="word " * 300)] * 300), 80, True, False)
    assert len(huge.encode()) < 65536
    assert huge.endswith("more left out; `--format json` shows all.)\n")
