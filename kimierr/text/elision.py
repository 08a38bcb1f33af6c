"""Words that programs put where they cut a text, turned into the dots that people use."""

from __future__ import annotations

_WORDS = ("trunc", "elided", "omitted", "snip", "已截断", "截断", "已省略", "省略")
_COUNTED = (*_WORDS, "more", "char", "byte", "other", "line")
"""What stands behind a number of things left out."""
_CLOSING = {"[": "]", "(": ")", "<": ">", "{": "}", "（": "）", "【": "】"}
LONGEST = 48


def plain_elisions(text: str) -> str:
    """Return the text with `[truncated 120 chars]`, `(truncated...)`, `<truncated>`, `[+80 chars]`, `（已截断）` as `...`."""
    for opening, closing in _CLOSING.items():
        if opening not in text:
            continue
        out: list[str] = []
        done = 0
        place = text.find(opening)
        while place >= 0:
            end = text.find(closing, place, place + LONGEST)
            written = text[place + 1 : end].lower() if end >= 0 else ""
            inside = written.lstrip(" .+0123456789")
            if inside.startswith(_COUNTED if inside != written.lstrip(" .") else _WORDS):
                out += (text[done:place].rstrip(" ."), "...")
                done = end + 1
            place = text.find(opening, max(place + 1, done))
        out.append(text[done:])
        text = "".join(out)
    return text
