"""What holds for any text and any bytes on the way from bytes to readable text."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimierr.match.passage import Passage, readable
from kimierr.text.clean import SOFT_BREAK, clean, strip_ansi
from kimierr.text.columns import read_columns
from kimierr.text.decode import decode
from kimierr.text.html import strip_tags
from kimierr.text.mojibake import unmangle
from kimierr.text.percent import unquote
from kimierr.text.prefix import drop_prefixes
from kimierr.text.squeeze import offsets, squeeze
from kimierr.text.unescape import unescape

PIECES = [
    "\\", "\\\\", "\\n", "\\u", "\\u4f60", "\\ud83d", "\\ude00", "\\x", "\\xe4", "\\u{1f600}", "\\033[0m", "&", "&lt;", "&amp;", "&#", "&#39;", ";",
    "\x1b", "\x1b[31m", "\x1b]8;;", "\x9b", "\a", "[0m", "[", "<p>", "</p>", "<", ">", "│", "│ a │ b │", "┃", "\n", "\r", "\r\n", "\v", "\x85", "\u2028",
    "\0", "\ufeff", "\u202e", "\u200b", "\ud800", "\udc00", "İ", "ß", "é", "你好", "â€™", "Ã©", "ï¼", "鏈", "😀", "C:", '"', "'", "`", "{", "}", " ", "429",
    "%", "%20", "%22", "%2", "%25", "%E9%94%99", "%0A", "+", "worker-1  | ", "app[1]: ", "# ", "\n# ", "the engine is overloaded, please ",
]  # fmt: skip
CODECS = ["utf-8", "utf-16-le", "utf-16", "gb18030", "cp1252"]
RUNS = [
    "\\", "\\u", "\\x", "\\x4", "&", "&#", "&amp;", "\x1b", "\x1b[", "\x1b]", "[0", "[0m[", "<", "<p", "</p", "│", "│\n", "\ud800", "Ã", "鏈", "C:\\",
    "%", "%2", "%20", "%25", "a%20b%20", "# a\n", "app-1 | the engine,\n", "a: 1: \n", 'a-1 | "\n',
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec=None), max_size=4)), max_size=24).map("".join)
blobs = st.one_of(
    st.binary(max_size=80),
    st.builds(lambda text, codec, cut: text.encode(codec, "replace")[cut:], texts, st.sampled_from(CODECS), st.integers(0, 3)),
)
STEPS = [clean, strip_ansi, read_columns, strip_tags, unescape, unmangle, drop_prefixes, unquote, squeeze, readable]
KEEPS_LINES = [read_columns, strip_tags, unmangle, drop_prefixes, unquote]

slow = settings(max_examples=300, deadline=None)


def plain_lines(text: str) -> int:
    """Return the line feeds of a text, with CRLF and a lone CR counted as one each."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def named(function: object) -> str:
    return function.__name__


@pytest.mark.parametrize("step", STEPS, ids=named)
@slow
@given(text=texts)
def test_no_step_raises(step, text):
    assert isinstance(step(text), str)


@slow
@given(blobs)
def test_any_bytes_are_decoded(data):
    assert isinstance(decode(data), str)


@slow
@given(st.text(min_size=1, max_size=60))
def test_text_in_utf8_comes_back(text):
    if "\0" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


@slow
@given(st.text(max_size=60).filter(lambda text: not text.startswith("\ufeff")))
def test_text_in_utf16_with_a_mark_comes_back(text):
    assert decode(text.encode("utf-16")) == text


@pytest.mark.parametrize("step", KEEPS_LINES, ids=named)
@slow
@given(text=texts)
def test_line_feeds_are_kept(step, text):
    assert step(text).count("\n") == text.count("\n")


@slow
@given(texts)
@example("\x1b]0;title\nnext line")
def test_clean_keeps_lines(text):
    if "\x1b" not in text and "\x9b" not in text:
        assert clean(text).count("\n") == plain_lines(text)
    assert clean(text).count("\n") <= plain_lines(text)


@slow
@given(texts)
def test_unescape_makes_no_lines(text):
    """A break that was written as an escape is soft; a line continued by a backslash is still the next line."""
    assert unescape(text).count("\n") == text.count("\n")


@slow
@given(texts)
def test_readable_text_has_the_lines_of_the_input(text):
    if not any(sign in text for sign in ("\x1b", "\x9b", "\\033", "\\x1b", "\\u001b")):
        assert readable(text).count("\n") == plain_lines(text)


@slow
@given(texts)
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@slow
@given(texts)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    if "[" not in once:  # the rests of two colours can meet and look like a third
        assert clean(once) == once


@slow
@given(texts)
@example("a\x9b\x1b[31mb")
@example("\x1b\x1b[31mb")
def test_clean_text_holds_no_controls(text):
    found = clean(text)
    allowed = ("\n", SOFT_BREAK)
    assert [char for char in found if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char not in allowed] == []
    assert [
        char for char in found if unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ] == []
    found.encode()


@slow
@given(texts)
def test_readable_text_can_be_printed(text):
    found = readable(text)
    found.encode()
    assert [char for char in found if unicodedata.category(char) == "Cc" and char not in ("\n", SOFT_BREAK)] == []


@slow
@given(texts)
@example("İİ A")
@example("ß SS ǅ")
def test_offsets_lead_back_to_the_text(text):
    """Each squeezed character stands, in some case, where its offset says."""
    stream, places = squeeze(text), offsets(text)
    assert len(stream) == len(places)
    assert places == sorted(set(places))
    for char, place in zip(stream, places, strict=True):
        assert char in (text[place], text[place].lower(), text.lower()[place : place + 1], text[place].lower()[0])


@slow
@given(texts)
def test_squeezed_text_is_small_letters_and_digits(text):
    stream = squeeze(text)
    assert all(char.isalnum() for char in stream)
    assert not any("A" <= char <= "Z" for char in stream)


@slow
@given(texts, st.data())
def test_a_span_of_the_stream_squeezes_to_itself(text, data):
    passage = Passage(text)
    if passage.stream:
        start = data.draw(st.integers(0, len(passage.stream) - 1))
        end = data.draw(st.integers(start + 1, len(passage.stream)))
        first, last = passage.span(start, end)
        assert squeeze(passage.text[first:last]).casefold() == passage.stream[start:end].casefold()


@slow
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\\&"), max_size=40), st.integers(1, 5))
def test_json_in_json_is_undone(text, depth):
    wrapped = text
    for _ in range(depth):
        wrapped = json.dumps(wrapped)
    assert text in unescape(wrapped)


@pytest.mark.parametrize("unit", RUNS, ids=repr)
def test_long_runs_of_one_sign_are_read_in_linear_time(unit):
    """A quadratic step would take minutes for this."""
    assert isinstance(readable(unit * (1_000_000 // len(unit))), str)
