"""Secrets and ids that are known by how they begin: vendors' keys, JWTs, ids of organizations, projects and keys."""

from __future__ import annotations

from kimierr.redaction.scan import (
    ALNUM,
    BLANKS,
    BREAKS,
    DIGITS,
    KEY,
    LOOK,
    TOKEN,
    compact,
    count,
    find_each,
    is_placeholder,
    is_uuid,
    resume,
    starts_something,
    starts_word,
    strong,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.redaction.scan import Found, Scan, Span

_VENDORS: tuple[tuple[str, int, str], ...] = (
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
VENDORS = {prefix: (least, alphabet) for prefix, least, alphabet in _VENDORS}

_KEY_KINDS = (
    "kimi-", "ant-api03-", "ant-oat01-", "ant-", "proj-", "or-v1-", "svcacct-", "admin-", "service-", "lf-", "ws-", "live_", "test_", "live-",
)  # fmt: skip
"""What may follow `sk-` or `sk_` and belongs to the prefix."""
_JOINTS = (".", ":", "/", "+", "~", "=")
_STARTS = ("sk-", "sk_", *VENDORS, "eyJ")

IDS: dict[str, tuple[int, ...]] = {"org-": (32,), "org_": (), "proj-": (32,), "proj_": (), "cak-": (20,), "ak-": (20,)}
"""Prefix -> lengths at which an id is complete."""
_CUT = ("sk-", "org-", "proj-", "cak-", "ak-", "eyj")
"""Prefixes that are also found with a line break inside."""
_CUT_ENDS = tuple({prefix[size:] for prefix in _CUT for size in range(1, len(prefix))})


def kept_prefix(word: str) -> str:
    """Return the part of a key that tells whose it is and is no secret, or an empty string."""
    for start in _STARTS:
        if word.startswith(start):
            if start in ("sk-", "sk_"):
                return start + next((kind for kind in _KEY_KINDS if word.startswith(kind, 3)), "")
            return start
    return "sk-" if word[:3] == "SK-" else ""


def kept_rest(value: str) -> str:
    """Return a value without the prefix that may be shown of it."""
    return value[len(kept_prefix(value)) :]


def find_prefixed(scan: Scan) -> list[Span]:
    spans: list[Span] = []
    find_each(scan, scan.lower, ("sk-", "sk_"), _key, spans)
    find_each(scan, scan.text, tuple(VENDORS), _vendor, spans)
    find_each(scan, scan.text, ("eyJ",), _jwt, spans)
    find_each(scan, scan.lower, tuple(IDS), _id, spans)
    _cut_prefixes(scan, spans)
    find_each(scan, scan.lower, ("ak-",), _uid_before_key, spans)
    find_each(scan, scan.lower, ("account ",), _uid_of_account, spans)
    return spans


def _key(scan: Scan, start: int, body: int, prefix: str) -> Found:
    text = scan.text
    if not starts_word(text, start) and not _is_glued_key(text[body : body + LOOK]):
        return None, body
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
    least = 16 if kept[:2] == "SK" else 5 if digits else 8
    if prefix == "sk_" and not kind and (not digits or len(secret) < 8):
        return None, resume(body, end)  # sk_buff and the like
    if len(secret) < least or is_placeholder(secret):
        return None, resume(body, end)
    return (start, end, kept + kind, True), end


def _is_glued_key(body: str) -> bool:
    """Tell what follows `sk-` at the end of a word from the number of a task, a disk or a desk."""
    kind = next((kind for kind in _KEY_KINDS if body.startswith(kind)), "")
    head = body[len(kind) : len(kind) + 16]
    if len(head) < 16 or head.lstrip(KEY) or not count(head, DIGITS):
        return False
    return bool(kind) or (head.isalnum() and head != head.lower() and head != head.upper())


def _vendor(scan: Scan, start: int, body: int, prefix: str) -> Found:
    if not starts_word(scan.text, start):
        return None, body
    least, alphabet = VENDORS[prefix]
    end = scan.wrapped_run(body, alphabet)
    secret = compact(scan.text[body : min(end, body + LOOK)])
    if len(secret) < least or not (count(secret, DIGITS) or len(secret) >= 20) or is_placeholder(secret):
        return None, resume(body, end)
    return (start, end, prefix, True), end


def _jwt(scan: Scan, start: int, body: int, prefix: str) -> Found:
    if not starts_word(scan.text, start):
        return None, body
    end = scan.wrapped_run(body, KEY + ".")
    dots = end
    while end > body and scan.text[end - 1] == ".":
        end -= 1
    secret = compact(scan.text[body : min(end, body + 4096)])
    if len(secret) < 16 or not ("." in secret or len(secret) >= 40):
        return None, dots
    return (start, end, "eyJ", True), dots


def _id(scan: Scan, start: int, body: int, prefix: str) -> Found:
    text = scan.text
    if prefix == "ak-" and start and scan.lower[start - 1] == "c":
        return None, body  # cak-
    if not starts_word(text, start) and not (text[body : body + 18].isalnum() and strong(text[body : body + 18])):
        return None, body
    end = scan.wrapped_run(body, KEY, IDS.get(prefix, ()))
    inner = compact(text[body : min(end, body + LOOK)])
    bracketed = start > 0 and text[start - 1] in "<{[" and text[end : end + 1] in (">", "}", "]")
    if not _is_id(inner, bracketed) or is_placeholder(inner):
        return None, resume(body, end)
    return (start, end, text[start:body] if body - start == len(prefix) else prefix, True), end


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
    for left, right in scan.wraps():
        if scan.lower.startswith(_CUT_ENDS, right):
            span = _cut_prefix(scan, left, right)
            if span:
                spans.append(span)


def _cut_prefix(scan: Scan, left: int, right: int) -> Span | None:
    """Return the key whose prefix ends its first part at `left` and goes on at `right`."""
    for prefix in _CUT:
        for size in range(1, len(prefix)):
            if not scan.lower.endswith(prefix[:size], 0, left) or not scan.lower.startswith(prefix[size:], right):
                continue
            start, body = left - size, right + len(prefix) - size
            if not starts_word(scan.text, start) or not strong(scan.text[body : min(scan.run(body, KEY), body + LOOK)]):
                continue
            find = _key if prefix == "sk-" else _jwt if prefix == "eyj" else _id
            return find(scan, start, body, prefix)[0]
    return None


def _uid_before_key(scan: Scan, start: int, body: int, prefix: str) -> Found:
    """The bare id of an older account: `Your account cog830hkqq4ttrgnvpfg<ak-...>`."""
    lower = scan.lower
    left = start - 1 if lower[start - 1 : start] == "c" else start
    bracket = next((bracket for bracket in ("<", "&lt;", "\\u003c") if lower.endswith(bracket, 0, left)), "")
    if not bracket:
        return None, body
    left -= len(bracket)
    floor = max(0, left - LOOK)
    before = scan.text[floor:left].rstrip(BLANKS + BREAKS)
    head, slash, project = before.rpartition("/")
    if slash and project.strip(BLANKS + BREAKS).lower().startswith("proj"):
        before = head.rstrip(BLANKS + BREAKS)
    end = floor + len(before)
    return _uid(scan.text, end - (len(before) - len(before.rstrip(ALNUM))), end), body


def _uid_of_account(scan: Scan, start: int, body: int, prefix: str) -> Found:
    uid = scan.text[body : body + 20]
    if uid.isalnum() and not scan.text[body + 20 : body + 21].isalnum():
        return _uid(scan.text, body, body + 20), body
    return None, body


def _uid(text: str, start: int, end: int) -> Span | None:
    uid = text[start:end]
    if not 16 <= len(uid) <= 40 or not uid.isascii() or not count(uid, DIGITS) or uid.isdigit():
        return None
    if start and text[start - 1] in "-_":
        return None  # the end of a prefixed id
    return start, end, "", True
