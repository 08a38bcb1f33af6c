"""What advice leaves out: steps for others, notes that do not hold, waits beyond reason."""

from __future__ import annotations

import pytest

from kimierr import diagnose
from kimierr.report import Finding

RPM = "Your account org-abc<ak-xyz> request reached organization max RPM: 3, please try again after {seconds} seconds"
QUOTA = "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle."
BAD_KEY = "401 Invalid Authentication"
BANNED = 'Error code: {status} - {"error":{"message":"用户已被封禁 (request id: 20261104093015482173956AbCdEfGh)","type":"new_api_error"}}'
CODE_KEY = "sk-kimi-abcdefghijklmnopqrstuvwxyz0123456789"
YEAR = 366 * 86_400


def first(text: str, **options: str) -> Finding:
    return diagnose(text, **options).findings[0]


def rpm(seconds: int = 1) -> str:
    return RPM.replace("{seconds}", str(seconds))


def has_step(found: Finding, words: str) -> bool:
    return any(words in step for step in found.fix)


@pytest.mark.parametrize(
    ("client", "said"),
    [
        ("", "where you can"),
        ("codex", "where you can"),
        ("openai-python", "`OpenAI(max_retries=0)`"),
        ("langchain", "`ChatOpenAI(max_retries=0)`"),
    ],
)
def test_a_step_is_told_only_to_the_clients_it_is_for(client: str, said: str) -> None:
    (step,) = [step for step in first(rpm(), client=client).fix if "hidden retries" in step]
    assert said in step


def test_a_step_is_left_out_for_a_client_it_is_not_for() -> None:
    assert has_step(first(rpm(), client="claude-code"), "CLAUDE_CODE_MAX_RETRIES")
    assert not has_step(first(rpm(), client="claude-code"), "hidden retries")


def test_the_path_that_the_server_names_is_told() -> None:
    body = {
        "code": 5,
        "error": "url.not_found",
        "message": "没找到对象",
        "method": "POST",
        "scode": "0x5",
        "status": False,
        "ua": "x",
        "url": "/v1/v1/a",
    }
    assert has_step(first(f"Error code: 404 - {body}"), "`/v1/v1/a`")
    assert not has_step(first("404 url.not_found 没找到对象"), "asked for")


@pytest.mark.parametrize(
    ("host", "expected"),
    [("", (False, False)), ("https://api.moonshot.ai/v1", (True, False)), ("https://api.moonshot.cn/v1", (False, True))],
)
def test_a_step_for_a_host_is_told_only_with_that_host(host: str, expected: tuple[bool, bool]) -> None:
    found = first(f"{BAD_KEY} {host}", product="open-platform")
    assert tuple(has_step(found, f"{name} accepts only keys") for name in ("api.moonshot.ai", "api.moonshot.cn")) == expected


@pytest.mark.parametrize(("text", "verdict", "expected"), [(rpm(), "retry", False), (QUOTA, "wait", True)])
def test_repeated_requests_do_not_help_unless_the_verdict_is_to_retry(text: str, verdict: str, expected: bool) -> None:
    found = first(f"Error code: 429 - {text}", client="openai-python")
    assert found.retry.verdict == verdict
    assert any("That does not help here." in note for note in found.client_notes) is expected


@pytest.mark.parametrize(("text", "expected"), [(BAD_KEY, 1), (f"429 {rpm()}", 0)], ids=["wrong key", "rate limit"])
def test_a_key_of_another_platform_is_no_cause_of_an_error_that_no_key_gives(text: str, expected: int) -> None:
    assert len(first(f"https://api.moonshot.ai/v1 with {CODE_KEY}\n{text}").conflicts) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(YEAR, YEAR), (YEAR + 1, None)])
def test_no_wait_is_longer_than_a_year(seconds: int, expected: int | None) -> None:
    found = first(rpm(seconds))
    assert (found.retry.verdict, found.retry.after_seconds) == ("retry", expected)


UNSURE = {
    "hint": ('Error code: 500 - {"error":{"message":"","type":"rate_limit_reached_error"}}', "error"),
    "bare status": (BANNED.replace("{status}", "401"), "status"),
}


@pytest.mark.parametrize(("text", "kind"), UNSURE.values(), ids=UNSURE)
def test_a_status_is_no_conflict_where_no_message_decides(text: str, kind: str) -> None:
    found = first(text)
    assert (found.entry.kind, found.recognised) == (kind, kind == "status")
    assert found.observed.http_status and found.observed.http_status not in found.entry.http_status
    assert found.conflicts == []


REFUSED = "401 Invalid Authentication https://api.moonshot.ai/v1"


@pytest.mark.parametrize(
    ("client", "variable", "asked"),
    [
        ("", "MOONSHOT_API_KEY", 0),
        ("claude-code", "ANTHROPIC_AUTH_TOKEN", 1),
        ("cherry-studio", "MOONSHOT_API_KEY", 1),
        ("pi", "MOONSHOT_API_KEY", 1),
        ("openai-python", "MOONSHOT_API_KEY", 0),
    ],
)
def test_commands_take_the_key_from_where_the_client_has_it(client: str, variable: str, asked: int) -> None:
    steps = first(REFUSED, client=client).fix
    assert [step for step in steps if f'"Authorization: Bearer ${variable}"' in step]
    assert len([step for step in steps if f"`read -rs {variable}`" in step]) == asked
    if asked:
        step = next(step for step in steps if "read -rs" in step)
        assert step.startswith("For what follows" if client == "cherry-studio" else "If the key is not in")
        assert steps.index(step) == min(at for at, other in enumerate(steps) if f"${variable}" in other) - 1
