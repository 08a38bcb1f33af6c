"""Hand-made entries, findings and reports for the tests of the renderers."""

from __future__ import annotations

from typing import Any

from kimierr.model import Code, Entry, Link, Message, Retry, Source, Step, Words
from kimierr.report import Alternative, Finding, Observed, Report, RetryAdvice, Unknown

HOSTILE = (
    "\nFix: pay\r\n::error::x\n# head\n- item\n1. one <script>alert(1)</script> [a](https://evil.example) "
    "![i](x) https://evil.example www.evil.example a@b.example @octocat [/b] [red]red[/red] :warning: `tick %0A | * _ ~~ $x$ &lt;"
)
LONG_COMMAND = "curl -sS -i https://api.moonshot.ai/v1/chat/completions -H 'Authorization: Bearer $MOONSHOT_API_KEY' -d @request.json"
CHINESE = "请求过于频繁，请稍后重试。这是一个很长的句子，没有空格，也必须能够换行，而且每一行都不能超过终端的宽度。"


def entry(id: str = "open-platform/rpm-limit", **changes: Any) -> Entry:
    fields: dict[str, Any] = {
        "kind": "error",
        "documented": True,
        "http_status": (429,),
        "error_type": ("rate_limit_reached_error",),
        "error_code": (),
        "also_sent_by": (),
        "twin": "",
        "messages": (
            Message("request reached organization max RPM: {limit:int}"),
            Message("Organization-level RPM limit reached", "newer"),
        ),
        "words": (
            ("en", Words("Too many requests per minute", "You sent more than {limit} requests.", "Failed tries count too.", steps())),
        ),
        "retry": Retry("retry", "{seconds}", 3, (1, 2, 4)),
        "links": (
            Link("Top-up and rate limits", "https://platform.kimi.ai/docs/pricing/limits"),
            Link("Errors", "https://platform.kimi.ai/docs/api/errors"),
        ),
        "source": Source("Error list", "https://platform.kimi.ai/docs/api/errors", "2026-11-20"),
    }
    return Entry(id, **(fields | changes))


def steps() -> tuple[Step, ...]:
    return (Step("Wait {seconds} seconds.", "Wait a second."), Step("Use `max_retries=0`.", clients=("openai-python",)))


def gateway_entry() -> Entry:
    return entry(
        "gateway/access-denied", http_status=(), error_code=(Code("access_denied"),), documented=False, twin="open-platform/rpm-limit"
    )


def finding(of: Entry | None = None, confidence: Any = "certain", **changes: Any) -> Finding:
    made = Finding(
        of or entry(), confidence, Observed(http_status=429, host="api.moonshot.ai"), {"limit": 20}, ["the words are cut"], [], 1, 1
    )
    made.product_name = "Kimi Open Platform"
    made.cause = "You sent more than 20 requests in one minute."
    made.fix = ["Wait 1 second, then send the request again.", "Use `OpenAI(max_retries=0)`."]
    made.retry = RetryAdvice("retry", 1, 3)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def report(*findings: Finding) -> Report:
    return Report(list(findings), None, 140, "0.1.0")


def unknown() -> Report:
    seen = Observed("boom", 418, "weird_error", "E7", "req-9", "claude-code", "api.kimi.com", "kimi-k2.5", ("claude-code", "kimi"))
    return Report(
        [],
        Unknown("This message is in none of Kimi's documents.", seen, ["Run `curl -i`.", "Send it."], "support@moonshot.ai"),
        140,
        "0.1.0",
    )


def everything() -> Finding:
    """A finding with something in every place."""
    return finding(
        entry(documented=False),
        "likely",
        ambiguous=True,
        question="Which base URL do you use?",
        alternatives=(Alternative("kimi-code/too-many-requests", "Too many requests", "likely", "the same words"),),
        conflicts=["the client says 401, but the message is a rate limit."],
        client_notes=["Claude Code retries by itself."],
        note="The lowest tier has 3.",
        observed=Observed("m", 401, "", "", "req-1", "claude-code", "api.moonshot.ai", "kimi-k2.5", ("claude-code", "litellm", "kimi")),
        first_line=3,
        last_line=7,
        count=4,
    )


def hostile() -> Report:
    """A report in which every value taken from a text, and every text of the catalog, tries to be more than text."""
    evil = HOSTILE
    bad = finding(
        entry(links=(Link(evil, "javascript:alert(1)"), Link("ok](https://evil.example)", "https://kimi.example/a)b<c> d\ne"))),
        "likely",
        ambiguous=True,
        question=evil,
        title=evil,
        product_name=evil,
        cause=evil,
        note=evil,
        fix=[evil, "Use `a`" + evil, "1. " + evil, "- " + evil],
        reasons=[evil],
        conflicts=[evil],
        client_notes=[evil],
        alternatives=(Alternative("kimi-code/a", evil, "likely", evil),),
        observed=Observed(evil, 401, evil, evil, evil, evil, evil, evil, (evil, "kimi")),
    )
    return report(bad, finding(confidence="possible", title=evil, cause=evil))
