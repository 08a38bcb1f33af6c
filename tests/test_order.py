"""Which of several errors comes first, and which are left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from scan_tool import BAD_KEY, scan_json
from scan_tool import rpm as rpm_line

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.diagnosis import MOST_FINDINGS

RPM = "Your account org-abc<ak-xyz> request reached organization max RPM: 3, please try again after 7 seconds"
QUOTA = "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle."
SUSPENDED = "Your account org-abc<ak-xyz> is suspended, please check your plan and billing details"
KEY_TYPE = '2026-10-01T12:00:00Z ERROR {"error":{"message":"","type":"incorrect_api_key_error"}}'
LENGTH = '{"choices":[{"finish_reason":"length"}]}'
IN_A_TABLE = f'MEANS = {{\n    "{SUSPENDED}": ["pay"],\n}}'
BANNED = '{"error":{"message":"用户已被封禁 (request id: 20261104093015482173956AbCdEfGh)","type":"new_api_error"}}'
HINT = "Access denied\n"


def ids(*texts: str) -> list[str]:
    return [finding.entry.id.partition("/")[2] for finding in diagnose("\n\n".join(texts)).findings]


ORDERS = {
    "recognised before hints": ([IN_A_TABLE, RPM], ["rpm-limit", "account-suspended"]),
    "errors before symptoms": ([LENGTH, RPM], ["rpm-limit", "output-truncated"]),
    "to fix, to wait for, to retry": ([RPM, QUOTA, SUSPENDED], ["account-suspended", "billing-cycle-quota", "rpm-limit"]),
    "in order of the text": ([KEY_TYPE, f"2026-10-01T12:00:01Z ERROR {SUSPENDED}"], ["incorrect-api-key", "account-suspended"]),
}


@pytest.mark.parametrize(("texts", "expected"), ORDERS.values(), ids=ORDERS)
def test_the_error_to_act_on_comes_first(texts: list[str], expected: list[str]) -> None:
    assert ids(*texts) == expected


def test_a_text_gives_a_limited_number_of_findings() -> None:
    messages = [message.text for entry in builtin_catalog().entries() for message in entry.messages]
    assert len(ids(*messages)) == MOST_FINDINGS < len(builtin_catalog())


def test_the_words_of_a_bare_status_are_left_out_where_an_error_says_more() -> None:
    assert ids(BANNED) == ["http-403"]
    assert ids(BANNED, RPM) == ids(RPM, BANNED) == ["rpm-limit"]


def test_the_error_to_act_on_comes_first_over_several_files(tmp_path: Path) -> None:
    logs = {"hint": HINT, "once": rpm_line(), "twice": rpm_line() * 2, "wait": f"ERROR {QUOTA}\n", "fix": BAD_KEY}
    for name, text in logs.items():
        (tmp_path / name).write_text(text)
    found = scan_json(*(tmp_path / name for name in logs))["findings"]
    assert [finding["file"].rpartition("/")[2] for finding in found] == ["fix", "wait", "twice", "once", "hint"]
