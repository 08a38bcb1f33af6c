"""The prefilter only saves time: with it, and with every line looked at, a log gives the same rows."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import bench
import loggen

from kimierr.catalog.compile import MANY
from kimierr.catalog.places import open_catalog
from kimierr.diagnosis import builtin_catalog
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


def rows(path: Path, prefilter: bool, catalog: Catalog | None = None) -> list[tuple[str, int, int, str]]:
    scanner = Scanner(catalog or builtin_catalog())
    if not prefilter:
        scanner._prefilter = EveryLine()  # type: ignore[assignment]
    seen = []
    with path.open("rb") as file:
        while data := file.read(PIECE):
            seen += scanner.feed(data)
    seen += scanner.finish()
    return [(row.finding.entry.id, row.first_line, row.last_line, row.finding.confidence) for row in seen]


def test_the_prefilter_changes_no_row(tmp_path: Path) -> None:
    log = loggen.write(tmp_path / "log", MEGABYTES, 0.05)
    with_it = rows(log, prefilter=True)
    assert with_it == rows(log, prefilter=False)
    assert len(with_it) > 1000


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
