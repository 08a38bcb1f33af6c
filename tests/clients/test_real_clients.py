"""Diagnose what the real, installed clients print when a server answers with the documented errors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import client_env
import pytest
from captured import FLOOR, describe, fault
from client_cases import CASES, PROTOCOLS
from client_runs import CLIENTS, Client, run
from loopback import Loopback

from kimierr import diagnose


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_what_a_client_prints_is_diagnosed(client: Client, server: Loopback) -> None:
    if client.language == "node" and not shutil.which("node"):
        pytest.skip("node is not installed")
    if client_env.missing(client.language):
        pytest.skip(client_env.missing(client.language))
    captures = run(client, server)
    assert [capture.id for capture in captures if capture.shape == "no error"] == [], "the client saw no error"
    assert {capture.id for capture in captures} == {f"{client.name}/{case.id}" for case in CASES}
    faults = [describe(capture, found) for capture in captures if (found := fault(capture, diagnose(capture.text)))]
    assert len(faults) <= (1 - FLOOR) * len(captures), f"{len(faults)} of {len(captures)} wrong:\n" + "\n".join(faults)


def test_cases_are_distinct_and_cover_the_products() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({case.entry_id for case in CASES}) >= 40
    for product in ("open-platform/", "kimi-code/", "gateway/"):
        assert sum(case.entry_id.startswith(product) for case in CASES) >= 5


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_case_has_an_answer(protocol: str) -> None:
    for case in CASES:
        content_type, body = case.answer(protocol)
        assert content_type
        assert case.message in body.decode() or '"' in case.message or case.form == "closed", case.id
