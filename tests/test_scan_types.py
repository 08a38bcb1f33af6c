"""Lines that differ only in the error type share an outcome where it makes no difference, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import display
from kimierr.scan.outcome import Outcome
from kimierr.scan.types import split_types
from kimierr.scan.verdicts import Verdicts

TYPES = (
    "invalid_request_error", "server_error", "rate_limit_reached_error", "exceeded_current_quota_error", "content_filter",
    "new_api_error", "upstream_error", "tokens_usage_based", "billing_error", "access_denied", "x_y",
)  # fmt: skip
Frame = Callable[[str, str], str]
FRAMES: dict[str, Frame] = {
    "body": lambda message, type: json.dumps({"error": {"message": message, "type": type}}, ensure_ascii=False),
    "type first": lambda message, type: json.dumps({"type": "error", "error": {"type": type, "message": message}}),
    "in a client's words": lambda message, type: f"openai.RateLimitError: Error code: 429 - {({'error': {'message': message, 'type': type}})}",
    "in another body": lambda message, type: json.dumps({"level": "error", "msg": "failed: " + json.dumps({"message": message, "type": type})}),
    "with a gateway": lambda message, type: json.dumps({"error": {"message": message + " (request id: 20261120114602)", "type": type, "code": 1}}),
    "over lines": lambda message, type: json.dumps({"error": {"message": message, "type": type}}, indent=2),
}  # fmt: skip


def known(outcome: Outcome) -> object:
    """All that a log's reader takes from an outcome, but `similar`, which counts where nothing is found."""
    findings = [
        (finding.entry.id, finding.confidence, finding.first_line, finding.last_line, finding.count, finding.wording, finding.values)
        for finding in outcome.findings
    ]
    return findings, outcome.numbers, outcome.missing, outcome.suffices, outcome.is_plain, outcome.by_status is None, outcome.is_nothing


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_an_outcome_for_any_type_is_that_of_each_type(frame: Frame) -> None:
    catalog = builtin_catalog()
    shared = Verdicts(catalog, "", "", "en", True, types_count=False)
    own = Verdicts(catalog, "", "", "en", True)
    messages = [display(message.text) for entry in catalog.entries() for message in entry.messages]
    for message in messages:
        for type in TYPES:
            line = frame(message, type).encode()
            assert known(shared.of(line)) == known(own.of(line)), line
    assert len(shared.known) == len(own.known)
    outcomes = {id(outcome) for outcome in shared.known.values()}
    assert len(outcomes) < len(shared.known)
    assert len({id(outcome) for outcome in own.known.values()}) == len(own.known)


@pytest.mark.parametrize(
    ("raw", "plain", "types"),
    [
        (b'{"type": "server_error"}', b'{"type": ""}', [b"server_error"]),
        (b'{\\"type\\":\\"server_error\\"}', b'{\\"type\\":\\"\\"}', [b"server_error"]),
        (b"{'type': 'a_b', 'x': {'type': 'c_d'}}", b"{'type': '', 'x': {'type': ''}}", [b"a_b", b"c_d"]),
        (b'{"type": "error"}', b'{"type": "error"}', []),
        (b'{"type": "Server_Error"}', b'{"type": "Server_Error"}', []),
        (b"type server_error", b"type server_error", []),
        (b"typetype: 'server_error", b"typetype: 'server_error", []),
        (b'"type": "' + b"x_" * 40 + b'"', b'"type": "' + b"x_" * 40 + b'"', []),
        (b'"type"', b'"type"', []),
        (b"", b"", []),
    ],
)
def test_types_are_cut_out_of_raw_lines(raw: bytes, plain: bytes, types: list[bytes]) -> None:
    assert split_types(raw) == (plain, types)
