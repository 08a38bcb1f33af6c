"""Secrets that are known by the name in front of them: headers, settings, environment lines, query values, cookies."""

from __future__ import annotations

from kimierr.redaction.prefixes import kept_prefix
from kimierr.redaction.scan import ALNUM, BLANKS, BREAKS, CLOSER, DIGITS, FRAME, KEY, LETTERS, LOOK, MASK, MODELS, TOKEN, compact, count, is_placeholder, starts_something, starts_word, strong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.redaction.scan import Scan, Span

WORDS = ("key", "token", "secret", "password", "passwd", "passphrase", "pwd", "_pass", "credential", "signature", "sig", "authorization", "密钥", "令牌", "密码")
_KEYS = ("api_key", "apikey", "access_key", "accesskey", "secret_key", "secretkey", "private_key", "privatekey", "auth_key", "authkey", "subscription_key", "master_key")
_TOKENS = ("auth_token", "authtoken", "access_token", "accesstoken", "api_token", "apitoken", "refresh_token", "refreshtoken", "id_token", "session_token", "bearer_token", "security_token")
_PASSWORDS = ("password", "passwd", "passphrase", "pwd", "_pass", "密码")
_SAYS_WRONG = ("invalid", "incorrect", "missing", "no_", "wrong", "bad_", "expired", "unknown", "unsupported")
_COUNTS = ("max", "prompt", "total", "completion", "input", "output", "usage", "count", "limit", "budget", "cached", "per_", "next_", "stop", "bos", "eos", "pad")
_NO_VALUE = frozenset(("yes", "no", "true", "false", "none", "null", "nil", "undefined", "on", "off", "required", "invalid", "missing", "incorrect"))
_SCHEMES = ("bearer", "basic", "token", "apikey", "digest", "negotiate", "key")
_ENDS = "\"'`,;)}]>|&<\\([{（），。；、」"
_ENDS_SETTING = "\"'`;&|\\"
"""Of the value in `NAME=value`."""
LONGEST_VALUE = 2048

SURE, MAYBE = 2, 1
"""The name decides; the value must look like a secret too."""


def find_named(scan: Scan) -> list[Span]:
    spans: list[Span] = []
    lower = scan.lower
    for word in WORDS:
        at = lower.find(word)
        while at >= 0:
            end = at + len(word)
            span = _pair(scan, at, end, word)
            if span:
                spans.append(span)
                end = max(end, span[1])
            at = lower.find(word, end)
    for scheme in ("bearer", "basic"):
        at = lower.find(scheme)
        while at >= 0:
            end = at + len(scheme)
            if starts_word(scan.text, at):
                span = _after_scheme(scan, end, MAYBE, scheme)
                if span:
                    spans.append(span)
                    end = max(end, span[1])
            at = lower.find(scheme, end)
    _cookies(scan, spans)
    return spans


def is_secret_name(name: str) -> bool:
    """Tell whether what stands under this name is a secret whatever it looks like."""
    return any(_trust(name, word, False) == SURE for word in WORDS if name.lower().endswith(word)) or name.lower() in ("cookie", "set-cookie")


def _trust(name: str, word: str, query: bool) -> int:
    """Return how far a name (as written, `word` is its end) makes its value a secret; 0 for not at all."""
    low = name.lower().replace("-", "_")
    if low.startswith(_SAYS_WRONG):
        return 0
    if query:
        return SURE
    if word == "secret" and low == "secret":
        return MAYBE
    if word in _PASSWORDS or word == "secret" or word == "authorization":
        return SURE
    if word == "key":
        setting = low.endswith("_key") and name.isupper()
        return SURE if setting or low.endswith(_KEYS) else 0
    if word == "token":
        if any(sign in low for sign in _COUNTS):
            return 0
        return SURE if low.endswith(_TOKENS) or (low.endswith("_token") and name.isupper()) else MAYBE
    if word == "credential":
        return SURE if name.isupper() else MAYBE
    if word in ("密钥", "令牌"):
        return MAYBE
    return 0  # signatures count in a query only


def _pair(scan: Scan, at: int, end: int, word: str) -> Span | None:
    text = scan.text
    follow = text[end : end + 1]
    if follow == "s" and word == "credential":
        end += 1
    elif follow in LETTERS and follow:
        return None
    after = text[end : end + 24]
    after = after[len(after) - len(after.lstrip("_" + DIGITS)) :][:20] if after[:1] in ("_", *DIGITS) else after[:20]
    i = text.find(after, end) if after else len(text)
    before = text[max(0, at - 64) : at]
    stem = before[len(before.rstrip(KEY)) :]
    start = at - len(stem)
    name = stem + text[at:end]
    if word == "key" and not stem and scan.lower.endswith("api ", 0, at):
        name, start = "api_key", at - 4
    query = text[start - 1 : start] in ("?", "&") and start > 0 and after[:1] == "="
    trust = _trust(name, word, query) or (MAYBE if name.lower() == "key" and after[:1] in BLANKS else 0)
    if not trust:
        return None
    flag = name.startswith("--")
    closing = len(after) - len(after.lstrip("\"'`\\]*"))
    rest = after[closing:].lstrip(BLANKS)
    i += len(after) - len(rest)
    spaced = len(after) - len(rest) > closing
    if rest[:9] == "provided:":
        i, separator, trust = i + 9, ":", MAYBE
    elif rest[:1] in (":", "=", "："):
        separator = "=" if rest[0] == "=" or rest[:2] == ":=" else ":"
        i += 1 + (rest[1:2] in ("=", ">"))
    elif rest[:1] == "," and closing and (name.lower() == "x-api-key" or word == "authorization"):
        i, separator, trust = i + 1, ",", MAYBE
    elif spaced and trust == SURE and (word == "key" or flag or name.isupper()) or spaced and word in ("key", "token"):
        if rest[:3] in ("is ", "was"):
            i += 3
        if trust != SURE and not _random(scan, i):
            return None
        separator, trust = " ", MAYBE
    else:
        return None
    if separator == "=" and not closing and text[i : i + 1] in CLOSER and text[i] == text[start - 1 : start]:
        return None  # `api_key=` named in a sentence
    if word == "authorization":
        return _authorization(scan, i)
    return _value(scan, i, separator, trust, word, name, query)


def _random(scan: Scan, at: int) -> bool:
    """Tell whether a long random word stands at `at`, as in "Key 4f9a... is invalid"."""
    start, _ = _open(scan.text, at)
    piece = scan.text[start : min(scan.run(start, ALNUM + "_"), start + LOOK)]
    return len(piece) >= 16 and count(piece, DIGITS) >= 3 and strong(piece) and not starts_something(piece, False)


def _value(scan: Scan, at: int, separator: str, trust: int, word: str, name: str, query: bool) -> Span | None:
    """Return the secret in the value that begins at `at`, if there is one."""
    text = scan.text
    start, opener = _open(text, at)
    if text[start : start + 1] in BREAKS:
        start += len(text[start : start + LOOK]) - len(text[start : start + LOOK].lstrip(FRAME + BREAKS))
        trust = MAYBE
        if starts_something(text[start : start + LOOK], True):
            return None
    if opener in ("<", "{", "[", "("):
        trust = MAYBE
    setting = name.isupper() or word in _PASSWORDS
    end = _end(scan, start, opener, setting and separator == "=" and not query)
    if opener not in CLOSER and not query:
        end = max(end, scan.wrapped_run(start, TOKEN) if text[start : start + 1] in TOKEN else end)
    value = text[start:end]
    if word == "pwd" and (value[:1] in ("/", "~") or value[1:2] == ":"):
        return None  # the working directory
    prose = separator == ":" and not opener and text[end : end + 1] in (" ", ",") and text[end + 1 : end + 2].strip() != ""
    if not _is_secret(value if opener else compact(value), MAYBE if prose else trust, word, text[end : end + 1], setting or query):
        return None
    tail = word not in _PASSWORDS
    return start, end, kept_prefix(value) if tail else "", tail


def _open(text: str, at: int) -> tuple[int, str]:
    """Return where a value begins after blanks, escapes and its opening quote or bracket, and that quote."""
    piece = text[at : at + 24]
    at += len(piece) - len(piece.lstrip(BLANKS))
    if text[at : at + 1] in ("b", "u", "f", "r") and text[at + 1 : at + 2] in ('"', "'"):
        at += 1
    opener = ""
    while text[at : at + 1] in ("\\", '"', "'", "`", "<", "{", "[", "(", "*") and text[at : at + 1]:
        if text[at] == "*" and text[at : at + 2] != "**":
            break
        if text[at : at + 3] == "***":
            break
        opener = opener if text[at] in "\\*" else text[at]
        at += 1
    return at, opener


def _end(scan: Scan, start: int, opener: str, setting: bool) -> int:
    text = scan.text
    chunk = text[start : start + LONGEST_VALUE]
    if opener:
        closer = CLOSER[opener]
        size = chunk.find(closer)
        line = len(chunk.split("\n", 1)[0].split("\v", 1)[0])
        if 0 <= size <= line and (opener in "\"'`" or " " not in chunk[:size]):
            return start + len(chunk[:size].rstrip("\\"))
    words = chunk.split(None, 1)
    if not words or chunk[:1].isspace():
        return start
    value = words[0]
    for char in _ENDS_SETTING if setting else _ENDS:
        value = value.partition(char)[0]
    if len(value) == LONGEST_VALUE:
        return scan.run(start + len(value), TOKEN)
    stripped = value.rstrip(".:")
    return start + len(stripped or value)


def _is_secret(value: str, trust: int, word: str, follow: str, setting: bool) -> bool:
    if not value or value[0] == MASK or value.startswith(("...", "[")) or value.lower() in _NO_VALUE:
        return False
    if is_placeholder(kept_rest(value)) and not (word in _PASSWORDS and value.isalpha() and setting):
        return False
    digits = count(value[:LOOK], DIGITS)
    if word == "token" and digits == len(value):
        return False  # a number of tokens
    low = value.lower()
    if not digits and word not in _PASSWORDS:
        if follow in ("(", "[") and follow or low.rstrip("=").endswith(("key", "token", "secret", "password")) and not setting:
            return False  # code: os.environ[...], my_key
        if "." in value and value.replace(".", "").replace("_", "").isalnum() and not strong(value):
            return False  # settings.value
    if trust == SURE:
        return " " not in value.strip() or word in _PASSWORDS or setting
    if " " in value or low.startswith(MODELS) or "/" in value[:1] or "://" in value:
        return False
    return bool(digits) and len(value) >= 8 and digits < len(value) or strong(value) and len(value) >= 12


def kept_rest(value: str) -> str:
    """Return a value without the prefix that may be shown of it."""
    return value[len(kept_prefix(value)) :]


def _authorization(scan: Scan, at: int) -> Span | None:
    text = scan.text
    start, _ = _open(text, at)
    for scheme in _SCHEMES:
        end = start + len(scheme)
        if scan.lower.startswith(scheme, start) and text[end : end + 1] and text[end] not in KEY:
            return _after_scheme(scan, end, SURE, scheme)
    return _value(scan, at, ":", SURE, "authorization", "authorization", False)


def _after_scheme(scan: Scan, at: int, trust: int, scheme: str) -> Span | None:
    """Return the token after `Bearer` or `Basic`."""
    text = scan.text
    tail = scheme != "basic"  # the end of user:password would be three characters of the password
    piece = text[at : at + 40]
    if text.startswith("%20", at):
        start = at + 3
    else:
        start = at + len(piece) - len(piece.lstrip(BLANKS + ":=\"'`\\<[{"))
    if start == at:
        return None
    if text[start : start + 1] in BREAKS:
        gap = text[start : start + LOOK]
        start += len(gap) - len(gap.lstrip(FRAME + BREAKS + ">"))
        run = text[start : min(scan.run(start, TOKEN), start + LOOK)]
        if len(run) < 8 or not strong(run) or starts_something(run, True) and not run.startswith("sk-"):
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


_ATTRIBUTES = frozenset(("path", "domain", "expires", "max-age", "samesite", "priority", "version", "comment"))


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
