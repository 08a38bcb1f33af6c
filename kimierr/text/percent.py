"""Percent-encoding undone where it hides prose: an error message carried along in a URL or in a form.

Other URLs stay as they are: an encoded sign inside a password or a link says where it ends.
"""

from __future__ import annotations

from kimierr.text.clean import SOFT_BREAK

_HEX = frozenset("0123456789abcdefABCDEF")
_PUNCTUATION = ("%2c", "%3a", "%3c", "%22", "%27", "%7b", "%2e")
"""Signs of a sentence or of JSON; `%3D`, `%2F` and `%2B` are those of keys and links."""
_WIDE = ("%e3", "%e4", "%e5", "%e6", "%e7", "%e8", "%e9", "%ef")
"""What the UTF-8 of an ideograph begins with."""
FEWEST = 2
"""Signs that make a field prose."""
LETTERS = 3
"""Letters on each side of a blank that alone makes a field prose: `Invalid%20Authentication`."""
DEEPEST = 3
"""How often an encoded text may have been encoded again."""


def unquote(text: str) -> str:
    """Return the text with the percent-encoded fields that are prose decoded; the number of lines stays the same.

    `&` between the fields of a run in which that happened becomes a break, `+` in such a field a blank.
    """
    return "\n".join([" ".join([_run(run) if "%" in run else run for run in line.split(" ")]) for line in text.split("\n")])


def _run(run: str) -> str:
    """Return a run without blanks with its prose decoded."""
    fields = run.replace("&amp;", "&").split("&")
    decoded = [_field(field) if "%" in field else field for field in fields]
    return SOFT_BREAK.join(decoded) if decoded != fields else run


def _field(field: str) -> str:
    """Return one field (`error=Your%20account`) decoded if it is prose, else as it is."""
    once = field
    for _ in range(DEEPEST - 1):
        if "%25" not in once:
            break
        once = once.replace("%25", "%")
    return _decoded(once if "%20" in once else once.replace("+", " ")) if _is_prose(once.lower()) else field


def _is_prose(field: str) -> bool:
    """Whether a field (in lower case) holds words, by its blanks and punctuation."""
    marks = sum([field.count(sign) for sign in _PUNCTUATION])
    blanks = field.count("%20") + (field.count("+") if marks else 0)
    wide = sum([field.count(lead) for lead in _WIDE])
    if wide >= FEWEST or ("%22" in field and marks >= FEWEST) or (blanks and blanks + marks >= FEWEST):
        return True
    before, _, after = field.partition("%20")
    return before[-LETTERS:].isalpha() and len(before) >= LETTERS and after[:LETTERS].isalpha() and len(after) >= LETTERS


def _decoded(field: str) -> str:
    """Return the field with `%XX` decoded as UTF-8; bytes that are no UTF-8 stay as they were written."""
    pieces = field.split("%")
    out = [pieces[0]]
    raw = bytearray()
    for piece in pieces[1:]:
        if len(piece) < 2 or piece[0] not in _HEX or piece[1] not in _HEX:
            out.append(_flush(raw) + "%" + piece)
            continue
        raw.append(int(piece[:2], 16))
        if len(piece) > 2:
            out.append(_flush(raw) + piece[2:])
    out.append(_flush(raw))
    return "".join(out)


def _flush(raw: bytearray) -> str:
    """Return the bytes gathered so far as text, and empty them; breaks are soft ones, and terminal escapes blanks."""
    data = bytes(raw)
    raw.clear()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join([f"%{byte:02X}" for byte in data])
    return text if text.isprintable() else text.replace("\r", "").replace("\n", SOFT_BREAK).replace("\x1b", " ").replace("\x9b", " ")
