"""The prefilter only saves time: with it, and with every line looked at, a log gives the same rows."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import bench
import loggen
import pytest

from kimierr.catalog.compile import MANY
from kimierr.catalog.places import open_catalog
from kimierr.diagnosis import builtin_catalog
from kimierr.scan import fast, prefilter
from kimierr.scan.engine import Scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog

MEGABYTES = 10
PIECE = 1 << 18


class EveryLine:
    """In place of the prefilter: all lines may hold a message."""

    def lines(self, block: bytes) -> list[int]:
        return list(range(block.count(b"\n")))


def rows(path: Path, filtered: bool, catalog: Catalog | None = None) -> list[tuple[str, int, int, str]]:
    scanner = Scanner(catalog or builtin_catalog())
    if not filtered:
        scanner._prefilter = EveryLine()  # type: ignore[assignment]
    seen = []
    with path.open("rb") as file:
        while data := file.read(PIECE):
            seen += scanner.feed(data)
    seen += scanner.finish()
    return [(row.finding.entry.id, row.first_line, row.last_line, row.finding.confidence) for row in seen]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loggen.write(tmp_path_factory.mktemp("log") / "log", MEGABYTES, 0.05)


@pytest.fixture(scope="module")
def standard(log: Path) -> list[tuple[str, int, int, str]]:
    """The rows with the packages that are always there: no log of this size is worth the start of hyperscan."""
    return rows(log, filtered=True)


def test_the_prefilter_changes_no_row(log: Path, standard: list[tuple[str, int, int, str]]) -> None:
    assert standard == rows(log, filtered=False)
    assert len(standard) > 1000


@pytest.mark.parametrize("most", [fast.BYTES_PER_FIND, 1, 10_000], ids=["as it is", "never given up", "given up at once"])
def test_hyperscan_changes_no_row(log: Path, standard: list[tuple[str, int, int, str]], most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("hyperscan", reason="kimierr[fast] is not installed")
    monkeypatch.setattr(prefilter, "PAYS_FROM", 1)
    monkeypatch.setattr(fast, "BYTES_PER_FIND", most)
    assert rows(log, filtered=True) == standard


def test_hyperscan_gives_the_blocks_that_begin_a_multiple_of_8_bytes_from_the_start() -> None:
    pytest.importorskip("hyperscan", reason="kimierr[fast] is not installed")
    find = fast.block_finder([(b"abcdefghij", 10), (b"xxabcdefgh", 8)])
    assert find is not None
    assert find(b"abcdefghijkl" + b"." * 200) == [0]
    assert find(b".abcdefghijkl" + b"." * 200) == []
    assert find(b"." * 400 + b"abcdefgh......xxabcdefgh" + b"." * 400) == [416]
    assert find(b"abcdefghij" * 8) is None


def test_each_message_of_thousands_is_found(tmp_path: Path) -> None:
    catalog = open_catalog([str(bench.write_catalog(tmp_path / "own.yaml", MANY + 100))])
    chance = loggen.Chance(3)
    asked = [entry for number, entry in enumerate(catalog.entries()) if entry.product == "own" and number % 5 == 0]
    with (tmp_path / "log").open("w") as log:
        for number, entry in enumerate(asked):
            said = entry.messages[0].text.replace("{limit:int}", "7")
            log.write(f"{loggen.python(chance)}\nERROR {'x' * (number % 8)} {said} in worker {number}\n")
    found = rows(tmp_path / "log", True, catalog)
    assert [id for id, *_ in found] == [entry.id for entry in asked]
    assert found == rows(tmp_path / "log", False, catalog)
