"""Measures once for all tests of this folder, and prints the rates after the run."""

from __future__ import annotations

import pytest
from recovery import Judge, measure, table

_MEASURED: list[Judge] = []


@pytest.fixture(scope="session")
def judge() -> Judge:
    if not _MEASURED:
        _MEASURED.append(measure())
    return _MEASURED[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _MEASURED and (terminalreporter.stats.get("failed") or terminalreporter.verbosity > 0):
        terminalreporter.section("recovery of the catalog's messages")
        terminalreporter.write_line(table(_MEASURED[0]))
