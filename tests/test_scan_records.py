"""What a log's scanner makes of records: over several lines, in pieces, one behind the other, alike but for a number."""

from __future__ import annotations

import json

import pytest

from kimierr.catalog.builtin import builtin_catalog
from kimierr.scan.engine import Scanner
from kimierr.scan.long_lines import LONGEST

SAID = b"Your account org-abc<ak-xyz> request reached organization max RPM: 20, please try again after 1 seconds"
RPM = b"2026-10-01T12:00:00Z ERROR api.moonshot.ai 429 " + SAID + b"\n"
KEY = b"2026-10-01T12:00:01Z ERROR api.moonshot.ai 401 Invalid Authentication\n"
CUT = (b"ERROR https://api.moonshot.ai/v1 your request exceeded model tok\n", b"en limit: 8192 (requested: 9000)\n")
THREE = (b"ERROR https://api.moonshot.ai/v1 Your request excee\n", b"ded model token limit: 8192 (requ\n", b"ested: 9000)\n")
ORDINARY = b"2026-10-01T12:00:02Z INFO fine\n"
PRETTY = (
    b"2026-10-01T12:00:03Z ERROR answer: {\n",
    b'  "message": "Your request exceeded model token limit: 8192",\n',
    b'  "url": "https://api.kimi.com/coding/v1"\n',
    b"}\n",
)


def rows(*pieces: bytes) -> list[tuple[str, int, int]]:
    scanner = Scanner(builtin_catalog())
    seen = [row for piece in pieces for row in scanner.feed(piece)]
    seen += scanner.finish()
    return [(row.id.partition("/")[2], row.first_line, row.last_line) for row in seen]


def test_indented_lines_with_times_are_records_of_their_own() -> None:
    indented = b"".join(b"  " + line for line in [RPM, KEY] * 50)
    assert [id for id, *_ in rows(indented)] == ["rpm-limit", "invalid-authentication"] * 50


def test_another_error_in_the_rest_of_a_record_counts() -> None:
    assert [id for id, *_ in rows(KEY + b"    caused by: The number of files you have uploaded exceeded the max file count 1000\n")] == [
        "invalid-authentication",
        "too-many-files",
    ]


def test_the_same_error_in_the_rest_of_its_record_counts_once() -> None:
    again = b'    "message": "' + SAID + b'"\n'
    assert rows(RPM + again) == rows(RPM, again) == [("rpm-limit", 1, 1)]
    assert len(rows(RPM, again, RPM)) == 2


def test_the_line_before_a_broken_message_is_not_counted_again() -> None:
    assert rows(RPM + b"".join(CUT) + RPM + ORDINARY) == [("rpm-limit", 1, 1), ("token-limit", 2, 3), ("rpm-limit", 4, 4)]


@pytest.mark.parametrize("lines", [CUT, THREE, PRETTY])
def test_a_record_in_pieces_is_what_it_is_at_once(lines: tuple[bytes, ...]) -> None:
    whole = rows(b"".join(lines) + ORDINARY)
    assert len(whole) == 1
    assert rows(*lines, ORDINARY) == whole


def test_the_host_of_a_record_counts_for_its_message() -> None:
    scanner = Scanner(builtin_catalog())
    (row,) = scanner.feed(b"".join(PRETTY) + ORDINARY)
    assert row.id == "kimi-code/token-limit" and row.finding.observed.host == "api.kimi.com"
    assert scanner.report().findings[0].times[0] == "2026-10-01T12:00:03Z"


def test_a_held_line_and_a_long_one_take_bounded_memory() -> None:
    scanner = Scanner(builtin_catalog())
    scanner.feed(CUT[0])
    for _ in range(40):
        scanner.feed(b"x" * 100_000)
        assert len(scanner._rest) < LONGEST + 200_000


def ranges(*lines: bytes) -> dict[str, tuple[float, float]]:
    scanner = Scanner(builtin_catalog())
    scanner.feed(b"".join(lines))
    scanner.finish()
    return scanner.report().findings[0].ranges


def test_a_number_elsewhere_in_the_line_is_not_the_value() -> None:
    assert ranges(*(RPM.replace(b"T12:00:00Z", time) for time in (b"T20:00:00Z", b"T21:10:00Z", b"T23:59:00Z"))) == {}
    assert ranges(*(b"\x1b[31m" + RPM.replace(b"RPM: 20", b"RPM: %d" % limit) for limit in (31, 40, 35))) == {"limit": (31, 40)}


@pytest.mark.parametrize("order", [(429, 503), (503, 429)])
def test_lines_that_differ_in_the_status_are_judged_each(order: tuple[int, int]) -> None:
    line = "Error code: %d - {'error': {'message': 'The engine is currently overloaded, please try again later'}} x\n"
    alone = [rows((line % status).encode()) for status in order]
    together = rows("".join(line % status for status in order).encode())
    assert [id for id, *_ in together] == [id for found in alone for id, *_ in found]


@pytest.mark.parametrize("records", [200, 4000, 30_000], ids=["30 kB", "700 kB", "5 MB"])
@pytest.mark.parametrize("piece", [1 << 16, 1 << 18])
def test_a_long_line_of_many_records_is_counted_right(records: int, piece: int) -> None:
    """Such as a JSON document with a list of log records, written without line feeds."""
    errors = [SAID.decode() if number % 50 == 0 else f"fine {number} " + "a" * 130 for number in range(records)]
    line = json.dumps({"records": [{"id": number, "error": error} for number, error in enumerate(errors)]}).encode()
    data = ORDINARY + line + b"\n" + ORDINARY
    scanner = Scanner(builtin_catalog())
    seen = [row for start in range(0, len(data), piece) for row in scanner.feed(data[start : start + piece])] + scanner.finish()
    (found,) = scanner.report().findings
    assert found.count == len(range(0, records, 50))
    assert {(row.first_line, row.last_line) for row in seen} == {(2, 2)}
    assert scanner.lines_read == 3
