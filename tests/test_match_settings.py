"""Who says common words, and where: another vendor, a named program, source code, a table; and words for what was cut off."""

from __future__ import annotations

import pytest

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.match.quoted import in_source, in_table
from kimierr.match.rivals import nearest_rival
from kimierr.match.speaker import speaker
from kimierr.text.elision import plain_elisions

OVERLOADED = "the engine is currently overloaded, please try again later"
CONTEXT = builtin_catalog().context


@pytest.mark.parametrize(
    ("around", "rival"),
    [
        ("gpt-4o: 429 {}", "gpt-4o"),
        ("model=claude-sonnet-4-5 err={}", "claude-sonnet-4-5"),
        ("model: grok 4\n{}", "grok"),
        ('{{"model":"qwen/qwen3-max","error":"{}"}}', "qwen3-max"),
        ("provider: deepseek\n429 {}", "deepseek"),
        ("deepseek api error: {}", "deepseek"),
        ("kimi-k2.5: healthy; glm-4.6: {}", "glm"),
        ("glm-4.6: healthy; kimi-k2.5: {}", ""),
        ("claude code: {}", ""),
        ("gpt-4o answered\nmoonshot: {}", ""),
        ("openai error: {}", ""),
        ("{}", ""),
    ],
)
def test_the_model_or_service_named_nearest_counts(around: str, rival: str) -> None:
    text = around.format(OVERLOADED)
    start = text.index(OVERLOADED)
    found = nearest_rival(text, start, start + len(OVERLOADED), CONTEXT, CONTEXT.others.models)
    assert found == rival


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Jenkins: ", "Jenkins"),
        ("Slack API error: ", "Slack"),
        ("Error: ", ""),
        ("LLM call failed: ", ""),
        ("openai.BadRequestError: ", ""),
        ("", ""),
    ],
)
def test_a_named_program_speaks(before: str, name: str) -> None:
    assert speaker(before + "Invalid Authentication", len(before)) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('if "Invalid Authentication" in str(e):', True),
        ('logger.warning("Invalid Authentication")', True),
        ('{"message": "Invalid Authentication"}', False),
        ("openai.AuthenticationError('Invalid Authentication')", False),
        ('message = "Invalid Authentication"', True),
        ('  message = "Invalid Authentication",\n  type = "invalid_authentication_error"', False),
    ],
)
def test_source_code_is_no_answer(text: str, expected: bool) -> None:
    assert in_source(text, text.index("Invalid")) is expected


def test_a_table_is_no_answer() -> None:
    table = "| 400 | Invalid request parameters |\n| 401 | Invalid Authentication |"
    assert in_table(table, table.index("Invalid Auth"))
    assert not in_table("| Invalid Authentication", 2)
    answer = '| 10:02 | 401 | {"error":{"message":"Invalid Authentication"}} |'
    assert not in_table(answer, answer.index("Invalid"))
    row = "| rate_limit_reached_error | 429 | The engine is currently overloaded, please try again later | Wait |"
    assert not [finding for finding in diagnose(row).findings if finding.recognised]


CUT_BY_A_PAGER = "Nov 03 07:11:40 box app[77]: 402 We're unable to verify your membership benefits at this time. Please ensure your memb>\nlines 1-9/9 (END)"
MAIL = "it says =E2=80=9CWe=E2=80=99re unable to verify your =\nmembership benefits at this time. Please ensure your mem=\nbership is active.=E2=80=9D"
IN_PANES = (
    "~  │ 400 thinking is enabled but reasoning_c│ top\n"
    "~  │ ontent is missing in assistant tool cal│ 1 root\n"
    "~  │ l message at index 12                  │ 2 me"
)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        (CUT_BY_A_PAGER, "kimi-code/membership-unverified"),
        (MAIL, "kimi-code/membership-unverified"),
        (
            "Error 400: File size is too large, max ﬁle size is 100MB, please con-\nﬁrm and re-upload the ﬁle",
            "open-platform/file-too-large",
        ),
        (IN_PANES, "kimi-code/reasoning-content-missing"),
        ("... - {'error': {'message': 'nput token length too long', 'type': 'invalid_request_error'}}", "open-platform/input-too-long"),
        ("小王: 报错：sensitive_words_detected (request id: 20261104112703902723098mFmD0guU) 怎么办", "gateway/sensitive-words-detected"),
        (
            '(:error (:message "no (request id: 2026100309154412)" :type "new_api_error" :code "count_token_failed"))',
            "gateway/count-token-failed",
        ),
        ("APIError: 400 Input token length too long\n    at run (/app/main.js:3:1)", "open-platform/input-too-long"),
        ("kimi-k2.5\nInvalid request:\nfunction name is invalid, must start with a letter", "open-platform/tool-name-invalid"),
        ("it says Invalid Authentication\nand the type is invalid_authentication_error", "kimi-code/invalid-authentication"),
    ],
    ids=[
        "pager",
        "mail",
        "ligatures",
        "panes",
        "first letter",
        "gateway's code in a chat",
        "property list",
        "class of an SDK",
        "behind its announcement",
        "type in prose",
    ],
)
def test_found_all_the_same(text: str, id: str) -> None:
    first = diagnose(text).findings[0]
    assert (first.recognised, first.entry.id) == (True, id)


@pytest.mark.parametrize(
    "text",
    [
        "git@example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.",
        '{"error":{"message":"Failed to load model kimi-k2: out of memory","type":"invalid_request_error","param":"model","code":"model_not_found"}}',
    ],
    ids=["the end of a message", "a code beside another message"],
)
def test_too_little_of_a_message(text: str) -> None:
    assert not [finding for finding in diagnose(text).findings if finding.recognised]


@pytest.mark.parametrize("mark", ["[truncated 120 chars]", "(truncated...)", "<truncated>", "[+80 chars]", "（已截断）", "..."])
def test_words_for_a_cut_are_read_as_one(mark: str) -> None:
    cut = f"Error 429: Your account org-9c1f27aa<ak-7kq2m> request reached organization max RPM: 6{mark}"
    assert [finding.entry.id for finding in diagnose(cut).findings] == ["open-platform/rpm-limit"]


@pytest.mark.parametrize("text", ["ask (more details at x)", "a list [cut here]", "values (3) and <more>"])
def test_other_brackets_stay(text: str) -> None:
    assert plain_elisions(text) == text


def test_the_limit_of_a_project_is_the_same_error() -> None:
    text = "429: Your account org-9c1f27aa / proj-77aa01 <ak-7kq2m> request reached project max RPM: 15, please try again after 1 seconds"
    first = diagnose(text).findings[0]
    assert (first.entry.id, first.values["limit"], first.values["seconds"]) == ("open-platform/rpm-limit", 15, 1)
