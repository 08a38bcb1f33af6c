"""From bytes to readable text: each step of kimierr.text by a table of what goes in and what comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from kimierr.match.passage import readable
from kimierr.text import quoted_printable
from kimierr.text.clean import SOFT_BREAK, clean
from kimierr.text.columns import read_columns
from kimierr.text.html import strip_tags
from kimierr.text.percent import unquote
from kimierr.text.squeeze import offsets, squeeze, weight
from kimierr.text.unescape import unescape

ENGLISH = "The engine is currently overloaded, please try again later"
CHINESE = "因违反用户协议，该账号已被禁用。"
MIXED = f"错误：{ENGLISH}"


def table(**rows: tuple[object, ...]) -> pytest.MarkDecorator:
    """Parametrise (given, expected) with the names of the rows as ids."""
    return pytest.mark.parametrize(("given", "expected"), list(rows.values()), ids=list(rows))


CLEANED = {
    "colours": ("\x1b[31mred\x1b[0m \x1b[1;38;5;196mbold\x1b[22;39m", "red bold"),
    "one byte CSI": ("\x9b31mred", "red"),
    "bare colours": ("[31mred[0m [1;2mx[22m", "red x"),
    "brackets stay": ("list[0] [abc] [12] [0m", "list[0] [abc] [12] "),
    "link": ("\x1b]8;;https://evil.example\atext\x1b]8;;\a", "text"),
    "title cut off": ("before \x1b]0;title", "before "),
    "cursor": ("a\x1b[5Cb", "a b"),
    "escape at the end": ("a\x1b", "a"),
    "crlf": ("a\r\nb\rc\n", "a\nb\nc\n"),
    "controls": ("a\0b\x07c\x7fd\x85e", f"a b c d{SOFT_BREAK}e"),
    "line separators": ("a\u2028b\u2029c", f"a{SOFT_BREAK}b{SOFT_BREAK}c"),
    "blanks": ("a\u00a0b\u3000c\u2009d\te", "a b c d e"),
    "nothing to see": ("a\u200bb\ufeffc\u00add\u202ee\u2066f", "abcdef"),
    "quotes": ("‘a’ ”b” 「c」 ＂d＂", '\'a\' "b"  "c" "d"'),
    "dashes": ("a–b—c−d‑e", "a-b-c-d-e"),
    "full width": ("Ｅｒｒｏｒ：４２９（ｘ）", "Error:429(x)"),
    "chinese stops": ("一、二。三…", "一,二.三..."),
    "lone surrogates": ("a\ud800b\udfffc", "a?b?c"),
}


@table(**CLEANED)
def test_clean(given: str, expected: str) -> None:
    assert clean(given) == expected


WINDOWS = r"C:\new\table\Users\readme.txt"
ESCAPED = {
    "plain": ("nothing to do here", "nothing to do here"),
    "json break": (r"a\nb\tc\"d\"", f'a{SOFT_BREAK}b c"d"'),
    "slash": (r"https:\/\/api.kimi.com\/coding", "https://api.kimi.com/coding"),
    "unicode": (r"\u4f60\u597d", "你好"),
    "unicode quote": (r"\u0022x\u0027", "\"x'"),
    "angle brackets": (r"org-1\u003cak-2\u003e", "org-1<ak-2>"),
    "pair": (r"\ud83d\ude00!", "😀!"),
    "javascript": (r"\u{4f60}\u{1f600}", "你😀"),
    "too large": (r"\u{ffffff}", "\ufffd"),
    "escaped break": (r"a\u000ab", f"a{SOFT_BREAK}b"),
    "bytes repr": (r"b'\xe4\xbd\xa0\xe5\xa5\xbd'", "b'你好'"),
    "latin bytes": (r"caf\xe9", "café"),
    "cut bytes": (r"\xe4\xbd", "ä½"),
    "half an escape": (r"\u12 \x4 \q", r"\u12 \x4 \q"),
    "backslash at the end": ("a\\", "a\\"),
    "escape character": (r"\033[31mred", "\x1b[31mred"),
    "entities": ("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; &#x4f60;&hellip;", "a <b> & \"c\" 'd' 你..."),
    "entity twice": ("&amp;lt;ak-1&amp;gt;", "<ak-1>"),
    "no entity": ("R&D; a && b; &unknown; &#xzz; &", "R&D; a && b; &unknown; &#xzz; &"),
    "entity of a control": ("a&#7;b&#xffffffff;c", "a b&#xffffffff;c"),
    "path": (WINDOWS, WINDOWS),
    "path with folders in u": (r"C:\dev\utils\notes.txt", r"C:\dev\utils\notes.txt"),
    "character in a path": (r"C:\dev\u4f60\notes.txt", "C:\\dev你\notes.txt".replace("\n", SOFT_BREAK)),
    "path in json": (f'"{WINDOWS}"'.replace("\\", "\\\\"), f'"{WINDOWS}"'),
    "path, then an escape": (rf"{WINDOWS} not found\nnext", f"{WINDOWS} not found{SOFT_BREAK}next"),
    "quote behind a path": (r"{\"path\": \"C:\\tmp\", \"b\": 1}", '{"path": "C:\\tmp", "b": 1}'),
}


@table(**ESCAPED)
def test_unescape(given: str, expected: str) -> None:
    assert unescape(given) == expected


@pytest.mark.parametrize("depth", range(7))
@pytest.mark.parametrize("text", ['say "hi"', "line\nline", "你好", "a <b> 'c'"], ids=["quotes", "break", "chinese", "angles"])
def test_unescape_at_any_depth(text: str, depth: int) -> None:
    given = text
    for _ in range(depth):
        given = json.dumps({"message": given})
    found = unescape(given)
    assert text.replace("\n", SOFT_BREAK if depth else "\n") in found
    assert "\\" not in found


@pytest.mark.parametrize("depth", range(1, 5))
@pytest.mark.parametrize(
    "wrap", [repr, lambda text: repr(text.encode()), lambda text: repr({"message": text})], ids=["repr", "bytes repr", "dict repr"]
)
def test_unescape_python_reprs(wrap: Callable[[str], str], depth: int) -> None:
    given = 'it\'s "quoted" 你好'
    for _ in range(depth):
        given = wrap(given)
    assert 'it\'s "quoted" 你好' in unescape(given)


HTML = {
    "page": ("<html><body><h1>504 Gateway Time-out</h1><hr>nginx</body></html>", "504 Gateway Time-out"),
    "attributes": ('<p class="a">x</p><a href="https://kimi.com">link</a>', "link"),
    "not a tag": ("Your account org-1<ak-2> is </suspended>", "org-1<ak-2>"),
    "no end": ("<p>a</p> <div and so on", "<div and so on"),
}


@table(**HTML)
def test_tags_go_and_other_angle_brackets_stay(given: str, expected: str) -> None:
    assert expected in strip_tags(given)
    assert "<p>" not in strip_tags(given)


def test_a_text_without_closing_tags_is_left_alone() -> None:
    assert readable("use <b> or <p> in <ak-1>") == "use <b> or <p> in <ak-1>"


def test_a_line_break_inside_a_tag_is_kept() -> None:
    assert strip_tags('<p\nclass="a">x</p>').count("\n") == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("we=E2=80=99re", "we’re"),
        ("=E4=BD=99=E9=A2=9D", "余额"),
        ("a=E2=80 b", "a=E2=80 b"),
        ("a =\nb=E2=80=99", "a \nb’"),
        ("x=1&y=E2=80=93", "x=1&y–"),
        ("=", "="),
    ],
)
def test_quoted_printable(written: str, read: str) -> None:
    assert quoted_printable.unquote(written) == read


def test_two_columns_are_read_one_after_the_other() -> None:
    box = "│ Your account is │ chat one │\n│ suspended, please │ chat two │\n│ check your plan │ │"
    found = read_columns(box)
    assert found.count("\n") == box.count("\n")
    assert "youraccountissuspendedpleasecheckyourplan" in squeeze(found)
    assert "chatonechattwo" in squeeze(found)


@pytest.mark.parametrize("text", ["│ one column │\n│ two lines │", "a │ b │ c │ on one line", "no bars", "│││"], ids=repr)
def test_boxes_of_one_column_and_single_lines_stay(text: str) -> None:
    assert read_columns(text) == text


LIMIT = "Your account org-9c1f27<ak-7kq2m> request reached organization max RPM: 60, please try again after 2 seconds"

QUOTED = {
    "query": (
        "https://x.example/cb?e=Your%20account%20org-1%3Cak-2%3E&code=429",
        f"https://x.example/cb?e=Your account org-1<ak-2>{SOFT_BREAK}code=429",
    ),
    "form": ("msg=Your+account+org-1%3Cak-2%3E+request", "msg=Your account org-1<ak-2> request"),
    "json": ("%7B%22error%22%3A%7B%22code%22%3A429%7D%7D", '{"error":{"code":429}}'),
    "two words": ("error=Invalid%20Authentication", "error=Invalid Authentication"),
    "encoded twice": ("error=Your%2520account%2520is", "error=Your account is"),
    "chinese": ("e=%E9%94%99%E8%AF%AF%EF%BC%9A%e8%af%b7", "e=错误：请"),
    "plus beside %20": ("e=Your%20account%20C++", "e=Your account C++"),
    "break": ("e=a%20b%20c%0D%0Ad", f"e=a b c{SOFT_BREAK}d"),
    "broken utf-8": ("e=a%20b%20%E9%94", "e=a b%20%E9%94"),
    "half an escape": ("e=a%20b%20%zz%2", "e=a b %zz%2"),
    "terminal escape": ("e=a%20b%20c%1B%5D0;", "e=a b c ]0;"),
    "link": ("https://x.example/?next=https%3A%2F%2Fa.example%3A80%2F&x=1", "https://x.example/?next=https%3A%2F%2Fa.example%3A80%2F&x=1"),
    "password": ("redis://u:p%40s%26s%40@host", "redis://u:p%40s%26s%40@host"),
    "token": ("token=ab+cd+ef%2Fgh%3D%3D", "token=ab+cd+ef%2Fgh%3D%3D"),
    "percentages": ("100%20 50% %d %2d", "100%20 50% %d %2d"),
}


@table(**QUOTED)
def test_percent_encoded_prose_is_decoded_and_other_urls_stay(given: str, expected: str) -> None:
    assert unquote(given) == expected


@pytest.mark.parametrize("quoted", [quote, quote_plus], ids=["percent", "plus"])
@pytest.mark.parametrize("message", [LIMIT, CHINESE, f"{ENGLISH}: x, y"], ids=["limit", "chinese", "english"])
def test_a_message_in_a_query_string_is_readable(message: str, quoted: Callable[[str], str]) -> None:
    assert squeeze(message) in squeeze(readable(f"https://x.example/cb?id=1&error={quoted(message)}&b=2"))


SQUEEZED = {
    "wrapped": ("Your  Account\n  <ORG-1>\n│ is sus- │ pended", "youraccountorg1issuspended"),
    "chinese": ("该 账号，已被 禁用。", "该账号已被禁用"),
    "signs only": (" -\n|<>{}", ""),
    "grows when lowered": ("İstanbul A", "istanbula"),
    "grows beside other capitals": ("İ ÄRGER ОШИБКА", "iärgerошибка"),
}


@table(**SQUEEZED)
def test_squeeze(given: str, expected: str) -> None:
    assert squeeze(given) == expected
    assert len(offsets(given)) == len(expected)


def test_an_ideograph_weighs_three_letters() -> None:
    assert weight("abc") == weight("该") == 3


@pytest.mark.parametrize(
    "text",
    [
        '{"error":{"message":"The engine is currently overloaded, please try again later","type":"x"}}',
        "\x1b[31m⎿  The engine is currently\r\n     over\u200bloaded, please try again later\x1b[0m",
        r"b'{\"message\": \"The engine is currently overloaded,\\u0020please try again later\"}'",
        "<p>The engine is currently <b>overloaded</b>, please try&nbsp;again later</p>",
        "Ｔｈｅ ｅｎｇｉｎｅ ｉｓ ｃｕｒｒｅｎｔｌｙ ｏｖｅｒｌｏａｄｅｄ， ｐｌｅａｓｅ ｔｒｙ ａｇａｉｎ ｌａｔｅｒ",
    ],
    ids=["json", "terminal", "bytes repr", "html", "full width"],
)
def test_the_steps_together_lead_to_one_squeezed_text(text: str) -> None:
    assert squeeze(ENGLISH) in squeeze(readable(text))


@pytest.mark.parametrize("text", ["\\u{}", "\\u{", "\\u{zz}", "\\u{1234567}"])
def test_what_is_no_escape_stays(text):
    assert unescape(text) == text
