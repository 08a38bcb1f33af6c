"""Every message of every error entry comes back as its entry, in the shapes of clients and after damage.

What counts as right: the first recognised finding is the entry, its `twin`, or another entry that says the very words
that are left. A hint ("possible") with such an id is right too, where the wording is marked `shared` or `whole` (other
services use it) or where a cut leaves words of several entries. After a cut an answer is asked for only if 16 letters of
the message's own words (24 if its start is lost) and half of them are left, and never for `whole` wordings.
"""

from __future__ import annotations

import pytest
from damages import CUTS, DAMAGES
from recovery import Judge
from wrappers import WRAPPERS

OVERALL = 0.99
EACH_WRAPPER = 0.98
EACH_DAMAGE = 0.95
FLOORS = {"typing_errors": 0.89}
"""One letter in 25 wrong leaves too little of short messages that other services use too."""


def rate(judge: Judge, group: str) -> float:
    tallies = [tally for (of, _), tally in judge.tallies.items() if of == group]
    return sum(tally.right for tally in tallies) / sum(tally.asked for tally in tallies)


def first_failures(judge: Judge, group: str, name: str) -> str:
    return "\n\n".join(f"{wanted} -> {answer}\n{text[:600]}" for wanted, answer, text in judge.tallies[group, name].failures[:5])


@pytest.mark.parametrize("group", ["wrapper", "damage"])
def test_nearly_all_messages_are_recovered(judge: Judge, group: str) -> None:
    assert rate(judge, group) >= OVERALL


@pytest.mark.parametrize("name", WRAPPERS)
def test_messages_are_recovered_from_each_client(judge: Judge, name: str) -> None:
    assert judge.tallies["wrapper", name].rate >= EACH_WRAPPER, first_failures(judge, "wrapper", name)


@pytest.mark.parametrize("name", [*DAMAGES, *CUTS])
def test_messages_are_recovered_after_each_damage(judge: Judge, name: str) -> None:
    assert judge.tallies["damage", name].rate >= FLOORS.get(name, EACH_DAMAGE), first_failures(judge, "damage", name)


def test_hardly_any_entry_answers_for_another(judge: Judge) -> None:
    stolen = {pair: count for pair, count in judge.confused.items() if pair[1] != "nothing"}
    asked = sum(tally.asked for tally in judge.tallies.values())
    assert sum(stolen.values()) <= 0.002 * asked, "\n".join(f"{count}  {wanted} -> {answer}" for (wanted, answer), count in stolen.items())
