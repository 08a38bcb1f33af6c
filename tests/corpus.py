"""The labelled texts of tests/data/corpus.jsonl and tests/data/seen, and the score of a program that answers them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).with_name("data")
CORPUS = DATA / "corpus.jsonl"
SEEN = DATA / "seen"
NONE = "none"


@dataclass
class Row:
    """One text as somebody may paste it."""

    text: str
    accept: list[str]
    """Ids that are right; `none` alone: nobody's error but another service's; `none` among others: hardly anything is left to go by."""
    client: str
    why: str


@dataclass
class Score:
    asked: int = 0
    right: int = 0
    foreign: int = 0
    bluffs: int = 0
    failures: list[tuple[Row, str]] = field(default_factory=list)
    """Rows answered wrongly, and the answer (empty for none)."""

    @property
    def right_rate(self) -> float:
        return self.right / self.asked

    @property
    def bluff_rate(self) -> float:
        return self.bluffs / self.foreign


def rows() -> list[Row]:
    return [Row(**json.loads(line)) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def seen() -> list[Row]:
    """Return what programs showed, captured by running them."""
    found = [json.loads(line) for path in sorted(SEEN.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Row(row["text"], row["accept"], row["client"], row["shape"]) for row in found]


def score(answer: Callable[[str], str], texts: list[Row]) -> Score:
    """Score a function that returns the id of a confident answer to a text, or an empty string.

    `right`: the answer is among those accepted, or there is none and none is needed.
    `bluff`: any answer to a text of another service or program.
    """
    total = Score()
    for row in texts:
        given = answer(row.text)
        good = given in row.accept if given else NONE in row.accept
        if row.accept == [NONE]:
            total.foreign += 1
            total.bluffs += not good
        else:
            total.asked += 1
            total.right += good
        if not good:
            total.failures.append((row, given))
    return total
