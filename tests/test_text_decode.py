"""Bytes to text: encodings found without being told, and text read in the wrong one turned back."""

from __future__ import annotations

import pytest

from kimierr.text.decode import decode, utf16_without_mark
from kimierr.text.mojibake import unmangle

ENGLISH = "The engine is currently overloaded, please try again later"
CHINESE = "因违反用户协议，该账号已被禁用。"
MIXED = f"错误：{ENGLISH}"


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, MIXED, "naïve café – “quoted”", "a", ""], ids=repr)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "bom"])
def test_utf8(text: str, mark: bytes) -> None:
    assert decode(mark + text.encode()) == text


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, MIXED, "a"], ids=["english", "chinese", "mixed", "letter"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_with_a_mark(text: str, codec: str) -> None:
    assert decode(("\ufeff" + text).encode(codec)) == text


@pytest.mark.parametrize(
    "text", [ENGLISH, "error 429", f"{ENGLISH}\r\n{ENGLISH}\r\n", "é" + ENGLISH], ids=["english", "short", "lines", "accent"]
)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text: str, codec: str) -> None:
    assert utf16_without_mark(text.encode(codec)) == codec
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\0\0\0\0", b"a\0b", b"log\0line\n" * 50, ENGLISH.encode() + b"\0" * 3, CHINESE.encode()], ids=repr
)
def test_other_bytes_are_not_taken_for_utf16(data: bytes) -> None:
    assert utf16_without_mark(data) == ""


@pytest.mark.parametrize("codec", ["gbk", "gb18030"])
@pytest.mark.parametrize("text", [CHINESE, MIXED, "无可用渠道"], ids=["sentence", "mixed", "short"])
def test_chinese_consoles(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    "text", ["Don’t – “quoted” …", "naïve café, déjà vu", "Vous avez dépassé votre quota"], ids=["punctuation", "accents", "french"]
)
def test_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_latin_1_bytes_that_windows_1252_leaves_open_do_not_fail() -> None:
    assert decode(b"caf\xe9 \x81\x8d " + ENGLISH.encode()).endswith(ENGLISH)


@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_cut_at_the_end_spoils_nothing_else(cut: int) -> None:
    assert decode((MIXED + "错").encode()[:-cut]) == MIXED + "\ufffd"


def test_a_character_cut_at_the_start_spoils_nothing_else() -> None:
    assert decode((CHINESE + MIXED).encode()[1:]).endswith(CHINESE[1:] + MIXED)


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x90\x80\x80", b"\xc0\xaf"], ids=repr)
def test_a_broken_byte_leaves_the_rest(bad: bytes) -> None:
    text = decode((CHINESE + "\n").encode() + bad + b"\n" + ENGLISH.encode())
    assert text.startswith(CHINESE + "\n")
    assert text.endswith("\n" + ENGLISH)


@pytest.mark.parametrize(
    "text", ["“quoted” – and …", "未找到该账号，请确认是否注册", "naïve café déjà vu"], ids=["punctuation", "chinese", "accents"]
)
def test_utf8_read_as_windows_1252_is_turned_back(text: str) -> None:
    mangled = "".join(
        bytes([byte]).decode("cp1252", "replace") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte) for byte in text.encode()
    )
    assert mangled != text
    assert unmangle(mangled) == text


def test_utf8_read_as_gbk_is_turned_back_but_for_lost_bytes() -> None:
    mangled = "未找到该账号，请确认是否注册".encode().decode("gb18030", "replace")
    found = unmangle(mangled)
    assert sum(char in "未找到该账号请确认是否注册" for char in found) >= 10


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, "naïve café", "Ångström", "日本語のエラー", "ошибка доступа", "à la carte é"], ids=repr)
def test_sound_text_is_not_turned(text: str) -> None:
    assert unmangle(text) == text
