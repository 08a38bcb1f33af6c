"""Terminal and typographic noise out of a text, line structure kept."""

from __future__ import annotations

SOFT_BREAK = "\v"
"""Stands for a line break that was written as an escape (`\\n` inside JSON): white space, but not a line of the input."""

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_NOTHING = "\u00ad\u061c\u180e\u2064\u2065\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SAME = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\uff07",
    ' "': "\u201c\u201e\u00ab\u300c\u300e",  # the blank keeps the opening of a quotation apart from its end
    '"': "\u201d\u201f\u2033\u00bb\u300d\u300f\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "...": "\u2026",
    ",": "\u3001",
    ".": "\u3002",
}


def _table() -> dict[int, str]:
    table: dict[int, str] = {code: chr(code) for code in range(0x20, 0x7F)}  # looking up what is not there takes longer
    table.update((code, chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F))  # full-width ASCII
    table[0xFFE5] = "¥"
    table.update(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))  # ligatures of PDF files and OCR
    for space in _SPACES:
        table[ord(space)] = " "
    for code in (*map(ord, _NOTHING), *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)):
        table[code] = ""
    for plain, fancy in _SAME.items():
        for char in fancy:
            table[ord(char)] = plain
    for code in (*range(0x09), 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)):
        table[code] = " "
    for line_end in "\u0085\u2028\u2029":
        table[ord(line_end)] = SOFT_BREAK
    return table


_TABLE: dict[int, str] = {}
_CONTROLS = bytes([*range(0x0A), 0x0C, *range(0x0E, 0x20), 0x7F])
_WITHOUT_CONTROLS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
"""What the table says of ASCII: all control characters are blanks, but the ends of lines and soft breaks."""


def clean(text: str) -> str:
    """Return the text without escape sequences, control and invisible characters, with plain quotes, dashes and blanks.

    Every line feed of the result is one of the input (CRLF and a lone CR count as one), so line numbers hold.
    """
    if "\x1b" in text or "\x9b" in text:
        text = strip_ansi(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        if not text.isprintable():
            text = text.encode().translate(_WITHOUT_CONTROLS).decode()
    else:
        if not _TABLE:
            _TABLE.update(_table())
        text = _without_lone_surrogates(text.translate(_TABLE))
    if "[" in text and ("[0m" in text or "[39m" in text or "[22m" in text):
        text = _strip_bare_colours(text)
    return text


def _without_lone_surrogates(text: str) -> str:
    """Half characters cannot be encoded, so they could not be printed."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def strip_ansi(text: str) -> str:
    """Remove CSI, OSC and other escape sequences, finished or cut."""
    pieces = text.replace("\x9b", "\x1b[").split("\x1b")
    out = [pieces[0]]
    for piece in pieces[1:]:
        if piece.startswith("["):
            end = 1
            while end < len(piece) and " " <= piece[end] <= "?":
                end += 1
            # cursor movement stands for the blank or line it jumped over
            moved = piece[end : end + 1] in ("C", "G", "H", "f")
            out.append((" " if moved else "") + piece[end + 1 :])
        elif piece[:1] in ("]", "P", "X", "^", "_"):
            bell = piece.find("\a")
            out.append(piece[bell + 1 :] if bell >= 0 else "")
        elif piece.startswith("\\"):
            out.append(piece[1:])
        else:
            out.append(piece[1:] if not piece[:1].isspace() else piece)
    return "".join(out)


def _strip_bare_colours(text: str) -> str:
    """Remove `[31m` and the like, left over where a paste lost the escape character itself."""
    pieces = text.split("[")
    out = [pieces[0]]
    for piece in pieces[1:]:
        end = 0
        while end < 12 and piece[end : end + 1] in ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ";"):
            end += 1
        if end and piece[end : end + 1] == "m":
            out.append(piece[end + 1 :])
        else:
            out.append("[" + piece)
    return "".join(out)
