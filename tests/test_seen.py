"""What some eighty programs showed for errors of Kimi, and of other services: agents, frameworks, gateways, shells.

Captured once, on 2026-11-21, by running each against a server that answers with the error; addresses are those a user would have.
They are kept as they were: unlike tests/data/captures nothing makes them anew.
"""

from __future__ import annotations

from pathlib import Path

from captured import Capture, describe, fault, stored

from kimierr import diagnose

SEEN = stored(Path(__file__).parent / "data" / "seen")
NONE = ("none",)
LEAST_RIGHT = 0.985


def faults(captures: list[Capture]) -> dict[str, str]:
    """Return what is wrong with the diagnosis of each capture that is not right, with a description of it."""
    return {describe(capture, said): said for capture in captures if (said := fault(capture, diagnose(capture.text)))}


def test_what_programs_show_of_kimis_errors_is_recognised() -> None:
    ours = [capture for capture in SEEN if capture.accept != NONE]
    assert len({capture.client for capture in ours}) > 80
    found = faults(ours)
    assert not [said for said in found.values() if said.startswith("wrong")], "\n".join(found)
    assert len(found) <= (1 - LEAST_RIGHT) * len(ours), "\n".join(found)


def test_what_they_show_of_others_is_left_alone() -> None:
    others = [capture for capture in SEEN if capture.accept == NONE]
    assert len(others) > 100
    assert not (found := faults(others)), "\n".join(found)
