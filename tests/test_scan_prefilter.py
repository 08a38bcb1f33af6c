"""The prefilter only saves time: with it, and with every line looked at, a log gives the same rows."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import bench
import loggen
import pytest
from catalog_tool import entries

from kimierr.catalog import cachefile
from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.compile_logs import MANY
from kimierr.catalog.places import open_catalog
from kimierr.scan import fast, prefilter
from kimierr.scan.engine import Scanner
from kimierr.scan.prefilter import Prefilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog

MEGABYTES = 10
PIECE = 1 << 18


class EveryLine:
    """In place of the prefilter: all lines may hold a message."""

    def hits(self, block: bytes) -> tuple[list[int], list[bytes]]:
        lines = block.removesuffix(b"\n").split(b"\n")
        return list(range(len(lines))), lines


def rows(path: Path, filtered: bool, catalog: Catalog | None = None) -> list[tuple[str, int, int, str]]:
    scanner = Scanner(catalog or builtin_catalog(), prefilter=None if filtered else EveryLine())  # type: ignore[arg-type]
    seen = []
    with path.open("rb") as file:
        while data := file.read(PIECE):
            seen += scanner.feed(data)
    seen += scanner.finish()
    return [(row.id, row.first_line, row.last_line, row.finding.confidence) for row in seen]


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


def test_counts_without_rows_are_those_of_the_rows(log: Path) -> None:
    """Without rows, lines that differ in the error type alone may share what was found in one of them."""
    reports = []
    for with_rows in (True, False):
        scanner = Scanner(builtin_catalog(), rows=with_rows)
        scanner.feed(log.read_bytes())
        scanner.finish()
        report = scanner.report()
        reports.append(report.to_dict())
    assert reports[0] == reports[1]


def test_hyperscan_changes_no_row(
    log: Path, standard: list[tuple[str, int, int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hyperscan", reason="kimierr[fast] is not installed")
    monkeypatch.setattr(prefilter, "PAYS_TO_PREPARE_FROM", 1)
    catalog = open_catalog(cache=str(tmp_path))
    assert rows(log, filtered=True, catalog=catalog) == standard
    assert (tmp_path / fast.CACHED).exists()


TEXTS = [json.loads(line)["text"] for line in (Path(__file__).parent / "data" / "corpus.jsonl").read_text("utf-8").splitlines()]


def test_hyperscan_finds_what_is_recognised(finder: fast.Finder) -> None:
    """In every example of the catalog and text of the corpus, whatever client wrote it, one line leads to each error that is found."""
    catalog = builtin_catalog()
    examples = [
        message.text for entry in catalog.entries() if entry.kind == "error" for message in entry.messages if "{" not in message.text
    ]
    standard = Prefilter(catalog)
    for text in TEXTS + examples:
        data = text.encode() + b"\n"
        known = set(standard.lines(data))
        found = {data.count(b"\n", 0, place) for place in finder(data)}
        assert found <= known, text
        missed = Scanner(catalog).feed(
            b"\n".join(line for at, line in enumerate(data.split(b"\n")) if at in known - found) + b"\n", hold=False
        )
        assert not missed, text


@pytest.mark.parametrize(
    "text",
    [
        "your request exceeded model token limit: 8192",
        "YOUR  REQUEST\tEXCEEDED   MODEL TOKEN LIMIT : 8192",
        "your_request_exceeded-model-token-limit",
        '{"message": "unauthenticated: not_found: \\u672a\\u627e\\u5230\\u8be5\\u8d26\\u53f7,\\u8bf7\\u786e\\u8ba4\\u662f\\u5426\\u6ce8\\u518c"}',
        '{"message": "unauthenticated: not_found: 未找到该账号,请确认是否注册"}',
        "ERROR access denied\n",
        "xaccess denied by policy",
        "额access denied by 额",
    ],
)
def test_an_anchor_is_found_both_ways_wherever_it_is(text: str, finder: fast.Finder) -> None:
    standard = Prefilter(builtin_catalog())
    for shift in range(16):
        data = b"a" * shift + b"\n" + text.encode() + b"\n"
        assert standard.lines(data) == [1], data
        assert {data.count(b"\n", 0, place) for place in finder(data)} == {1}, data


@pytest.mark.parametrize(
    "text", ["the request was handled", "your request\nexceeded model\ntoken limit", "未找到该\n账号,请确\n认是否注册"]
)
def test_no_anchor_is_found_in_other_words_and_over_lines(text: str, finder: fast.Finder) -> None:
    assert not finder(text.encode())
    assert not Prefilter(builtin_catalog()).lines(text.encode() + b"\n")


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> fast.Finder:
    pytest.importorskip("hyperscan", reason="kimierr[fast] is not installed")
    found = fast.finder(open_catalog(cache=str(tmp_path_factory.mktemp("cache"))), prepare=True)
    assert found is not None
    return found


class TestTables:
    """The tables of hyperscan take a while to make, so they are kept."""

    TEXT = b"Error code: 400 - your request exceeded model token limit: 8192"

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        pytest.importorskip("hyperscan", reason="kimierr[fast] is not installed")

    def test_they_are_made_once(self, tmp_path: Path) -> None:
        catalog = open_catalog(cache=str(tmp_path))
        assert fast.finder(catalog, prepare=False) is None
        made = fast.finder(catalog, prepare=True)
        kept = fast.finder(catalog, prepare=False)
        assert made is not None and kept is not None
        assert made(self.TEXT) == kept(self.TEXT) != []

    def test_without_a_cache_they_are_made_each_time(self) -> None:
        catalog = open_catalog()
        assert fast.finder(catalog, prepare=True) is not None
        assert fast.finder(catalog, prepare=False) is None

    @pytest.mark.parametrize("harm", ["cut", "changed", "of other entries", "written by others", "of another processor"])
    def test_harmed_ones_are_not_used(self, harm: str, tmp_path: Path) -> None:
        catalog = open_catalog(cache=str(tmp_path))
        assert fast.finder(catalog, prepare=True) is not None
        kept = tmp_path / fast.CACHED
        data = kept.read_bytes()
        if harm == "cut":
            kept.write_bytes(data[: len(data) // 2])
        elif harm == "changed":
            kept.write_bytes(data[:1000] + bytes([data[1000] ^ 1]) + data[1001:])
        elif harm == "of other entries":
            (tmp_path / "own.yaml").write_text(entries("own/one"), "utf-8")
            catalog = open_catalog([str(tmp_path / "own.yaml")], cache=str(tmp_path))
        elif harm == "written by others":
            kept.chmod(0o666)
        else:
            key, _, tables = data[cachefile.CHECKSUM :].partition(b"\n")
            cachefile.keep(str(kept), key + b"\n" + tables[:8] + bytes(8) + tables[16:])
        assert fast.finder(catalog, prepare=False) is None
        assert fast.finder(catalog, prepare=True) is not None

    def test_not_for_thousands_of_wordings(self, tmp_path: Path) -> None:
        catalog = open_catalog([str(bench.write_catalog(tmp_path / "own.yaml", MANY + 100))])
        assert fast.finder(catalog, prepare=True) is None


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
