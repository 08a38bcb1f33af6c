"""Text that was UTF-8 or GBK and was read in another encoding, turned back."""

from __future__ import annotations

from itertools import groupby

FEWEST_REPAIRED = 3
"""Characters beyond ASCII that a repair must give to be believed, unless it gives punctuation only."""
MARKS = ("â€", "Ã", "Â", "å", "æ", "ç", "è", "é", "ä")
"""What UTF-8 looks like in Windows-1252: one of these begins each character."""
_NOT_OF_IDEOGRAPHS = bytes([*range(0x4E), *range(0xA0, 0x100)])
"""Upper bytes, in UTF-16, of all characters but the common ideographs, U+4E00 to U+9FFF."""


def unmangle(text: str) -> str:
    """Return the text with UTF-8 that was read as GBK or Windows-1252, or GBK read as Latin-1, turned back; the same if there is none.

    Whatever does not turn back (bytes were lost on the way) becomes a question mark.
    """
    if text.isascii():
        return text
    if [mark for mark in MARKS if mark in text]:
        repaired = _turned_back(text, "cp1252")
        if repaired:
            return repaired
    high = text.encode("utf-16-le", "surrogatepass")[1::2]
    if not any(high):
        return _gbk_as_latin_1(text)
    if high.translate(None, _NOT_OF_IDEOGRAPHS):
        return _turned_back(text, "gb18030") or text
    return text


def _gbk_as_latin_1(text: str) -> str:
    """Return the text with each run of letters of Latin-1 read as GBK, if all of them are common ideographs then."""
    out: list[str] = []
    for ascii_only, chars in groupby(text, str.isascii):
        run = "".join(chars)
        try:
            decoded = run if ascii_only else run.encode("latin-1").decode("gb2312")
        except UnicodeDecodeError:
            return text
        out.append(decoded)
    repaired = "".join(out)
    return repaired if sum("\u4e00" <= char <= "\u9fff" for char in repaired) >= FEWEST_REPAIRED else text


def _turned_back(text: str, read_as: str) -> str:
    """Return the repaired text, or an empty string if hardly any of it is UTF-8 in disguise."""
    decoded = _encoded(text, read_as).decode("utf-8", "replace")
    bad = decoded.count("\ufffd")
    good = len(decoded) - len(decoded.encode("ascii", "ignore")) - bad
    punctuation_only = good and not bad
    return decoded.replace("\ufffd", "?") if punctuation_only or (good >= FEWEST_REPAIRED and bad <= good) else ""


def _encoded(text: str, read_as: str) -> bytes:
    """Return the bytes that a text was read from, a question mark for what is none of the encoding."""
    text = text.replace("\ufffd", "?")
    try:
        return text.encode(read_as)
    except UnicodeEncodeError:
        return b"".join([_encoded_alone(char, read_as) for char in text])


def _encoded_alone(char: str, read_as: str) -> bytes:
    try:
        return char.encode(read_as)
    except UnicodeEncodeError:
        # Windows-1252 leaves five bytes without a character; programs pass them through.
        return bytes([ord(char)]) if ord(char) < 256 else b"?"
