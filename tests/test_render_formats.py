import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from render_samples import entry, everything, finding, gateway_entry, hostile, report, unknown

from kimierr.model import Link, Message, Step, Words
from kimierr.options import FORMATS
from kimierr.render import Screen, field, github, json_document, markdown, render, render_entries, render_entry
from kimierr.report import Observed, RetryAdvice

REPORTS = {
    "one": report(finding()),
    "many": report(everything(), finding(), finding(confidence="possible")),
    "none": report(),
    "unknown": unknown(),
    "evil": hostile(),
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_format_takes_every_report_and_ends_its_last_line(format, name):
    text = render(REPORTS[name], format, Screen(80, color=True))
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))
    assert format == "rich" or "\x1b" not in text
    assert text == render(REPORTS[name], format, Screen(80, color=True))


def test_an_unknown_format_is_a_mistake():
    with pytest.raises(KeyError):
        render(report(), "sarif")


@pytest.mark.parametrize("name", REPORTS)
def test_json_is_the_document_of_the_report(name):
    assert json.loads(json_document.render(REPORTS[name])) == json.loads(json.dumps(REPORTS[name].to_dict()))
    rows = json_document.render_lines(REPORTS[name]).splitlines()
    assert [json.loads(row) for row in rows] == json.loads(json_document.render(REPORTS[name]))["findings"]


def links_and_html(text):
    inline = [
        token
        for block in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
        for token in [block, *(block.children or [])]
    ]
    return [
        token.attrGet("href") or token.type for token in inline if token.type in ("link_open", "image", "html_inline", "html_block")
    ], inline


@pytest.mark.parametrize("name", REPORTS)
def test_markdown_values_start_no_link_html_or_heading(name):
    found, tokens = links_and_html(markdown.render(REPORTS[name]))
    assert all(href.startswith(("https://platform.kimi.ai/docs/", "https://kimi.example/a%29b%3Cc%3E%20d%20e")) for href in found)
    assert sum(token.type == "heading_open" for token in tokens) == max(1, len(REPORTS[name].findings))
    assert sum(token.type == "ordered_list_open" for token in tokens) <= 2 * max(1, len(REPORTS[name].findings))
    assert not any(token.type in ("bullet_list_open", "fence", "code_block", "hr", "table_open", "em_open", "s_open") for token in tokens)


@given(st.text(alphabet="`\\<>[]()!*_#-+=|~&@$.:/1 aw\u4e2d", max_size=40))
def test_markdown_escape_is_inert_and_keeps_the_words(text):
    line = " ".join(text.split())
    found, tokens = links_and_html(f"1. {markdown.escape(line)}\n")
    assert found == []
    assert [token.type for token in tokens if token.type.endswith("_open")] in (
        ["ordered_list_open", "list_item_open"] + ["paragraph_open"] * bool(line),
    )
    shown = "".join(token.content for token in tokens if token.type in ("text", "code_inline", "text_special"))
    assert "".join(shown.split()).replace("`", "") == "".join(line.split()).replace("`", "")


def test_markdown_addresses_and_mentions_stand_in_code():
    assert markdown.escape("ask @octocat or a@b.example at www.x.example, https://x.example.") == (
        "ask `@octocat` or `a@b.example` at www\\.x\\.example, https\\://x\\.example."
    )
    assert markdown.escape("Run `curl -i <url>` [now]") == "Run `curl -i <url>` \\[now\\]"


def test_github_gives_one_command_a_finding():
    assert github.render(report(finding(entry(links=()), title="50% of a: b, c"))) == (
        "::error title=429 Kimi Open Platform%3A 50%25 of a%3A b%2C c [open-platform/rpm-limit%2C certain]::"
        "Cause: You sent more than 20 requests in one minute.%0AFix:%0A  1. Wait 1 second, then send the request again.%0A"
        "  2. Use `OpenAI(max_retries=0)`.%0ARetry: yes, after 1 second, at most 3 times.%0ASeen: host api.moonshot.ai\n"
    )
    assert [line.split(" ")[0] for line in github.render(REPORTS["many"]).splitlines()] == ["::error", "::error", "::warning"]
    assert github.render(unknown()).startswith("::notice title=Not recognised::This message is in none")
    assert github.render(report()) == ""


def test_github_values_cannot_start_a_command():
    rows = github.render(hostile()).split("\n")
    assert [row[:15] for row in rows] == ["::error title=4", "::warning title", ""]
    for row in rows[:-1]:
        title = row.partition("title=")[2].partition("::")[0]
        assert ":" not in title and "," not in title and "\r" not in row


def test_github_folds_what_it_would_drop():
    rows = github.render(report(*[finding(entry(f"kimi-code/e{n}")) for n in range(14)])).splitlines()
    assert len(rows) == 10
    assert rows[-1] == "::error title=5 more::kimi-code/e9, kimi-code/e10, kimi-code/e11, kimi-code/e12, kimi-code/e13"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "open-platform/rpm-limit"), ("status", "429"), ("product", "open-platform"), ("title", "Too many requests per minute"),
        ("confidence", "likely"), ("retry", "retry"), ("retry-after", "1"), ("url", "https://platform.kimi.ai/docs/pricing/limits"),
        ("request-id", "req-1"), ("fix", "Wait 1 second, then send the request again.\nUse `OpenAI(max_retries=0)`."),
    ],
)  # fmt: skip
def test_fields_are_bare_values(name, value):
    assert field.render(report(everything()), name) == value + "\n"
    assert field.render(report(), name) == field.render(unknown(), name) == ""


def test_fields_without_a_value_are_empty_and_unknown_ones_refused():
    bare = finding(entry(http_status=(), links=()), observed=Observed(), fix=[], retry=RetryAdvice("fix"))
    assert [name for name in field.FIELDS if not field.render(report(bare), name)] == ["status", "retry-after", "request-id", "fix"]
    assert field.render(report(bare), "url") == "https://platform.kimi.ai/docs/api/errors\n"
    assert field.render(report(finding(retry=RetryAdvice("retry", 0.4))), "retry-after") == "1\n"
    assert all(field.render(hostile(), name).count("\n") <= 1 for name in field.FIELDS if name != "fix")
    assert field.render(hostile(), "fix").count("\n") == 4
    with pytest.raises(ValueError, match="no field 'x'"):
        field.render(report(), "x")


def test_show_says_all_of_an_entry():
    assert render_entry(entry(), "plain") == (
        "429 open-platform: Too many requests per minute   [open-platform/rpm-limit]\n"
        "Message: request reached organization max RPM: {limit:int}\n"
        "Message: Organization-level RPM limit reached (newer)\n"
        "Cause: You sent more than {limit} requests.\n"
        "Fix:\n  1. Wait a second.\n  2. (openai-python) Use `max_retries=0`.\n"
        "Retry: yes, after 1, then 2, then 4 seconds, at most 3 times.\n"
        "Note: Failed tries count too.\n"
        "Type: rate_limit_reached_error\n"
        "Source: Error list, https://platform.kimi.ai/docs/api/errors, checked 2026-11-20\n"
        "More: https://platform.kimi.ai/docs/pricing/limits\nMore: https://platform.kimi.ai/docs/api/errors\n"
    )
    rich = render_entry(gateway_entry(), "rich", Screen(100), product_name="a gateway")
    assert rich.startswith("a gateway: Too many requests per minute\n[gateway/access-denied]\n")
    assert "seen in the field, in no official page" in " ".join(rich.split())
    assert "Code      access_denied\n" in rich
    assert render_entry(entry(), "markdown").startswith("### 429 open-platform: Too many")


def test_show_names_the_wordings_that_steps_refer_to():
    words = Words("t", "c", "", (Step("Wait.", messages=("limit",), hosts=("api.moonshot.cn",)),))
    shown = render_entry(entry(messages=(Message("m", "live", name="limit"),), words=(("en", words),)), "plain")
    assert "Message: m (live, the limit wording)\n" in shown
    assert "  1. (api.moonshot.cn, the limit wording) Wait.\n" in shown


def test_lists_are_tables_with_columns():
    assert render_entries([entry(), gateway_entry()], "plain") == (
        "open-platform/rpm-limit  429  Too many requests per minute\ngateway/access-denied    -    Too many requests per minute\n"
    )
    assert render_entries([entry(), gateway_entry()], "rich", Screen(100)) == render_entries([entry(), gateway_entry()], "plain")
    assert render_entries([entry()], "rich", Screen(40)).splitlines() == [
        "open-platform/rpm-limit  429  ",
        "    Too many requests per minute",
    ]
    assert render_entries([], "plain") == render_entries([], "rich") == ""


def test_lists_as_json_have_every_field():
    document = json.loads(render_entries([entry(), gateway_entry()], "json"))
    assert list(document) == ["schema_version", "entries"]
    first, second = document["entries"]
    assert list(first)[:18] == [
        "id", "product", "kind", "title", "documented", "http_status", "error_type", "error_code", "messages", "cause", "fix", "retry",
        "links", "source", "checked", "note", "twin", "also_sent_by",
    ]  # fmt: skip
    assert first["retry"] == {
        "verdict": "retry",
        "after_seconds": None,
        "seconds_in_message": "seconds",
        "max_attempts": 3,
        "backoff": [1, 2, 4],
        "fix_for": {},
        "fix_for_messages": [],
    }
    assert set(first["fix"][0]) == {"text", "otherwise", "clients", "hosts", "messages", "not_clients"}
    assert set(first["messages"][0]) == {"text", "origin", "source", "name", "shared", "whole", "not_status"}
    assert first["http_status"] == [429] and first["checked"] == "2026-11-20" and first["fix"][1]["clients"] == ["openai-python"]
    assert second["error_code"] == ["access_denied"] and second["twin"] == "open-platform/rpm-limit" and second["documented"] is False
    assert [json.loads(row) for row in render_entries([entry(), gateway_entry()], "jsonl").splitlines()] == document["entries"]
    assert json.loads(render_entry(entry(), "json"))["entries"] == [first]


def test_links_of_markdown_cannot_be_broken_out_of():
    text = markdown.render(report(finding(entry(links=(Link("a](x) `b", "https://kimi.example/)\" 'x"),)))))
    assert text.endswith("**More:** [a\\](x) \\`b](https://kimi.example/%29%22%20%27x)\n")


def test_fast_formats_import_nothing_slow():
    """In an interpreter that holds the package itself already, so that only the renderers are looked at."""
    code = (
        "import sys; sys.path[:0] = ['tests']; import types; package = types.ModuleType('kimierr'); package.__path__ = ['kimierr']\n"
        "sys.modules['kimierr'] = package; before = set(sys.modules)\n"
        "import kimierr.render, kimierr.render.plain, kimierr.render.json_document, kimierr.render.field\n"
        "import kimierr.render.entry, kimierr.render.github, kimierr.render.markdown\n"
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('kimierr')))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout.replace("'", '"'))) <= {"__future__", "_json", "itertools"}
