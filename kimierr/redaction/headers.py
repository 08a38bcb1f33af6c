"""Secrets in the values of HTTP headers: what follows `Bearer` and `Basic`, and cookies."""

from __future__ import annotations

from kimierr.redaction.prefixes import kept_prefix, kept_rest
from kimierr.redaction.scan import (
    ALNUM,
    BLANKS,
    BREAKS,
    DIGITS,
    FRAME,
    KEY,
    LONGEST_VALUE,
    LOOK,
    MASK,
    MAYBE,
    SURE,
    TOKEN,
    count,
    is_placeholder,
    starts_something,
    starts_word,
    strong,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.redaction.scan import Scan, Span

_ATTRIBUTES = frozenset(("path", "domain", "expires", "max-age", "samesite", "priority", "version", "comment"))


def find_headers(scan: Scan) -> list[Span]:
    spans: list[Span] = []
    lower = scan.lower
    for scheme in ("bearer", "basic"):
        at = lower.find(scheme)
        while at >= 0:
            end = at + len(scheme)
            span = after_scheme(scan, end, MAYBE, scheme) if starts_word(scan.text, at) else None
            if span:
                spans.append(span)
                end = max(end, span[1])
            at = lower.find(scheme, end)
    _cookies(scan, spans)
    return spans


def after_scheme(scan: Scan, at: int, trust: int, scheme: str) -> Span | None:
    """Return the token after `Bearer` or `Basic`."""
    text = scan.text
    tail = scheme != "basic"  # the end of user:password would be three characters of the password
    piece = text[at : at + 40]
    start = at + 3 if piece.startswith("%20") else at + len(piece) - len(piece.lstrip(BLANKS + ":=\"'`\\<[{"))
    broken = text[start : start + 1] in BREAKS and start < len(text)
    if start == at and not broken:
        return None
    if broken:
        gap = text[start : start + LOOK]
        start += len(gap) - len(gap.lstrip(FRAME + BREAKS + ">"))
        run = text[start : min(scan.run(start, TOKEN), start + LOOK)]
        if len(run) < 8 or not strong(run) or (starts_something(run, True) and not run.startswith("sk-")):
            return None
    end = scan.wrapped_run(start, TOKEN + "|:")
    while end > start and text[end - 1] in ".~+/|:":
        end -= 1
    token = text[start : min(end, start + LOOK)]
    if not token or text[start - 1] == "{" or is_placeholder(kept_rest(token)):
        return None
    if "=" in token.rstrip("=") or text[start - 1 : start] == "$":
        return None  # realm="..."
    digits = count(token, DIGITS)
    if trust == SURE:
        if text[end : end + 1] in BLANKS and text[end + 1 : end + 2].isalpha() and not digits and not strong(token):
            return None  # "Authorization: Bearer tokens are ..."
        return start, end, kept_prefix(token), tail
    if len(token) < 8:
        return None
    alone = text[end : end + 1] not in BLANKS or end == len(text)
    if digits or strong(token) or (alone and token.strip(ALNUM) == "" and text[start - 1] in BLANKS):
        return start, end, kept_prefix(token), tail
    return None


def _cookies(scan: Scan, spans: list[Span]) -> None:
    """Find the values of Cookie and Set-Cookie headers, also in reprs and lists of them."""
    lower = scan.lower
    at = lower.find("cookie")
    while at >= 0:
        end = at + 6
        after = scan.text[end : end + 12]
        rest = after.lstrip("\"'`\\]" + BLANKS)
        if rest[:1] in (":", "=") or (rest[:1] == "," and rest != after):
            end = _cookie_pairs(scan, end + len(after) - len(rest) + 1, spans)
        at = lower.find("cookie", end)


def _cookie_pairs(scan: Scan, at: int, spans: list[Span]) -> int:
    text = scan.text
    while True:
        gap = text[at : at + LOOK]
        more = text[at - 1 : at] == ";"
        at += len(gap) - len(gap.lstrip("[;\"'`\\,b" + BLANKS + (FRAME + BREAKS if more else "")))
        name_end = scan.run(at, KEY + ".")
        if text[name_end : name_end + 1] != "=":
            value_end = scan.wrapped_run(at, TOKEN)
            value = text[at : min(value_end, at + LOOK)]
            if len(value) >= 12 and strong(value) and not starts_something(value, False):
                spans.append((at, value_end, "", True))
                return value_end
            if scan.lower[at:name_end] in ("httponly", "secure", "partitioned") and text[name_end : name_end + 1] == ";":
                at = name_end + 1
                continue
            return at
        start = name_end + 1
        end = _cookie_value_end(scan, start)
        if scan.lower[at:name_end] not in _ATTRIBUTES and end > start and not is_placeholder(text[start:end]) and text[start] != MASK:
            spans.append((start, end, "", True))
        if end == at or text[end : end + 1] not in (";", ",", "'", '"') or not text[end : end + 1]:
            return end
        if text[end] in "\"'" and text[end + 1 : end + 2] != ",":
            return end
        at = end + 1


def _cookie_value_end(scan: Scan, start: int) -> int:
    text = scan.text
    chunk = text[start : start + LONGEST_VALUE]
    words = chunk.split(None, 1)
    if not words or chunk[:1].isspace():
        return start
    value = words[0]
    for char in ";\"',`\\<>)}]":
        value = value.partition(char)[0]
    end = start + len(value)
    if len(value) == LONGEST_VALUE:
        return scan.run(end, TOKEN + "%")
    return max(end, scan.wrapped_run(start, TOKEN + "%"))
