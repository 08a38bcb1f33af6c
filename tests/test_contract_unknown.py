"""What is said of errors that are not documented, and of several errors in one text."""

from __future__ import annotations

import json

import pytest
from test_contract_advice import CODE, KEY, NO_MODEL, OVERLOADED, PLATFORM, QUOTA, RPM, TOKENS, TPM, body, first

from kimierr import diagnose
from kimierr.report import Unknown


def ids(text: str) -> list[str]:
    return [finding.entry.id for finding in diagnose(text).findings]


def unknown(text: str) -> Unknown:
    report = diagnose(text)
    assert not report.recognised
    assert report.unknown is not None
    return report.unknown


TEAPOT = f"POST {PLATFORM}\nHTTP/1.1 418\nmsh-request-id: req-123\n\n" + body(f"The teapot {KEY} is hot", type="teapot_error", code="T1")


def test_an_error_that_is_not_documented() -> None:
    said = unknown(TEAPOT)
    assert said.summary == "This message is not in the catalog: it is neither documented nor known from the field."
    seen = said.observed
    assert (seen.error_type, seen.error_code, seen.request_id, seen.host) == ("teapot_error", "T1", "req-123", "api.moonshot.ai")
    assert "The teapot" in seen.message
    assert KEY not in json.dumps(diagnose(TEAPOT).to_dict())
    assert "…6789" in seen.message


@pytest.mark.parametrize(
    ("where", "contact"),
    [(PLATFORM, "api-service@moonshot.ai"), (CODE, "https://www.kimi.com/code/docs/en/kimi-code/contact-and-feedback.html")],
)
def test_what_to_send_to_support_and_where(where: str, contact: str) -> None:
    said = unknown(f"POST {where} -> HTTP 500\n" + body("The teapot is hot"))
    assert said.send_to == contact
    (step,) = [step for step in said.advice if "support" in step]
    assert all(words in step for words in ("the full message", "the request id", "the time with time zone"))


@pytest.mark.parametrize(("where", "page"), [(PLATFORM, "https://platform.kimi.ai/docs/api/errors"), (CODE, "error-reference.html")])
def test_the_pages_of_the_product_and_the_client_are_named(where: str, page: str) -> None:
    said = unknown(f"POST {where} -> HTTP 500\n" + body("The teapot is hot") + "\n· Please run /login")
    first, *more = said.to_dict()["links"]
    assert first["url"].endswith(page)
    assert any("Claude Code" in link["title"] for link in more)
    assert unknown("hello world").to_dict()["links"] == []


def test_a_status_beside_an_unknown_message_is_not_told_to_be_alone() -> None:
    (hint,) = diagnose(f"POST {PLATFORM} -> HTTP 500\n" + body(f"The teapot {KEY} is hot") + "\n· Please run /login").findings
    assert (hint.entry.id, hint.confidence) == ("open-platform/http-500", "possible")
    assert "is not documented" in hint.reasons[0]
    assert hint.observed.message.startswith("The teapot")
    assert KEY not in json.dumps(hint.to_dict())
    assert not hint.client_notes  # nothing is hidden


def test_what_a_client_hides_can_be_brought_to_light() -> None:
    said = unknown("There's an issue with the selected model (kimi-k2.5). It may not exist or you may not have access to it.")
    assert [step for step in said.advice if "claude -p" in step]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "empty"), (" \n\t", "empty"), ("hello world", "Nothing in the text looks like"), ("logs/app.log", "the name of a file")],
    ids=["empty", "blank", "no error", "file"],
)
def test_a_text_without_an_error(text: str, words: str) -> None:
    assert words in unknown(text).summary


def test_the_name_of_the_service_whose_error_it_is() -> None:
    said = unknown(
        "openai.RateLimitError: You exceeded your current quota, please check your plan and billing details. https://platform.openai.com/docs/guides/error-codes"
    )
    assert "looks like an error of OpenAI" in said.summary


def test_several_errors_come_in_the_order_to_act_on_them() -> None:
    """First what must be repaired, then what must be waited for, then what may be tried again."""
    assert ids("\n".join([RPM, OVERLOADED, QUOTA, TOKENS])) == [
        "kimi-code/token-limit",
        "kimi-code/billing-cycle-quota",
        "open-platform/rpm-limit",
        "open-platform/engine-overloaded",
    ]


def test_errors_of_one_verdict_come_in_the_order_of_the_text() -> None:
    order = ids("\n".join([NO_MODEL, RPM, TOKENS, TPM]))
    assert [id.partition("/")[2] for id in order] == ["model-not-found", "token-limit", "rpm-limit", "tpm-limit"]


def test_repeats_are_counted() -> None:
    found = first("\n".join(["start", RPM, "retry", RPM.replace("after 7", "after 9"), RPM]))
    assert (found.count, found.first_line, found.last_line) == (3, 2, 5)
    assert found.values["seconds"] == 7


def test_a_message_over_several_lines_has_its_first_and_last_line() -> None:
    found = first("start\n" + RPM.replace(" ", "\n") + "\nend")
    assert (found.count, found.first_line, found.last_line) == (1, 2, 2 + RPM.count(" "))


def test_the_same_error_in_a_chained_traceback_is_one_finding() -> None:
    inner = f"openai.RateLimitError: Error code: 429 - {body(RPM)}"
    outer = f"litellm.RateLimitError: RateLimitError: MoonshotException - {RPM}"
    start = "Traceback (most recent call last):\n"
    text = f"{start}{inner}\n\nDuring handling of the above exception, another exception occurred:\n\n{start}{outer}\n"
    assert ids(text) == ["open-platform/rpm-limit"]


def test_a_product_that_excludes_the_answer_is_all_that_is_said_of_it() -> None:
    unknown = diagnose("Kimi For Coding is currently only available for Coding Agents such as Kimi CLI", product="open-platform").unknown
    assert unknown is not None and "kimi-code/client-not-allowed" in unknown.summary
    assert unknown.advice == ["Ask again without `--product`."]


def test_a_short_message_behind_its_status_is_no_phrase_of_http() -> None:
    refused = f"[09:00] 401 Invalid Authentication ({PLATFORM})"
    limited = f"[09:01] 429 {RPM}"
    assert ids(f"{refused}\n{limited}") == ["open-platform/invalid-authentication", "open-platform/rpm-limit"]
    assert ids(f"[09:00] 504 Gateway Timeout ({PLATFORM})\n{limited}") == ["open-platform/rpm-limit"]


def test_a_cut_message_is_not_called_unknown() -> None:
    said = unknown("Error code: 429 - {'error': {'message': 'Your account org-4e1c07a1b2c3<ak-f7d2b9> request reached organiz...")
    assert said.summary.startswith("The message is cut off or changed")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("{'message': 'Invalid request: Your request exceeded model token limit: 2621", None),
        ("Invalid request: Your request exceeded model token limit: 2621...", None),
        ("Invalid request: Your request exceeded model token limit: 262144", 262144),
        ("{'message': 'Invalid request: Your request exceeded model token limit: 262144'}", 262144),
    ],
)
def test_a_number_that_may_be_cut_is_none(text: str, limit: int | None) -> None:
    assert diagnose(text).findings[0].values.get("limit") == limit


def test_a_type_that_only_kimi_has_counts_before_other_names_around() -> None:
    text = 'File "/home/me/ansible/ask.py", line 3\n    ask(model="kimi-k3")\nError code: 429 - ' + body(
        OVERLOADED, type="engine_overloaded_error"
    )
    assert ids(text) == ["open-platform/engine-overloaded"]


def test_the_type_of_an_error_whose_message_is_known_is_no_second_answer() -> None:
    message = "unauthenticated: failed_precondition: 因违反用户协议,该账号已被禁用。"
    assert ids(body(message, type="unauthenticated")) == ["kimi-code/account-disabled"]


def test_the_envelope_of_anthropic_is_no_type() -> None:
    said = unknown(f'POST {CODE} 403 {{"type":"error","error":{{"type":"teapot_error","message":"The teapot is hot"}}}}')
    assert said.observed.error_type == "teapot_error"


def test_contacts_are_named_only_where_something_shows_kimi() -> None:
    assert unknown('529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}').send_to == ""
    assert unknown(f"POST {PLATFORM} -> HTTP 500\n" + body("The teapot is hot")).send_to
