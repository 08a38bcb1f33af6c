"""Passwords in URLs, e-mail addresses, private key blocks."""

from __future__ import annotations

from kimierr.redaction.scan import ALNUM, DIGITS, LONGEST_GAP, LOOK, MASK, TOKEN, count, is_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kimierr.redaction.scan import Scan, Span

_LOCAL = ALNUM + "._%+-"
_HOST = ALNUM + ".-"
_LONGEST_LOCAL = 128
_KEPT = frozenset(
    ("api-service", "support", "code", "contact", "feedback", "help", "service", "business", "security", "privacy", "legal", "growth")
)
_KIMI = frozenset(("moonshot.ai", "moonshot.cn", "kimi.com", "kimi.ai"))
_FILES = frozenset(("js", "mjs", "cjs", "ts", "json", "tgz", "whl", "css"))


def find_addresses(scan: Scan) -> list[Span]:
    spans: list[Span] = []
    if "@" in scan.text:
        _each(scan, "://", _url_password, spans)
        _each(scan, "@tcp(", _dsn_password, spans)
        _each(scan, "@unix(", _dsn_password, spans)
        _each(scan, "@", _mail, spans)
    _each(scan, "%40", _mail, spans)
    for flag in ("-u ", "--user "):
        _each(scan, flag, _user_flag, spans)
    _private_keys(scan, spans)
    return spans


def _each(scan: Scan, sign: str, find: Callable[[Scan, int, int], Span | None], spans: list[Span]) -> None:
    at = scan.text.find(sign)
    while at >= 0:
        span = find(scan, at, at + len(sign))
        if span:
            spans.append(span)
        at = scan.text.find(sign, at + len(sign))


def _word(text: str, start: int) -> str:
    """Return what stands at `start` up to a blank, a quote or a bracket."""
    chunk = text[start : start + LOOK]
    words = chunk.split(None, 1)
    if not words or chunk[:1].isspace():
        return ""
    word = words[0]
    for char in "\"'`<>":
        word = word.partition(char)[0]
    return word


def _url_password(scan: Scan, at: int, start: int) -> Span | None:
    """`scheme://user:password@host`; a password may hold `/`, `?`, `#` and `@` although it should not."""
    word = _word(scan.text, start)
    authority = word
    for char in "/?#":
        authority = authority.partition(char)[0]
    user, colon, rest = authority.partition(":")
    if "@" not in authority:
        port = rest.strip(DIGITS)
        if not colon or not rest or (not port and rest) or "@" not in word or "@" in user or "]" in authority:
            return None
        password = word[len(user) + 1 :].rpartition("@")[0]
    elif colon and "@" not in user:
        password, _, host = rest.rpartition("@")
        if word != authority and "@" in word[len(authority) :] and "." not in host and ":" not in host and host != "localhost":
            password = word[len(user) + 1 :].rpartition("@")[0]
    else:
        token = authority.rpartition("@")[0]
        if len(token) >= 16 and count(token, DIGITS) and "@" not in token and not is_placeholder(token):
            return start, start + len(token), "", True
        return None
    begin = start + len(user) + 1
    if not password or password[0] in "<{" or password[0] == MASK or (is_placeholder(password) and not password.isalpha()):
        return None
    return begin, begin + len(password), "", False


def _dsn_password(scan: Scan, at: int, end: int) -> Span | None:
    """`user:password@tcp(host)`, as Go writes it."""
    before = scan.text[max(0, at - LOOK) : at].split()
    if not before or scan.text[at - 1].isspace():
        return None
    for char in "\"'`<>=":
        before[-1] = before[-1].rpartition(char)[2]
    password = before[-1].partition(":")[2]
    if not password or is_placeholder(password):
        return None
    return at - len(password), at, "", False


def _user_flag(scan: Scan, at: int, start: int) -> Span | None:
    """`curl -u user:password`."""
    if at and not scan.text[at - 1].isspace():
        return None
    start += scan.text[start : start + 1] in ('"', "'")
    user, colon, password = _word(scan.text, start).partition(":")
    if not colon or not password.strip(DIGITS) or password[0] in "<{" + MASK or is_placeholder(password):
        return None
    return start + len(user) + 1, start + len(user) + 1 + len(password), "", False


def _mail(scan: Scan, at: int, after: int) -> Span | None:
    text = scan.text
    before = text[max(0, at - _LONGEST_LOCAL) : at]
    size = len(before)
    while size and (before[size - 1] in _LOCAL or (before[size - 1].isalnum() and before[size - 1] < "\u2e80")):
        size -= 1
    local = before[size:]
    if text.startswith("%40", at):
        local = local.rpartition("%")[2][2:] if "%" in local else local
    local = local.lstrip(".-+%_")
    if not local or local == "git" or before[size - 1 : size] == MASK or "..." in text[at - len(local) - 3 : at]:
        return None
    host = text[after : min(scan.run(after, _HOST), after + LOOK)].rstrip(".-").lower()
    labels = host.split(".")
    if len(labels) < 2 or "" in labels or not labels[-1].isalpha() or len(labels[-1]) < 2 or labels[-1] in _FILES:
        return None
    if labels[0].isdigit() and labels[1].isdigit():
        return None  # a package version
    if local.lower() in _KEPT and ".".join(labels[-2:]) in _KIMI:
        return None
    return at - len(local) + 1, at, "", False


def _private_keys(scan: Scan, spans: list[Span]) -> None:
    text = scan.text
    at = text.find("PRIVATE KEY-----")
    while at >= 0:
        start = at + 16
        if text[:at].endswith("END ", max(0, at - LONGEST_GAP)) or text.rfind("-----END", max(0, at - 40), at) >= 0:
            end = start
        else:
            end = scan.run(start, TOKEN + "\n\r\v\\")
            marker = text.find("-----END", start, end + 8)
            end = marker if marker >= 0 else end
            while end > start and text[end - 1] in "-\n\r\v\\":
                end -= 1
            if text[start:end].strip("."):
                spans.append((start, end, "", False))
        at = text.find("PRIVATE KEY-----", end)
