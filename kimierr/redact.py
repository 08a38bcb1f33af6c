"""Secrets out of everything that is shown: keys, tokens, cookies, passwords, ids, e-mail addresses."""

from __future__ import annotations

from kimierr.redaction.addresses import find_addresses
from kimierr.redaction.headers import find_headers
from kimierr.redaction.named import find_named, is_secret_name
from kimierr.redaction.prefixes import find_prefixed, kept_prefix
from kimierr.redaction.scan import DIGITS, MASK, Scan, compact, count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kimierr.redaction.scan import Span

TAIL = 4
LEAST_FOR_TAIL = 12
"""Secrets shorter than this show none of their characters."""
LEAST_PART = 8
"""Characters of a secret in a row that are taken for a part of it."""
SHORTEST_PART = 6
"""Secrets shorter than this are words that may stand elsewhere too."""
LONGEST_KNOWN = 512
_PASSES = 6
_ACCOUNTS = frozenset(("organization", "organization_id", "uid", "account", "account_id", "key_id", "project", "project_id"))


def redact(text: str, found: list[str] | None = None) -> str:
    """Return the readable text with every secret masked: `sk-kimi-…4063`, `Bearer …4063`, `a…@example.com`.

    What is left tells two secrets apart. Masking the result again changes nothing. Never fails; linear time.
    What was masked is added to `found`, without its prefix.
    """
    for _ in range(_PASSES):  # a mask may uncover a neighbour, so until nothing changes
        masked = _mask(text, found)
        if masked == text:
            break
        text = masked
    return text


def cover(text: str, secrets: list[str]) -> str:
    """Return the text without the parts of secrets in it: one that was cut out of a longer text may start inside a secret."""
    for secret in secrets:
        size = min(LEAST_PART, len(secret))
        at = 0
        while SHORTEST_PART <= size <= len(secret) - at:
            place = text.find(secret[at : at + size])
            if place < 0:
                at += 1
                continue
            end, known = place + size, at + size
            while end < len(text) and known < len(secret) and text[end] == secret[known]:
                end, known = end + 1, known + 1
            text = text[:place] + MASK + text[end:]
    return text


def redact_all(value: Any) -> Any:
    """Return a copy of nested dicts, lists and tuples with every str redacted; the keys of dicts stay."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: _redact_field(key, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([redact_all(item) for item in value])
    return value


def _redact_field(name: object, value: Any) -> Any:
    """Redact a value whose name says more about it than the value does."""
    if not isinstance(value, str) or not isinstance(name, str):
        return redact_all(value)
    masked = redact(value)
    if masked != value or MASK in value or " " in value or not value:
        return masked
    bare_id = name in _ACCOUNTS and 16 <= len(value) <= 40 and value.isalnum() and count(value, DIGITS) and not value.isdigit()
    if bare_id or is_secret_name(name):
        kept = kept_prefix(value)
        return kept + _mask_of(value[len(kept) :], True) if value != kept else value
    return masked


def _mask(text: str, found: list[str] | None = None) -> str:
    scan = Scan(text)
    spans = sorted([*find_prefixed(scan), *find_named(scan), *find_headers(scan), *find_addresses(scan)], key=_order)
    if not spans:
        return text
    out: list[str] = []
    done = 0
    for start, end, kept, tail in _merged(spans):
        out.append(text[done:start])
        secret = compact(text[start:end])
        masked = kept + _mask_of(secret[len(kept) :], tail)
        if found is not None:
            found.append(secret[len(kept) :][:LONGEST_KNOWN])
        out.append(masked[:-1] if masked.endswith(MASK) and text[end : end + 1] == MASK else masked)
        done = end
    out.append(text[done:])
    return "".join(out)


def _order(span: Span) -> tuple[int, int]:
    return span[0], -len(span[2])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span[0] < merged[-1][1]:
            start, end, kept, tail = merged[-1]
            merged[-1] = (start, max(end, span[1]), kept, tail and span[3])
        else:
            merged.append(span)
    return merged


def _mask_of(secret: str, tail: bool) -> str:
    return MASK + (secret[-TAIL:] if tail and len(secret) >= LEAST_FOR_TAIL else "")
