"""What some eighty programs showed for Kimi's errors: agents, frameworks, gateways, shells.

Captured once, on 2026-11-21, by running each against a server that answers with the error; addresses are those a user would have.
They are kept as they were: unlike tests/data/captures nothing makes them anew.
"""

from __future__ import annotations

from pathlib import Path

from captured import Capture, describe, fault, stored

from kimierr import diagnose

SEEN = Path(__file__).parent / "data" / "seen"
LEAST_RIGHT = 0.985


def found(capture: Capture) -> str:
    return fault(capture, diagnose(capture.text))


def test_what_programs_show_is_recognised() -> None:
    captures = stored(SEEN)
    assert len({capture.client for capture in captures}) > 80
    faults = [(capture, said) for capture in captures if (said := found(capture))]
    listed = "\n".join(describe(capture, said) for capture, said in faults)
    assert not [capture for capture, said in faults if said.startswith("wrong")], listed
    assert len(faults) <= (1 - LEAST_RIGHT) * len(captures), listed
