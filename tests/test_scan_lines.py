"""Lines that are cut out of a block one by one are those of the block as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimierr.scan.lines import WORTH_COPYING, Lines, count_feeds
from kimierr.scan.prefilter import FAR_APART, Prefilter

blocks = st.lists(st.binary(max_size=4).map(lambda line: line.replace(b"\n", b"")), min_size=1, max_size=30)


@given(blocks, st.data())
def test_any_line_is_found_from_any_other_in_any_order(lines: list[bytes], data: st.DataObject) -> None:
    block = b"".join(line + b"\n" for line in lines)
    numbers = st.integers(0, len(lines) - 1)
    known = {number: sum(len(line) + 1 for line in lines[:number]) for number in data.draw(st.sets(numbers))}
    cut = Lines(block, len(lines), known)
    for number in data.draw(st.lists(numbers)):
        assert cut[number] == lines[number]
    assert len(cut) == len(lines)


@pytest.mark.parametrize("number", [-1, 2])
def test_no_line_is_there_beyond_the_block(number: int) -> None:
    with pytest.raises(IndexError):
        Lines(b"one\ntwo\n", 2, {})[number]


@pytest.mark.parametrize("length", [10, 2 * WORTH_COPYING])
def test_line_feeds_are_counted_in_parts_of_any_size(length: int) -> None:
    text = b"\nabc\n\n" * length
    for start, end in ((0, len(text)), (1, len(text) - 1), (3, 3)):
        assert count_feeds(text, start, end) == text[start:end].count(b"\n")


@pytest.mark.parametrize("between", [1, 2 * FAR_APART])
def test_hits_come_with_the_lines_of_their_block(between: int) -> None:
    pytest.importorskip("hyperscan", reason="kimierr[fast] is not installed")
    from kimierr.catalog.builtin import builtin_catalog
    from kimierr.scan import fast

    ordinary, hit = b"x" * between, b"Invalid request: Your request exceeded model token limit: 8192"
    expected = [ordinary, hit, b"", ordinary, hit + b" (requested: 9000)", ordinary]
    prefilter = Prefilter(builtin_catalog())
    prefilter._fast = fast.finder(builtin_catalog(), prepare=True)
    hits, lines = prefilter.hits(b"".join(line + b"\n" for line in expected))
    assert hits == [1, 4]
    assert isinstance(lines, Lines) == (between > FAR_APART)
    assert [lines[number] for number in range(len(lines))] == expected
