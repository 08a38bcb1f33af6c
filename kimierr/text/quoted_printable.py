"""Quoted-printable undone: what is not ASCII in a mail that somebody pastes or pipes from its source."""

from __future__ import annotations

_HEX = frozenset("0123456789ABCDEF")
STARTS = ("=C2=", "=E2=", "=E3=", "=E4=", "=E5=", "=E6=", "=E7=", "=E8=", "=E9=", "=EF=")
"""What begins a curly quote, a dash, a hard blank or an ideograph; hardly anything else looks so."""


def unquote(text: str) -> str:
    """Return the text with runs of `=XX` that are UTF-8 decoded, and without `=` at the end of lines; their number stays."""
    out: list[str] = []
    at = 0
    while at < len(text):
        start = text.find("=", at)
        if start < 0:
            break
        end = start
        while text[end : end + 1] == "=" and text[end + 1 : end + 2] in _HEX and text[end + 2 : end + 3] in _HEX:
            end += 3
        written = _decoded(text[start:end])
        if text[end : end + 2] == "=\n":
            end += 1
        out += [text[at:start], written, "=" if end == start else ""]
        at = max(end, start + 1)
    return "".join(out) + text[at:]


def _decoded(run: str) -> str:
    try:
        return bytes.fromhex(run.replace("=", "")).decode()
    except UnicodeDecodeError:
        return run
