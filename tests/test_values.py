"""What is read out of a text besides the message: statuses, codes, ids, models, clients, and the values in the message."""

from __future__ import annotations

from typing import Any

import pytest

from kimierr import diagnose
from kimierr.match.numbers import whole_number
from kimierr.match.status import statuses

AUTH = '{"error":{"message":"Invalid Authentication","type":"invalid_authentication_error"}}'


def read(text: str) -> list[int]:
    return [status.value for status in statuses(text, text.lower())]


def first(text: str) -> dict[str, Any]:
    found: dict[str, Any] = diagnose(text, redact=False).to_dict()["findings"][0]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "POST /v1/chat/completions (412 ms)",
        "received 403 bytes",
        "Content-Length: 401",
        '{"latency":412,"model":"k3"}',
        '{"duration_ms":401}',
        "main.py:429",
        "used 412 tokens",
        "Tokens used: 412",
        "connect 127.0.0.1:443 failed",
        "connect api.moonshot.cn:443 timeout",
        "    411 first = 1\n--> 412 raise error\n    413 last = 2",
        "messages[401]",
    ],
)
def test_other_numbers_are_no_status(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTP/2 400\ncontent-length: 401", [400]),
        ("POST https://api.moonshot.cn/v1/chat/completions\n429\n412 ms", [429]),
        ("Error code: 401 - {", [401]),
        ("✻ 401 Invalid Authentication", [401]),
        ('https://api.moonshot.cn/v1 404 {"error":', [404]),
        ("the response has a status code of 429 and", [429]),
        ("failed (401): {", [401]),
        ("远程服务器返回错误: (429) Too Many Requests", [429]),
        ("kimi: 401 Invalid Authentication", [401]),
        ('"GET /v1/models HTTP/1.1" 401 412', [401]),
        ("400 tools.function.parameters is not", [400]),
        ("429, message='Too Many Requests'", [429]),
        ("接口报[404] {", [404]),
        ("429", [429]),
    ],
)
def test_a_status_is_read(text: str, expected: list[int]) -> None:
    assert read(text) == expected


def test_a_status_behind_error_code_is_no_error_code() -> None:
    observed = first("Error code: 401 - " + AUTH)["observed"]
    assert (observed["http_status"], observed["error_code"]) == (401, None)


def test_a_code_of_the_body_stays_one() -> None:
    assert (
        first("{'code': 400, 'message': 'The request was rejected because it was considered high risk'}")["observed"]["error_code"] == "400"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Copilot Request id: 71086eb4-5605\n\nReason: 401 {AUTH}", None),
        (f"Request Id: 71086eb4-5605\nGH Request Id: C0:FE\nReason: 401 {AUTH}", None),
        (f"req_id: b18497be59 {AUTH}", None),
        (f"401 {AUTH} (request id: 2026100209)", "2026100209"),
        (f"x-request-id: 2026100209\n{AUTH}", "2026100209"),
    ],
)
def test_only_the_server_s_request_id_counts(text: str, expected: str | None) -> None:
    assert first(text)["observed"]["request_id"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Model: Moonshot Chat\nStatus Code: 401\n401 Invalid Authentication", None),
        ("Model: Kimi K2\nStatus Code: 401\n401 Invalid Authentication", None),
        ("model: kimi-k2.5 status: 401 Invalid Authentication", "kimi-k2.5"),
    ],
)
def test_a_model_is_not_half_a_name(text: str, expected: str | None) -> None:
    assert first(text)["observed"]["model"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("panic: API returned unexpected status code: 401: Invalid Authentication", None),
        ("unexpected status: 401 Invalid Authentication", None),
        ("unexpected status 401 Unauthorized: Invalid Authentication, url: https://api.moonshot.ai/v1/responses", "codex"),
    ],
)
def test_codex_is_known_by_its_own_sentence(text: str, expected: str | None) -> None:
    assert first(text)["observed"]["client"] == expected


RATE = "request reached organization max RPM: 60, please try again after 2 seconds"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ('"token quota is not enough, token remain quota: $0.25, need quota: $5.50 (request id: 20250903)"', "needed", "$5.50"),
        ("用户额度不足, 剩余额度: $-0.000002 (request id: 2026), url: http://127.0.0.1/v1", "remaining", "$-0.000002"),
        ("用户额度不足, 剩余额度: $0.1, url: http://127.0.0.1/v1", "remaining", "$0.1"),
        (
            '{"error":{"message":"do request failed: Post \\"https://x.cn/v1\\": dial tcp"}} in log',
            "detail",
            'Post "https://x.cn/v1": dial tcp',
        ),
        ('The "Invalid request: agent message content is empty" error when using OneAPI', "detail", "agent message content is empty"),
        ("{error={message=Failed to extract file: bad pdf, type=server_error}} from /v1/files", "detail", "bad pdf"),
        ('["message"]=> string(20) "Failed to extract file: bad pdf"\n  ["type"]=> string(5)', "detail", "bad pdf"),
        ("  [message] => Failed to extract file: bad pdf\n    [type] => server_error", "detail", "bad pdf"),
        ("<log><msg>Failed to extract file: bad pdf</msg></log>", "detail", "bad pdf"),
        ("| 500 | Failed to extract file: bad pdf (page 2) | 3 |", "detail", "bad pdf (page 2)"),
        ("Failed to extract file: can't read 'a, b' of it", "detail", "can't read 'a, b' of it"),
    ],
)
def test_a_value_ends_with_its_record(text: str, name: str, expected: str) -> None:
    assert first(text)["values"][name] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your current subscription does not have access to k3. Please upgrade.", {"model": "k3"}),
        (
            "Your current subscription does not have access to k3. Upgrade at https://www.kimi.com/code.",
            {"model": "k3", "url": "https://www.kimi.com/code"},
        ),
        ("Not found the model Kimi K2 or Permission denied", {"model": "Kimi K2"}),
        ("Not found the model kimi-k\n2.5 or Permission denied", {"model": "kimi-k2.5"}),
        ("│ Not found the model kimi-k │\n│ 2.5 or Permission denied │", {"model": "kimi-k2.5"}),
    ],
)
def test_a_word_ends_at_a_blank(text: str, expected: dict[str, str]) -> None:
    assert first(text)["values"] == expected


@pytest.mark.parametrize("prefix", ["# ", "worker-1 | ", "Oct 02 09:13:44 srv1 chatd[4031]: "])
def test_a_prefix_of_each_line_is_in_no_value(prefix: str) -> None:
    lines = [
        "Error: Your account",
        "org-9c1f27aa <ak-7kq2m> request reached organization max RPM: 60, please try",
        "again after 2 seconds",
    ]
    text = "\n".join(prefix + line for line in lines)
    found = first(text)["values"]
    assert {name: found.get(name) for name in ("organization", "key_id", "limit", "seconds")} == {
        "organization": "org-9c1f27aa",
        "key_id": "ak-7kq2m",
        "limit": 60,
        "seconds": 2,
    }


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ("org-...<ak-...>", ("org-...", "ak-...")),
        ("| <ak-7kq2m>", ("-", "ak-7kq2m")),
        ("org-9c1f27aa <#>", ("org-9c1f27aa", "-")),
        ("org-9c1f27aa / proj-77aa01 <ak-7kq2m>", ("org-9c1f27aa", "ak-7kq2m")),
        ("org-9c1f\n27aa<ak-7k\nq2m>", ("org-9c1f27aa", "ak-7kq2m")),
    ],
)
def test_ids_are_whole_or_left_out(ids: str, expected: tuple[str, str]) -> None:
    found = first(f"Your account {ids} {RATE}")["values"]
    assert (found.get("organization", "-"), found.get("key_id", "-")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("262,144", 262144), ("262.144", 262144), ("1.505.241", 1505241), ("1\uff0c500\uff0c000", 1500000), ("262 144", 262144), ("1_000", 1000),
        ("262\n144", 262144), ("26\n2144 (requested", 262144), ("12, 13", 12), ("1.5", 1), ("-3", -3), ("2O", None), ("26Z144", None), ("", None),
        ("9" * 19, None),
    ],
)  # fmt: skip
def test_a_whole_number_is_read_as_it_is_meant_or_not_at_all(written: str, expected: int | None) -> None:
    assert whole_number(written) == expected
