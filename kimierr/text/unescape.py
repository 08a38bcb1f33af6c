"""Undo escaping, however many times it was applied: JSON in JSON, Python and Node reprs, bytes reprs, HTML entities.

The text is not parsed: a paste is often cut, glued or half escaped, and a parser gives up where a person does not.
"""

from __future__ import annotations

from kimierr.text.clean import SOFT_BREAK

_SIMPLE = {"n": SOFT_BREAK, "r": SOFT_BREAK, **dict.fromkeys("tbfva0", " "), **{char: char for char in "\"'`/<>&\n"}}
_COMMON = {char: plain for char, plain in _SIMPLE.items() if char != "0"}
"""Those that begin no longer escape."""
_HEX = "0123456789abcdefABCDEF"
_ENTITIES = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": " ",
    "lsquo": "'",
    "rsquo": "'",
    "ldquo": '"',
    "rdquo": '"',
    "hellip": "...",
}
_LONGEST_ENTITY = 8


def unescape(text: str) -> str:
    """Return the text with backslash escapes and HTML entities turned into what they stand for.

    Any depth of nesting is undone at once, because runs of backslashes collapse first. A backslash that
    starts no known escape stays, and so do those of a Windows path.
    """
    if "\\" in text:
        text = _backslashes(text)
    if "&" in text:
        text = _entities(text)
        if "&" in text:
            text = _entities(text)  # &amp;lt;
    return text


def _backslashes(text: str) -> str:
    while "\\\\" in text:
        text = text.replace("\\\\", "\\")
    plain = text.replace('\\"', '"')
    if "\\" not in plain:
        return plain  # JSON in JSON
    pieces = text.split("\\")
    out = [pieces[0]]
    raw = bytearray()
    path = _in_path(pieces[0])
    for piece in pieces[1:]:
        char = piece[:1]
        if char in _COMMON and not path and not raw:
            out.append(_COMMON[char] + piece[1:])
            path = piece[-1] == ":" and _in_path(piece)
            continue
        if char == "x" and _is_hex(piece, 1, 2):
            raw.append(int(piece[1:3], 16))
            if len(piece) == 3:
                continue
            out.append(_flush(raw) + piece[3:])
            path = False
            continue
        if raw:
            out.append(_flush(raw))
        if path and char not in ('"', "'") and not (char == "u" and _is_hex(piece, 1, 4)):
            out.append("\\" + piece)
            path = not _leaves_path(piece)
            continue
        path = False
        if char == "u" and _is_hex(piece, 1, 4):
            out.append(_character(int(piece[1:5], 16), out) + piece[5:])
        elif char == "u" and piece[1:2] == "{" and 2 < piece.find("}") <= 8 and _is_hex(piece, 2, piece.find("}") - 2):
            end = piece.find("}")
            out.append(_character(int(piece[2:end], 16), out) + piece[end + 1 :])
        elif char == "0" and piece[1:3] == "33":
            out.append("\x1b" + piece[3:])
        elif char in _SIMPLE and char:
            out.append(_SIMPLE[char] + piece[1:])
        else:
            out.append("\\" + piece)
        path = _in_path(piece)
    if raw:
        out.append(_flush(raw))
    return "".join(out)


def _is_hex(piece: str, start: int, count: int) -> bool:
    digits = piece[start : start + count]
    return len(digits) == count and all(char in _HEX for char in digits)


def _character(code: int, out: list[str]) -> str:
    if 0xDC00 <= code <= 0xDFFF and out and len(out[-1]) == 1 and 0xD800 <= ord(out[-1]) <= 0xDBFF:
        high = ord(out.pop())
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    if code in (0x0A, 0x0D):
        return SOFT_BREAK
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _flush(raw: bytearray) -> str:
    """Turn a run of `\\xNN` (a bytes repr, or single Latin-1 escapes) into text."""
    data = bytes(raw)
    raw.clear()
    try:
        return data.decode("utf-8").replace("\n", SOFT_BREAK)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _in_path(piece: str) -> bool:
    """Whether the piece ends in a drive letter (`C:`): what follows is a path, not an escape."""
    return len(piece) >= 2 and piece[-1] == ":" and piece[-2].isalpha() and (len(piece) == 2 or not piece[-3].isalnum())


def _leaves_path(piece: str) -> bool:
    return any(char in piece for char in " \"'\n,;|<>")


def _entities(text: str) -> str:
    pieces = text.split("&")
    out = [pieces[0]]
    for piece in pieces[1:]:
        end = piece.find(";", 0, _LONGEST_ENTITY + 1)
        name = piece[:end] if end > 0 else ""
        if name in _ENTITIES:
            out.append(_ENTITIES[name] + piece[end + 1 :])
        elif name.startswith("#") and (number := _entity_number(name[1:])):
            out.append(number + piece[end + 1 :])
        else:
            out.append("&" + piece)
    return "".join(out)


def _entity_number(digits: str) -> str:
    try:
        code = int(digits[1:], 16) if digits[:1] in ("x", "X") else int(digits)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code <= 0x10FFFF else " "
