"""Errors on the way to a host: what shows that it was one of Kimi's, which one, and what to do for each kind of fault."""

from __future__ import annotations

import pytest

from kimierr import diagnose


@pytest.mark.parametrize(
    "text",
    [
        "requests.exceptions.ConnectTimeout: HTTPSConnectionPool(host='api.moonshot.cn', port=443): Max retries exceeded with url: /v1/chat/completions",
        'Post "https://api.moonshot.cn/v1/chat/completions": context deadline exceeded',
        "curl: (6) Could not resolve host: api.moonshot.ai",
        "java.net.SocketTimeoutException: timeout\n\tat okhttp3.RealCall\nrequest to https://api.kimi.com/coding/v1/messages",
    ],
)
def test_a_connection_fault_beside_a_host_of_kimi(text: str) -> None:
    assert diagnose(text).findings[0].entry.id == "open-platform/connection-error"


def test_a_connection_fault_elsewhere_is_not_kimis() -> None:
    assert not [finding for finding in diagnose("curl: (6) Could not resolve host: api.acme.dev").findings if finding.recognised]


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        ("openai.APIConnectionError: Connection error.", False),
        ("ERROR: Connection error", False),
        ("openai.APIConnectionError: Connection error. base_url=https://api.kimi.com/coding/v1", True),
        ("Kimi answers nothing, only `Connection error.`", True),
    ],
)
def test_a_bare_connection_error_needs_a_sign_of_kimi(text: str, recognised: bool) -> None:
    found = diagnose(text).findings[0]
    assert (found.entry.id, found.recognised) == ("open-platform/connection-error", recognised)


def test_a_connection_error_is_told_of_the_host_it_went_to() -> None:
    code, platform = (diagnose(f"dial tcp: lookup {host}: no such host").findings[0] for host in ("api.kimi.com", "api.moonshot.cn"))
    assert (code.product_name, platform.product_name) == ("Kimi Code", "Kimi Open Platform")
    assert any("https://api.kimi.com/coding/v1/models" in step and "$KIMI_API_KEY" in step for step in code.fix)
    assert any("https://api.moonshot.cn/v1/models" in step and "$MOONSHOT_API_KEY" in step for step in platform.fix)


@pytest.mark.parametrize("host", ["api.moonshot.ai.evil.example", "api.moonshot.ai-relay.example", "myapi.moonshot.ai"])
def test_a_longer_name_is_another_host(host: str) -> None:
    findings = diagnose(f"HTTP 500 from https://{host}/v1, model kimi-k2.6").findings
    assert "api.moonshot.ai" not in [finding.observed.host for finding in findings]


def test_the_first_host_of_a_text_is_the_one_that_was_called() -> None:
    unknown = diagnose("HTTP 418 teapot from https://api.kimi.com/coding/v1, see platform.kimi.ai").unknown
    assert unknown is not None and unknown.observed.host == "api.kimi.com"


@pytest.mark.parametrize(
    ("fault", "step", "verdict"),
    [
        ("getaddrinfo ENOTFOUND api.moonshot.cn", "nslookup", "fix"),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate host=api.moonshot.cn",
            "SSL_CERT_FILE",
            "fix",
        ),
        ("read ECONNRESET https://api.moonshot.cn/v1", "stream=True", "retry"),
    ],
)
def test_each_kind_of_connection_fault_has_its_own_steps(fault: str, step: str, verdict: str) -> None:
    first = diagnose(fault).findings[0]
    others = {"nslookup", "SSL_CERT_FILE", "stream=True"} - {step}
    steps = " ".join(first.fix)
    assert step in steps and not any(other in steps for other in others)
    assert first.retry.verdict == verdict


def test_a_client_s_sentence_that_is_a_message_too_is_counted_once() -> None:
    assert diagnose("openai.APIConnectionError: Connection error.").findings[0].count == 1


CERTIFICATE = (
    "httpcore.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in chain (_ssl.c:1006)"
)


@pytest.mark.parametrize(
    ("text", "step", "verdict"),
    [
        (f"{CERTIFICATE}\n\nopenai.APIConnectionError: Connection error.\nbase_url=https://api.moonshot.ai/v1", "SSL_CERT_FILE", "fix"),
        ("TypeError: fetch failed\n  [cause]: Error: getaddrinfo ENOTFOUND api.moonshot.ai", "nslookup api.moonshot.ai", "fix"),
        ("kimi-k2.5 API Error: Unable to connect to API (SELF_SIGNED_CERT_IN_CHAIN)", "NODE_EXTRA_CA_CERTS", "fix"),
        ("kimi-k2.5 API Error: Unable to connect to API (ENOTFOUND)", "nslookup api.moonshot.ai", "fix"),
        ("kimi-k2.5 API Error: Unable to connect to API (ECONNRESET)", "streaming", "retry"),
        ("npm error ENOTFOUND https://registry.npmjs.org\nConnection error. base_url=https://api.moonshot.ai/v1", "streaming", "retry"),
    ],
)
def test_the_real_fault_counts_before_what_a_library_says_of_any(text: str, step: str, verdict: str) -> None:
    finding = diagnose(text).findings[0]
    assert (finding.entry.id, finding.retry.verdict, finding.count) == ("open-platform/connection-error", verdict, 1)
    assert [said for said in finding.fix if step in said]
