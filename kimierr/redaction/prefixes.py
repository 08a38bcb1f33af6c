"""Secrets and ids that are known by how they begin: vendors' keys, JWTs, ids of organizations, projects and keys."""

from __future__ import annotations

from kimierr.redaction.scan import ALNUM, BLANKS, BREAKS, DIGITS, FRAME, KEY, LETTERS, LONGEST_GAP, LOOK, TOKEN, compact, count, is_placeholder, is_uuid, starts_something, starts_word, strong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.redaction.scan import Scan, Span

VENDORS: tuple[tuple[str, int, str], ...] = (
    ("gsk_", 8, ALNUM), ("xai-", 8, ALNUM), ("AIza", 12, KEY), ("ya29.", 12, KEY), ("ghp_", 8, ALNUM), ("gho_", 8, ALNUM), ("ghu_", 8, ALNUM),
    ("ghs_", 8, ALNUM), ("ghr_", 8, ALNUM), ("github_pat_", 8, KEY), ("glpat-", 8, KEY), ("hf_", 8, ALNUM), ("AKIA", 10, ALNUM), ("ASIA", 12, ALNUM),
    ("AKID", 12, ALNUM), ("LTAI", 10, ALNUM), ("nvapi-", 8, KEY), ("pplx-", 8, ALNUM), ("csk-", 8, ALNUM), ("tvly-", 8, KEY), ("r8_", 16, ALNUM),
    ("fw_", 16, ALNUM), ("tgp_v1_", 8, KEY), ("xoxb-", 8, KEY), ("xoxp-", 8, KEY), ("xoxa-", 8, KEY), ("xoxs-", 8, KEY), ("xoxr-", 8, KEY), ("xapp-", 8, KEY),
    ("npm_", 16, ALNUM), ("pypi-", 16, KEY), ("dop_v1_", 8, ALNUM), ("SG.", 16, KEY + "."), ("whsec_", 8, ALNUM), ("shpat_", 8, ALNUM),
    ("pk_live_", 8, ALNUM), ("pk_test_", 8, ALNUM), ("rk_live_", 8, ALNUM), ("rk_test_", 8, ALNUM), ("jina_", 12, KEY), ("lsv2_pt_", 8, KEY),
    ("lsv2_sk_", 8, KEY), ("pk-lf-", 8, KEY), ("rpa_", 16, ALNUM), ("sess-", 12, ALNUM), ("dckr_pat_", 8, KEY), ("ABSK", 24, TOKEN), ("ms-", 24, KEY),
    ("fc-", 24, ALNUM), ("ntn_", 16, ALNUM), ("bce-v3/ALTAK-", 8, KEY + "/"),
)  # fmt: skip
"""(prefix, least secret characters, their alphabet); the secret has a digit or is long."""

_KEY_KINDS = ("kimi-", "ant-api03-", "ant-oat01-", "ant-", "proj-", "or-v1-", "svcacct-", "admin-", "service-", "lf-", "ws-", "live_", "test_", "live-", "test-")
"""What may follow `sk-` or `sk_` and belongs to the prefix."""
_JOINTS = (".", ":", "/", "+", "~", "=")
_STARTS = ("sk-", "sk_", *(prefix for prefix, _, _ in VENDORS), "eyJ")

IDS = (("org-", (32,)), ("org_", ()), ("proj-", (32,)), ("proj_", ()), ("cak-", (20,)), ("ak-", (20,)))
"""(prefix, lengths at which an id is complete)."""
_CUT = ("sk-", "org-", "proj-", "cak-", "ak-", "eyj")
"""Prefixes that are also found with a line break inside."""


def kept_prefix(word: str) -> str:
    """Return the part of a key that tells whose it is and is no secret, or an empty string."""
    for start in _STARTS:
        if word.startswith(start):
            if start in ("sk-", "sk_"):
                return start + next((kind for kind in _KEY_KINDS if word.startswith(kind, 3)), "")
            return start
    return "sk-" if word[:3] == "SK-" else ""


def find_prefixed(scan: Scan) -> list[Span]:
    spans: list[Span] = []
    for prefix in ("sk-", "sk_"):
        for start in _places(scan.lower, prefix):
            _add(spans, _key(scan, start, start + 3, prefix))
    for prefix, least, alphabet in VENDORS:
        for start in _places(scan.text, prefix):
            _add(spans, _vendor(scan, start, prefix, least, alphabet))
    for start in _places(scan.text, "eyJ"):
        _add(spans, _jwt(scan, start, start + 3))
    for prefix, complete in IDS:
        for start in _places(scan.lower, prefix):
            _add(spans, _id(scan, start, start + len(prefix), prefix, complete))
    _cut_prefixes(scan, spans)
    _uids(scan, spans)
    return spans


def _places(text: str, prefix: str) -> list[int]:
    places = []
    at = text.find(prefix)
    while at >= 0:
        places.append(at)
        at = text.find(prefix, at + len(prefix))
    return places


def _add(spans: list[Span], span: Span | None) -> None:
    if span:
        spans.append(span)


def _key(scan: Scan, start: int, body: int, prefix: str) -> Span | None:
    text = scan.text
    if not starts_word(text, start):
        # glued to a word: only what cannot be a task, a disk or a desk
        glued = text[body : body + LOOK]
        kind = next((kind for kind in _KEY_KINDS if glued.startswith(kind)), "")
        head = glued[len(kind) : len(kind) + 16]
        if len(head) < 16 or head.lstrip(KEY) or not count(head, DIGITS) or not (kind or (head.isalnum() and head != head.lower() and head != head.upper())):
            return None
    end = scan.wrapped_run(body, KEY)
    while text[end : end + 1] in _JOINTS and text[end + 1 : end + 2] not in ("", "."):  # keys of several parts
        more = scan.run(end + 1, KEY)
        piece = text[end + 1 : min(more, end + 1 + LOOK)]
        if len(piece) < (6 if text[end] == "." else 12) or not strong(piece) or starts_something(piece, False) or "kimi" in piece:
            break
        end = more
    secret = compact(text[body : min(end, body + LOOK)])
    kept = text[start : start + 3] if text[start + 2 : start + 3] == prefix[2] else prefix
    kind = next((kind for kind in _KEY_KINDS if secret.startswith(kind)), "")
    secret = secret[len(kind) :]
    digits = count(secret, DIGITS)
    least = 8 if not digits else 5
    if prefix == "sk_" and not kind and (not digits or len(secret) < 8):
        return None  # sk_buff and the like
    if kept[:2] == "SK":
        least = 16
    if len(secret) < least or is_placeholder(secret):
        return None
    return start, end, kept + kind, True


def _vendor(scan: Scan, start: int, prefix: str, least: int, alphabet: str) -> Span | None:
    if not starts_word(scan.text, start):
        return None
    body = start + len(prefix)
    end = scan.wrapped_run(body, alphabet)
    secret = compact(scan.text[body : min(end, body + LOOK)])
    if len(secret) < least or not (count(secret, DIGITS) or len(secret) >= 20) or is_placeholder(secret):
        return None
    return start, end, prefix, True


def _jwt(scan: Scan, start: int, body: int) -> Span | None:
    if not starts_word(scan.text, start):
        return None
    end = scan.wrapped_run(body, KEY + ".")
    while end > body and scan.text[end - 1] == ".":
        end -= 1
    secret = compact(scan.text[body : min(end, body + 4096)])
    if len(secret) < 16 or not ("." in secret or len(secret) >= 40):
        return None
    return start, end, "eyJ", True


def _id(scan: Scan, start: int, body: int, prefix: str, complete: tuple[int, ...]) -> Span | None:
    text = scan.text
    if prefix == "ak-" and start and scan.lower[start - 1] == "c":
        return None  # cak-
    if not starts_word(text, start) and not (text[body : body + 18].isalnum() and strong(text[body : body + 18])):
        return None
    end = scan.wrapped_run(body, KEY, complete)
    inner = compact(text[body : min(end, body + LOOK)])
    bracketed = start > 0 and text[start - 1] in "<{[" and text[end : end + 1] in (">", "}", "]")
    if not _is_id(inner, bracketed) or is_placeholder(inner):
        return None
    return start, end, text[start:body] if body - start == len(prefix) else prefix, True


def _is_id(inner: str, bracketed: bool) -> bool:
    """Tell ids from names of pages and settings, which are words: `org-best-practice`, `org_id`, `proj-2024`."""
    if len(inner) < 6:
        return False
    if is_uuid(inner):
        return True
    for part in inner.replace("_", "-").split("-"):
        if len(part) < 6:
            continue
        if count(part, DIGITS) or bracketed or not part.strip("abcdefABCDEF"):
            return True
        if len(part) >= 12 and strong(part):
            return True
    return False


def _cut_prefixes(scan: Scan, spans: list[Span]) -> None:
    """Find keys and ids whose prefix itself has a line break inside: `s`, next line `k-kimi-...`."""
    text, lower = scan.text, scan.lower
    at = lower.find("\n")
    while at >= 0:
        left = at - 1
        floor = max(0, at - LONGEST_GAP)
        while left > floor and text[left] in FRAME + "\r":
            left -= 1
        if left >= 0 and lower[left] in "skeyorgpjca-" and text[at + 1 : at + 2] not in BREAKS:
            ahead = lower[at + 1 : at + 1 + LONGEST_GAP]
            right = at + 1 + len(ahead) - len(ahead.lstrip(FRAME + ">"))
            _add(spans, _cut_prefix(scan, left + 1, right))
        at = lower.find("\n", at + 1)


def _cut_prefix(scan: Scan, left: int, right: int) -> Span | None:
    for prefix in _CUT:
        for size in range(1, len(prefix)):
            start, body = left - size, right + len(prefix) - size
            if start < 0 or scan.lower[start:left] != prefix[:size] or scan.lower[right:body] != prefix[size:] or not starts_word(scan.text, start):
                continue
            if not strong(scan.text[body : min(scan.run(body, KEY), body + LOOK)]):
                continue
            if prefix == "sk-":
                return _key(scan, start, body, prefix)
            if prefix == "eyj":
                return _jwt(scan, start, body)
            return _id(scan, start, body, prefix, ())
    return None


def _uids(scan: Scan, spans: list[Span]) -> None:
    """Find the bare ids of older accounts: `Your account cog830hkqq4ttrgnvpfg<ak-...>`."""
    text, lower = scan.text, scan.lower
    for start in _places(lower, "ak-"):
        left = start - 1 if lower[start - 1 : start] == "c" else start
        for bracket in ("<", "&lt;", "\\u003c"):
            if lower.endswith(bracket, 0, left):
                left -= len(bracket)
                break
        else:
            continue
        floor = max(0, left - LOOK)
        before = text[floor:left].rstrip(BLANKS + BREAKS)
        head, slash, project = before.rpartition("/")
        if slash and project.strip(BLANKS + BREAKS).lower().startswith("proj"):
            before = head.rstrip(BLANKS + BREAKS)
        end = floor + len(before)
        _add(spans, _uid(text, end - (len(before) - len(before.rstrip(ALNUM))), end))
    for start in _places(lower, "account "):
        body = start + 8
        end = body + 20
        if text[body:end].isalnum() and not text[end : end + 1].isalnum():
            _add(spans, _uid(text, body, end))


def _uid(text: str, start: int, end: int) -> Span | None:
    uid = text[start:end]
    if not 16 <= len(uid) <= 40 or not uid.isascii() or not count(uid, DIGITS) or not count(uid, LETTERS):
        return None
    if start and text[start - 1] in "-_":
        return None  # the end of a prefixed id
    return start, end, "", True
