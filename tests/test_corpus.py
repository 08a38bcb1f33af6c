"""Our own labelled texts: those of real clients, retold by people and damaged, and look-alikes of other services."""

from __future__ import annotations

import pytest
from corpus import NONE, Row, Score, rows, score

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog

LEAST_RIGHT = 0.98
MOST_BLUFF = 0.005


def confident(text: str) -> str:
    first = next((finding for finding in diagnose(text).findings if finding.recognised), None)
    return first.entry.id if first else ""


@pytest.fixture(scope="module")
def result() -> Score:
    return score(confident, rows())


def listed(failures: list[tuple[Row, str]]) -> str:
    return "\n".join(f"[{row.client}] {' or '.join(row.accept)} but {given or 'nothing'}: {row.text[:160]!r}" for row, given in failures)


def test_errors_of_kimi_are_recognised(result: Score) -> None:
    failures = [(row, given) for row, given in result.failures if row.accept != [NONE]]
    assert result.right_rate >= LEAST_RIGHT, f"{result.right} of {result.asked} right\n{listed(failures)}"


def test_errors_of_others_are_left_alone(result: Score) -> None:
    failures = [(row, given) for row, given in result.failures if row.accept == [NONE]]
    assert result.bluff_rate <= MOST_BLUFF, f"{result.bluffs} bluffs in {result.foreign}\n{listed(failures)}"


def test_labels_name_entries() -> None:
    known = set(builtin_catalog().ids()) | {NONE}
    assert [(row.client, id) for row in rows() for id in row.accept if id not in known] == []


def test_texts_are_different() -> None:
    texts = [row.text for row in rows()]
    assert len(set(texts)) == len(texts)
