"""Texts of other clients and look-alikes that a review tried on the program; those that were wrong once stay right.

They are no measure: what was still wrong is not here. tests/test_corpus.py measures.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kimierr import diagnose

ROWS = [json.loads(line) for line in (Path(__file__).parent / "data" / "regressions.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row['accept'][0]}" for number, row in enumerate(ROWS)])
def test_the_answer_stays_right(row: dict[str, object]) -> None:
    first = next((finding.entry.id for finding in diagnose(str(row["text"])).findings if finding.recognised), "none")
    accepted = row["accept"]
    assert isinstance(accepted, list) and first in accepted
