"""Which client a paste comes from: by its own words, by the command that was typed, and not by what others say too."""

from __future__ import annotations

import pytest

from kimierr import diagnose

BAD_KEY = "401 Incorrect API key provided"
OVERLOADED = "The engine is currently overloaded, please try again later"
ID = "(request id: 20261120114602318845678Qw7RtYpL)"


def client(text: str) -> str:
    finding = diagnose(text).findings[0]
    return finding.observed.client


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("me@box:~/shop$ opencode run hi", "opencode"),
        ("~/shop % pi -p hi", "pi"),
        ("❯ codex exec hi", "codex"),
        ("$ cat main.py | llm -m kimi-k2.5 hi", ""),
        ("$ python main.py --pi hi", ""),
        ("costs 3 $ a month", ""),
    ],
)
def test_the_command_behind_a_prompt_shows_its_client(typed: str, expected: str) -> None:
    assert client(f"{typed}\nError: {BAD_KEY} {ID}") == (expected or "new-api")


def test_a_typed_command_says_more_than_what_several_programs_print() -> None:
    assert client(f"$ llm -m kimi-k2.5 hi\nError: Error code: {BAD_KEY}") == "llm"


def test_what_several_programs_print_says_nothing_beside_a_client_that_shows_itself_elsewhere() -> None:
    head = f"2026-11-21T04:23:12.382Z [ERROR] OpenAI API Error: {BAD_KEY}"
    stack = "2026-11-21T04:23:12.420Z [ERROR] at file:///usr/lib/node_modules/@qwen-code/qwen-code/cli.js:1:2"
    assert client(head) == "claude-code"
    assert client(f"{head}\n{stack}") == "qwen-code"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"requests: 500 Server Error: {OVERLOADED} for url: https://api.moonshot.ai/v1/chat/completions", "requests"),
        (f"kimi: unexpected 500 Internal Server Error: {OVERLOADED}", ""),
    ],
)
def test_a_reason_phrase_is_no_library(line: str, expected: str) -> None:
    assert client(line) == expected


def test_a_client_and_a_model_that_speak_for_different_products_decide_nothing() -> None:
    (found,) = diagnose(f"LLM provider error: {OVERLOADED}\nagent (kimi-k2.5)  ~/shop").findings
    assert found.ambiguous
    (found,) = diagnose(f"LLM provider error: {OVERLOADED}\nagent  ~/shop").findings
    assert (found.entry.id, found.ambiguous, found.confidence) == ("kimi-code/engine-overloaded", False, "likely")
