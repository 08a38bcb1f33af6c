"""Bytes to str, whatever console, file or clipboard they came from."""

from __future__ import annotations

UTF16_SAMPLE = 4096
"""Bytes looked at to tell UTF-16 without a byte order mark (PowerShell's `>`) from other encodings."""


def decode(data: bytes) -> str:
    """Decode pasted or piped bytes to text; never fails.

    Order: byte order marks, UTF-16 without a mark, UTF-8, then GB18030 for Chinese consoles,
    then Windows-1252. Bytes that fit none become U+FFFD.
    """
    if data.isascii() and b"\0" not in data:
        return data.decode()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    wide = utf16_without_mark(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)


def utf16_without_mark(data: bytes) -> str:
    """Return the encoding of text that looks like UTF-16 without a byte order mark; empty for all else."""
    sample = data[:UTF16_SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    # Latin text in UTF-16 has a zero in nearly every second byte, and only there.
    if odd > half * 0.4 and even * 20 < odd:
        return "utf-16-le"
    if even > half * 0.4 and odd * 20 < even:
        return "utf-16-be"
    return ""


def _not_utf8(data: bytes, first_bad: int) -> str:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if len(data) - first_bad <= 3 and bad <= 1:
        return text  # a character cut at the end of the input
    valid_wide = sum(1 for char in text[:UTF16_SAMPLE] if char > "\x7f" and char != "\ufffd")
    if valid_wide > bad:
        return text  # mostly UTF-8 with some broken bytes
    for encoding in ("gb18030", "cp1252"):
        try:
            decoded = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _looks_chinese(decoded):
            return decoded
    return text


def _looks_chinese(text: str) -> bool:
    """Tell GBK from Latin text with a few accents: nearly all its wide characters are common ideographs."""
    wide = [char for char in text[: UTF16_SAMPLE * 4] if char > "\x7f"]
    chinese = sum(1 for char in wide if "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e")
    return len(wide) >= 2 and chinese >= len(wide) * 0.9
