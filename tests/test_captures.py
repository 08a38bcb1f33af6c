"""Diagnose the stored captures of real clients; no client needs to be installed. `tests/clients/refresh.py` writes them."""

from __future__ import annotations

from captured import FLOOR, FOLDER, describe, fault, stored

from kimierr import diagnose

LARGEST = 400_000
FOREIGN = ("/root/", "/work/", "/tmp/", ".client-envs", "/Users/", "C:\\")


def test_stored_captures_are_diagnosed() -> None:
    captures = stored()
    faults = [describe(capture, found) for capture in captures if (found := fault(capture, diagnose(capture.text)))]
    print(f"{len(captures)} captures, {len(faults)} faults, {sum(capture.hint_only for capture in captures)} where a hint is enough")
    assert len(faults) <= (1 - FLOOR) * len(captures), f"{len(faults)} of {len(captures)} wrong:\n" + "\n".join(faults)


def test_captures_cover_the_clients_and_mostly_ask_for_an_answer() -> None:
    captures = stored()
    assert len({capture.client for capture in captures}) >= 11
    assert sum(capture.hint_only for capture in captures) < len(captures) / 4
    assert len({(capture.id, capture.shape) for capture in captures}) == len(captures)


def test_captures_are_small_and_name_no_machine() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.jsonl")) <= LARGEST
    for capture in stored():
        assert not [mark for mark in FOREIGN if mark in capture.text], capture.id
