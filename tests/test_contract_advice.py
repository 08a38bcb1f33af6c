"""What a finding says: confidence, values in the advice, conflicts, questions, gateways, settings of the client."""

from __future__ import annotations

import json

import pytest

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.report import Finding

RPM = "Your account org-abc<ak-xyz> request reached organization max RPM: 3, please try again after 7 seconds"
TPM = "Your account org-abc<ak-xyz> request reached organization TPM rate limit, current:512,000, limit:500000"
TOKENS = "Invalid request: Your request exceeded model token limit: 262144 (requested: 558009)"
QUOTA = "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle."
OVERLOADED = "The engine is currently overloaded, please try again later"
NO_MODEL = "Not found the model kimi-k9-turbo or Permission denied"
PLATFORM = "https://api.moonshot.ai/v1/chat/completions"
CODE = "https://api.kimi.com/coding/v1/messages"
KEY = "sk-kimi-abcdefghijklmnopqrstuvwxyz0123456789"


def body(message: str, **more: str) -> str:
    return json.dumps({"error": {"message": message, **more}}, ensure_ascii=False)


def first(text: str, **options: str) -> Finding:
    return diagnose(text, **options).findings[0]


CERTAIN = {
    "bare": RPM,
    "wrapped": RPM.replace(" ", "\n  "),
    "json in json": json.dumps(json.dumps(body(RPM))),
    "coloured": f"\x1b[31m{RPM}\x1b[0m",
    "in a box": "│ " + RPM.replace(", ", ",  │\n│ ") + " │",
    "capitals": RPM.upper(),
}
LIKELY = {
    "older wording": "Your account abc123<ak-xyz> request reached max request: 3, please try again after 7 seconds",
    "cut at the end": RPM[:70],
    "retyped": RPM.replace("organization", "organisation").replace("reached", "reachd"),
    "type alone": '{"error":{"message":"","type":"incorrect_api_key_error"}}',
    "two products": TOKENS,
}
POSSIBLE = {
    "status": f"POST {PLATFORM} failed: HTTP 429",
    "client's sentence": "There's an issue with the selected model (kimi-k2.5). It may not exist or you may not have access to it.",
    "general words": "Access denied",
    "type of several": '{"error":{"message":"","type":"exceeded_current_quota_error"}}',
}


@pytest.mark.parametrize("text", CERTAIN.values(), ids=CERTAIN)
def test_certain(text: str) -> None:
    found = first(text)
    assert (found.entry.id, found.confidence, found.conflicts) == ("open-platform/rpm-limit", "certain", [])


@pytest.mark.parametrize("text", LIKELY.values(), ids=LIKELY)
def test_likely(text: str) -> None:
    found = first(text)
    assert (found.confidence, found.recognised) == ("likely", True)
    assert found.reasons


@pytest.mark.parametrize("text", POSSIBLE.values(), ids=POSSIBLE)
def test_possible(text: str) -> None:
    report = diagnose(text)
    assert {finding.confidence for finding in report.findings} == {"possible"}
    assert (report.recognised, report.unknown is None) == (False, False)


FOREIGN = {
    "OpenAI": "Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-4o in organization org-Zz11Yy22 on requests per min (RPM): Limit 500'}}",
    "Anthropic": '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}',
    "own database": "psql: FATAL: sorry, too many clients already",
    "mail": "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Invalid authentication')",
    "ordinary text": "The meeting is at 429 Main Street, please try again later.",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_an_error_of_others_gives_no_finding(text: str) -> None:
    assert diagnose(text).findings == []


@pytest.mark.parametrize(
    ("host", "key", "expected"),
    [
        (PLATFORM, KEY, True),
        (PLATFORM, "sk-kimi-Ab1***", True),
        (CODE, KEY, False),
        (PLATFORM, "sk-abcdefghijklmnopqrstuvwxyz0123456789", False),
        ("", KEY, False),
    ],
)
def test_a_key_of_another_platform_than_the_hosts_is_told(host: str, key: str, expected: bool) -> None:
    found = first(f"{host} with {key}\n401 {body('Invalid Authentication', type='invalid_authentication_error')}")
    assert [("`sk-kimi-`" in conflict, "takes only its own keys" in conflict) for conflict in found.conflicts] == [(True, True)] * expected


VALUES = {
    "limit and seconds": (RPM, {"limit": 3, "seconds": 7}),
    "thousands": (TPM, {"current": 512000, "limit": 500000}),
    "two numbers": (TOKENS, {"limit": 262144, "requested": 558009}),
    "model": (NO_MODEL, {"model": "kimi-k9-turbo"}),
    "size": ("total message size 5943865 exceeds limit 2097152", {"size": 5943865, "limit": 2097152}),
    "index": ("thinking is enabled but reasoning_content is missing in assistant tool call message at index 2", {"index": 2}),
    "full width": (RPM.replace("3", "３").replace("7", "７"), {"limit": 3, "seconds": 7}),
    "broken number": (TOKENS.replace("262144", "262\n    144"), {"limit": 262144, "requested": 558009}),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES)
def test_values_are_typed(text: str, expected: dict[str, object]) -> None:
    found = first(text).values
    assert {name: found.get(name) for name in expected} == expected
    assert {name: type(found[name]) for name in expected} == {name: type(value) for name, value in expected.items()}


USED = {
    "difference": (TOKENS, {}, "at least 295,865 tokens"),
    "seconds": (RPM, {}, "Wait 7 s"),
    "limit": (RPM, {}, "no more than 3 go out in a minute"),
    "host in a command": (f"{NO_MODEL} https://api.moonshot.cn/v1", {}, "curl -sS https://api.moonshot.cn/v1/models"),
    "name of the setting": (f"{NO_MODEL} {PLATFORM}", {"client": "claude-code"}, "`ANTHROPIC_MODEL`"),
}


@pytest.mark.parametrize(("text", "options", "expected"), USED.values(), ids=USED)
def test_values_are_used_in_the_advice(text: str, options: dict[str, str], expected: str) -> None:
    assert [step for step in first(text, **options).fix if expected in step]


@pytest.mark.parametrize(
    "text", [entry.messages[0].text for entry in builtin_catalog().entries() if entry.messages and entry.kind == "error"]
)
def test_no_placeholder_is_left_in_the_advice(text: str) -> None:
    for finding in diagnose(text).findings:
        said = " ".join([finding.title, finding.cause, finding.note, *finding.fix])
        names = {name for message in finding.entry.messages for name in message.text.replace("{", " {").split() if name.startswith("{")}
        assert [name for name in names if name.partition(":")[0] + "}" in said] == []
        assert "{where_" not in said


def test_the_retry_advice_takes_the_seconds_of_the_message() -> None:
    retry = first(RPM).retry
    assert (retry.verdict, retry.after_seconds, retry.max_attempts) == ("retry", 7, 3)


@pytest.mark.parametrize(("status", "verdict", "attempts"), [(502, "retry", 3), (429, "retry", 3), (401, "fix", 0)])
def test_the_verdict_follows_the_status_that_a_gateway_got(status: int, verdict: str, attempts: int) -> None:
    message = f'{{"error":{{"message":"bad response status code {status} (request id: 20261104093015482173956AbCdEfGh)","type":"upstream_error"}}}}'
    found = first(message)
    assert (found.entry.id, found.retry.verdict, found.retry.max_attempts) == ("gateway/bad-response-status-code", verdict, attempts)


@pytest.mark.parametrize(("text", "verdict"), [(OVERLOADED, "retry"), (QUOTA, "wait"), (TOKENS, "fix")], ids=["retry", "wait", "fix"])
def test_the_verdict(text: str, verdict: str) -> None:
    assert first(text).retry.verdict == verdict


def test_a_status_that_does_not_fit_is_a_conflict() -> None:
    found = first(f"Error code: 401 - {body(QUOTA)}")
    assert (found.entry.id, found.observed.http_status) == ("kimi-code/billing-cycle-quota", 401)
    assert found.conflicts == ["The text says 401 (read as a wrong key), but this message comes with 403; the message decides."]


def test_a_sentence_of_the_client_that_misleads_is_a_conflict() -> None:
    found = first(f"⎿  Failed to authenticate. API Error: 403 {body(QUOTA)} · Please run /login")
    assert found.entry.id == "kimi-code/billing-cycle-quota"
    assert [conflict for conflict in found.conflicts if "Claude Code" in conflict and "Please run /login" in conflict]
    assert [conflict for conflict in found.conflicts if "Claude Code" in conflict and "Failed to authenticate" in conflict]


def test_a_status_that_fits_is_none() -> None:
    assert first(f"Error code: 429 - {body(RPM)}").conflicts == []


@pytest.mark.parametrize("text", ["Invalid Authentication", TOKENS, OVERLOADED, NO_MODEL], ids=["key", "tokens", "overloaded", "model"])
def test_the_same_words_in_two_products_end_in_a_question(text: str) -> None:
    found = first(text)
    assert found.ambiguous
    assert [other.id for other in found.alternatives] == [found.entry.twin]
    assert "Which base URL does your client use?" in found.question
    assert found.confidence == "likely"


DECIDED = {
    "host": ("open-platform", f"POST {PLATFORM} {{}}"),
    "host of Kimi Code": ("kimi-code", f"POST {CODE} {{}}"),
    "base URL": ("open-platform", "base_url=https://api.moonshot.cn/v1\n{}"),
    "key": ("kimi-code", f"Authorization: Bearer {KEY}\n{{}}"),
    "model": ("kimi-code", "model=kimi-for-coding\n{}"),
    "exception": ("open-platform", "litellm.BadRequestError: MoonshotException - {}"),
    "id": ("open-platform", "key org-0123456789abcdef<ak-f3k9x2m7q1z8w5v4t6yn>\n{}"),
}


@pytest.mark.parametrize(("product", "around"), DECIDED.values(), ids=DECIDED)
def test_a_sign_of_the_product_decides(product: str, around: str) -> None:
    found = first(around.replace("{}", body(OVERLOADED)))
    assert (found.entry.id, found.ambiguous, found.alternatives) == (f"{product}/engine-overloaded", False, ())


@pytest.mark.parametrize("around", [DECIDED["key"][1], DECIDED["model"][1]], ids=["key", "model"])
def test_a_sign_of_the_product_that_documents_the_words_decides(around: str) -> None:
    found = first(around.replace("{}", body(TOKENS)))
    assert (found.entry.id, found.ambiguous) == ("kimi-code/token-limit", False)


def test_a_gateway_in_between_is_told() -> None:
    found = first(f'{{"error":{{"message":"{RPM} (request id: 20261104093015482173956AbCdEfGh)","type":"new_api_error"}}}}')
    assert (found.entry.id, found.observed.layers) == ("open-platform/rpm-limit", ("new-api", "kimi"))
    assert [note for note in found.client_notes if "gateway" in note and "operator" in note]
    assert [note for note in first(RPM).client_notes if "gateway" in note] == []


CLIENTS = {"claude-code": "ANTHROPIC_BASE_URL", "codex": "config.toml", "cline": "Base URL", "openai-python": "base_url"}


@pytest.mark.parametrize(("client", "setting"), CLIENTS.items(), ids=CLIENTS)
def test_the_settings_of_the_client_that_is_named(client: str, setting: str) -> None:
    text = f"Invalid Authentication\n{PLATFORM}"
    known = builtin_catalog().context.client(client)
    assert setting in known.base_url
    assert [step for step in first(text, client=client).fix if known.base_url in step or known.api_key in step]
    assert [step for step in first(text).fix if known.base_url in step] == []


def test_a_step_for_one_client_is_for_that_client() -> None:
    login = "Ignore the hint to run `/login`: it is about Anthropic accounts."
    assert login in first(QUOTA, client="claude-code").fix
    assert login not in first(QUOTA, client="codex").fix
    assert login in first(f"⎿  API Error: 403 {body(QUOTA)}").fix


@pytest.mark.parametrize("id", [client.id for client in builtin_catalog().context.clients])
def test_every_client_may_be_named(id: str) -> None:
    found = first(f"Invalid Authentication\n{PLATFORM}", client=id)
    assert found.entry.id == "open-platform/invalid-authentication"
    assert all(found.fix)


def test_several_errors_keep_what_stands_beside_them() -> None:
    litellm = f"litellm.RateLimitError: RateLimitError: OpenAIException - {RPM}"
    claude = f"API Error: 404 {body(NO_MODEL, type='resource_not_found_error')}"
    found = {finding.entry.id: finding for finding in diagnose(f"$ first\n{litellm}\n\n$ second\n{claude}").findings}
    limit, model = found["open-platform/rpm-limit"], found["open-platform/model-not-found"]
    assert (limit.observed.http_status, limit.observed.client, limit.observed.model) == (429, "litellm", "")
    assert (model.observed.http_status, model.observed.client, model.observed.model) == (404, "claude-code", "kimi-k9-turbo")
    assert model.conflicts == []


def test_what_stands_before_several_errors_is_said_of_all() -> None:
    found = diagnose(f"model: kimi-k2.5\nbase_url: {PLATFORM}\n{RPM}\nAPI Error: 400 {body(TOKENS)}").findings
    assert {(finding.observed.host, finding.observed.model) for finding in found} == {("api.moonshot.ai", "kimi-k2.5")}


def test_an_account_behind_a_gateway_may_be_the_operators() -> None:
    found = first(
        body("Your account org-1<ak-1> is suspended, please check your plan and billing details (request id: 2025122121585440548VkTsCSO2)")
    )
    assert found.entry.id == "open-platform/account-suspended"
    assert "operator" in found.fix[0] and "2025122121585440548VkTsCSO2" in found.fix[0]


def test_minutes_of_a_message_are_waited_for() -> None:
    retry = first(body("您已达到请求数限制：30分钟内最多请求10次", type="new_api_error")).retry
    assert (retry.verdict, retry.after_seconds) == ("retry", 1800)


def test_the_address_is_the_one_the_client_needs() -> None:
    steps = " ".join(first(f"API Error: 404 {body(NO_MODEL)}", product="open-platform").fix)
    assert "https://api.kimi.com/coding/`" in steps and "coding/v1" not in steps


def test_what_a_product_leaves_out_is_told() -> None:
    report = diagnose(RPM, product="kimi-code")
    assert report.findings == [] and report.unknown and "open-platform/rpm-limit" in report.unknown.summary


def test_the_seconds_of_the_retry_after_header_count() -> None:
    text = 'HTTP/1.1 429\nretry-after: 45\n\n{"error":{"message":"The engine is currently overloaded, please try again later"}}'
    assert diagnose(text).findings[0].retry.after_seconds == 45
    with_both = text.replace("The engine is currently overloaded, please try again later", RPM)
    assert diagnose(with_both).findings[0].retry.after_seconds == 45  # the longer one
    assert diagnose(text.replace("45", "Fri, 20 Nov 2026 10:00:00 GMT")).findings[0].retry.after_seconds is None


SCHEMA = "tools.function.parameters is not a valid moonshot flavored json schema, details: <At path 'a.b': type is not defined>"
THINKING = "thinking is enabled but reasoning_content is missing in assistant tool call message at index 2"


@pytest.mark.parametrize(
    ("message", "id", "where", "product"),
    [
        (SCHEMA, "open-platform/tool-schema-invalid", CODE, "kimi-code"),
        (THINKING, "kimi-code/reasoning-content-missing", PLATFORM, "open-platform"),
        (QUOTA, "kimi-code/billing-cycle-quota", CODE, "kimi-code"),
    ],
    ids=["schema", "thinking", "its own"],
)
def test_what_another_product_sends_too_is_told_of_it(message: str, id: str, where: str, product: str) -> None:
    text = f"POST {where} -> 400 {body(message)}"
    found = first(text)
    assert (found.entry.id, found.product_name) == (id, {"kimi-code": "Kimi Code", "open-platform": "Kimi Open Platform"}[product])
    (narrowed,) = diagnose(text, product=product).findings
    assert (narrowed.entry.id, narrowed.recognised) == (id, True)
    assert not [finding for finding in diagnose(text, product="gateway").findings if finding.recognised]
