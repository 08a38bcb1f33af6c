import pytest
from render_samples import HOSTILE, entry, everything, finding, hostile, report, unknown

from kimierr.render import plain
from kimierr.render.words import duration, fit, verdict, whole_seconds
from kimierr.report import Observed, Report, RetryAdvice

LABELS = (
    "Undecided:",
    "Or:",
    "Conflict:",
    "Why:",
    "Cause:",
    "Fix:",
    "Client:",
    "Retry:",
    "Note:",
    "Source:",
    "Seen:",
    "More:",
    *[f"  {n}. " for n in range(1, 5)],
)


def test_one_finding_reads_from_what_it_is_to_where_it_was():
    assert plain.render(report(finding())) == (
        "429 Kimi Open Platform: Too many requests per minute   [open-platform/rpm-limit, certain]\n"
        "Cause: You sent more than 20 requests in one minute.\n"
        "Fix:\n"
        "  1. Wait 1 second, then send the request again.\n"
        "  2. Use `OpenAI(max_retries=0)`.\n"
        "Retry: yes, after 1 second, at most 3 times.\n"
        "Seen: host api.moonshot.ai\n"
        "More: https://platform.kimi.ai/docs/pricing/limits\n"
        "More: https://platform.kimi.ai/docs/api/errors\n"
    )


def test_everything_there_is_to_say_is_said_in_order():
    text = plain.render(report(everything()))
    said = [line.partition(":")[0] for line in text.splitlines()[1:] if not line.startswith(" ")]
    assert said == ["Undecided", "Or", "Conflict", "Why", "Cause", "Fix", "Client", "Retry", "Note", "Source", "Seen", "More", "More"]
    assert "Undecided: the text does not decide which error it is. Which base URL do you use?\n" in text
    assert "Or: Too many requests [kimi-code/too-many-requests, likely]: the same words\n" in text
    assert "Source: seen in the field, in no official page.\n" in text
    assert (
        "Seen: status 401, request id req-1, model kimi-k2.5, host api.moonshot.ai, via claude-code > litellm > kimi; lines 3-7; 4 times\n"
        in text
    )


def test_a_status_the_entry_never_comes_with_is_named_where_it_was_seen():
    assert plain.render(report(finding(observed=Observed(http_status=500)))).startswith("429 ")
    assert "Seen: status 500\n" in plain.render(report(finding(observed=Observed(http_status=500))))
    assert plain.render(report(finding(entry(http_status=()), observed=Observed()))).startswith("Kimi Open Platform: ")


def test_several_findings_are_numbered_and_apart():
    text = plain.render(report(finding(), finding(), finding(confidence="possible")))
    blocks = text.split("\n\n")
    assert [block[:8] for block in blocks] == ["(1 of 3)", "(2 of 3)", "(3 of 3)"]
    assert blocks[2].startswith("(3 of 3) Possible, not certain: 429 ")


def test_a_hint_is_short_and_says_so():
    text = plain.render(report(finding(confidence="possible", fix=["a", "b", "c", "d", "e"], note="n")))
    assert text.startswith("Possible, not certain: 429 Kimi Open Platform: ")
    assert "Retry:" not in text and "Note:" not in text
    assert "  3. c\n  4. For 2 more steps, run `kimierr show open-platform/rpm-limit`.\n" in text


def test_unknown_errors_show_what_is_known_and_what_to_do():
    assert plain.render(unknown()) == (
        "Not recognised: This message is in none of Kimi's documents.\n"
        "Message: boom\n"
        "Known: type weird_error, code E7, status 418, request id req-9, model kimi-k2.5, host api.kimi.com, via claude-code > kimi\n"
        "Next:\n  1. Run `curl -i`.\n  2. Send it.\n"
        "Send to: support@moonshot.ai\n"
    )


def test_unknown_comes_before_hints_and_is_silent_beside_an_answer():
    mixed = unknown()
    mixed.findings = [finding(confidence="possible")]
    assert plain.render(mixed).index("Not recognised") < plain.render(mixed).index("Possible, not certain")
    mixed.findings = [finding()]
    assert "Not recognised" not in plain.render(mixed)


def test_an_empty_report_says_so():
    assert plain.render(Report([], None, 140, "0.1.0")) == "No Kimi error found in this text.\n"


def test_no_value_can_fake_a_line():
    for line in plain.render(hostile()).splitlines():
        assert not line or line.startswith((*LABELS, "(1 of 2) ", "(2 of 2) ")), line
    assert "[/b] [red]red[/red] :warning: `tick" in plain.render(hostile())


@pytest.mark.parametrize(
    ("retry", "words"),
    [
        (RetryAdvice("retry", 1, 3), "yes, after 1 second, at most 3 times."),
        (RetryAdvice("retry", 1.5), "yes, after 1.5 seconds."),
        (RetryAdvice("retry", None, 3, (1, 2, 4)), "yes, after 1, then 2, then 4 seconds, at most 3 times."),
        (RetryAdvice("retry", None, 1, (1,)), "yes, after 1 second, at most once."),
        (RetryAdvice("retry"), "yes, the same request may succeed."),
        (RetryAdvice("retry", float("inf"), 2), "yes, at most 2 times."),
        (RetryAdvice("wait"), "not yet: a limit must reset first."),
        (RetryAdvice("wait", 18000), "not yet: a limit must reset first, in 5 hours."),
        (RetryAdvice("fix", 3), "no, something must change first."),
    ],
)
def test_verdicts_in_words(retry, words):
    assert verdict(retry) == words


@pytest.mark.parametrize(
    ("seconds", "words", "whole"),
    [
        (0, "0 seconds", 0),
        (0.2, "0.2 seconds", 1),
        (119, "119 seconds", 119),
        (3725, "1 hour 2 minutes 5 seconds", 3725),
        (86400, "1 day", 86400),
    ]
    + [(bad, "", None) for bad in (None, -1, float("nan"), float("inf"), 10**400)],
)
def test_durations(seconds, words, whole):
    assert (duration(seconds), whole_seconds(seconds)) == (words, whole)


def test_many_findings_stay_below_64_kb_and_say_how_many_are_missing():
    text = plain.render(report(*[finding(cause=HOSTILE * 3) for _ in range(500)]))
    shown = text.count("(1 of 500)") + text.count(" of 500)") - 1
    assert len(text.encode()) < 65536
    assert text.endswith(f"\n({500 - shown} more left out; `--format json` shows all.)\n")


def test_one_huge_finding_stays_below_64_kb():
    big = "中" * 100_000
    text = plain.render(report(finding(cause=big, note=big, fix=[big] * 100, conflicts=[big] * 100, title=big), finding()))
    assert len(text.encode()) < 65536
    assert "left out" in text
    assert fit(["a\n" * 60_000], 1).endswith("more lines left out; `--format json` shows all.)\n")
