"""Secrets that are known by the name in front of them: headers, settings, environment lines, query values."""

from __future__ import annotations

from kimierr.redaction.headers import after_scheme
from kimierr.redaction.prefixes import kept_prefix, kept_rest
from kimierr.redaction.scan import (
    ALNUM,
    BLANKS,
    BREAKS,
    CLOSER,
    DIGITS,
    FRAME,
    KEY,
    LETTERS,
    LONGEST_VALUE,
    LOOK,
    MASK,
    MAYBE,
    MODELS,
    SURE,
    TOKEN,
    compact,
    count,
    find_each,
    is_placeholder,
    resume,
    starts_something,
    strong,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.redaction.scan import Found, Scan, Span

_CUT_NAMES = ("bearer", "api_key", "api-key", "apikey", "_token", "token", "secret", "password", "_key")
_LONGEST_NAME = 10
WORDS = (
    "key", "token", "secret", "password", "passwd", "passphrase", "pwd", "_pass", "credential", "signature", "sig", "authorization", "session_id",
    "sessionid", "kimi-auth", "kimi_auth", "密钥", "令牌", "密码",
)  # fmt: skip
_KEYS = (
    "api_key", "apikey", "access_key", "accesskey", "secret_key", "secretkey", "private_key", "privatekey", "auth_key", "authkey", "subscription_key",
    "master_key",
)  # fmt: skip
_TOKENS = (
    "auth_token", "authtoken", "access_token", "accesstoken", "api_token", "apitoken", "refresh_token",
    "refreshtoken", "id_token", "session_token", "bearer_token", "security_token",
)  # fmt: skip
_PASSWORDS = ("password", "passwd", "passphrase", "pwd", "_pass", "密码")
_SAYS_WRONG = ("invalid", "incorrect", "missing", "no_", "wrong", "bad_", "expired", "unknown", "unsupported")
_COUNTS = (
    "max", "prompt", "total", "completion", "input", "output", "usage", "count", "limit", "budget", "cached", "per_", "next_", "stop", "bos", "eos", "pad",
)  # fmt: skip
_NO_VALUE = frozenset(
    ("yes", "no", "true", "false", "none", "null", "nil", "undefined", "on", "off", "required", "invalid", "missing", "incorrect")
)
_SCHEMES = ("bearer", "basic", "token", "apikey", "digest", "negotiate", "key")
_ENDS = "\"'`,;)}]>|&<\\([{（），。；、」"
_ENDS_SETTING = "\"'`;&|\\"
"""Of the value in `NAME=value`."""


def find_named(scan: Scan) -> list[Span]:
    spans: list[Span] = []
    find_each(scan, scan.lower, WORDS, _pair, spans)
    _cut_names(scan, spans)
    return spans


def _cut_names(scan: Scan, spans: list[Span]) -> None:
    """Find the values of names that have a line break inside: `Authorization: Bear`, next line `er 4f9a...`."""
    lower = scan.lower
    for left, right in scan.wraps():
        near = lower[max(0, left - _LONGEST_NAME) : left]
        joined = near + lower[right : right + _LONGEST_NAME]
        for name in _CUT_NAMES:
            place = joined.rfind(name, max(0, len(near) - len(name)), len(near) + len(name) - 1)
            if place < 0:
                continue
            end = right + place + len(name) - len(near)
            rest = scan.text[end : end + 4].lstrip("\"'`" + BLANKS)
            if name == "bearer":
                span = after_scheme(scan, end, MAYBE, name)
            elif rest[:1] in (":", "="):
                span = _value(scan, scan.text.index(rest[0], end) + 1, "=", MAYBE, name, name, False)[0]
            else:
                continue
            if span:
                spans.append(span)
            break


def is_secret_name(name: str) -> bool:
    """Tell whether what stands under this name is a secret whatever it looks like."""
    return any(_trust(name, word, False) == SURE for word in WORDS if name.lower().endswith(word)) or name.lower() in (
        "cookie",
        "set-cookie",
    )


def _trust(name: str, word: str, query: bool) -> int:
    """Return how far a name (as written, `word` is its end) makes its value a secret; 0 for not at all."""
    low = name.lower().replace("-", "_")
    if low.startswith(_SAYS_WRONG):
        return 0
    if query:
        return SURE
    if word == "secret" and low == "secret":
        return MAYBE
    if word in _PASSWORDS or word in ("secret", "authorization", "kimi-auth", "kimi_auth"):
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
    if word in ("密钥", "令牌", "session_id", "sessionid"):
        return MAYBE
    return 0  # signatures count in a query only


def _pair(scan: Scan, at: int, end: int, word: str) -> Found:
    text = scan.text
    follow = text[end : end + 1]
    if follow == "s" and word == "credential":
        end += 1
    elif follow in LETTERS and follow:
        return None, end
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
    trust = _trust(name, word, query) or (MAYBE if name.lower() == "key" else 0)
    if not trust:
        return None, end
    closing = len(after) - len(after.lstrip("\"'`\\]*"))
    rest = after[closing:].lstrip(BLANKS)
    i += len(after) - len(rest)
    spaced = len(after) - len(rest) > closing
    separator, length, trust = _separator(scan, i, rest, name, word, trust, closing, spaced)
    if not separator:
        return None, end
    i += length
    if name.lower() == "key" and not query and separator != " " and not _random(scan, i):
        return None, end  # a key of a table or a cache
    if (
        separator == "="
        and not closing
        and text[i : i + 1] in CLOSER
        and text[i] == text[start - 1 : start]
        and not text[i + 1 : i + 2].isalnum()
    ):
        return None, end  # `api_key=` named in a sentence
    if word == "authorization":
        return _authorization(scan, i)
    return _value(scan, i, separator, trust, word, name, query)


def _separator(scan: Scan, at: int, rest: str, name: str, word: str, trust: int, closing: int, spaced: bool) -> tuple[str, int, int]:
    """Return (what parts a name from its value, its length, how far the value is trusted to be a secret); empty if nothing does.

    `rest` is the text behind the name from `at` on, `closing` how many quotes stood before it, `spaced` whether blanks did.
    """
    if rest.startswith("provided:"):
        return ":", len("provided:"), MAYBE
    if rest[:1] in (":", "=", "："):
        separator = "=" if rest[0] == "=" or rest[:2] == ":=" else ":"
        return separator, 1 + (rest[1:2] in ("=", ">")), trust
    if rest[:1] == "," and closing and (name.lower() == "x-api-key" or word == "authorization"):
        return ",", 1, MAYBE
    flag = name.startswith("--")
    if (spaced and trust == SURE and (word == "key" or flag or name.isupper())) or (spaced and word in ("key", "token")):
        length = 3 if rest[:3] in ("is ", "was") else 0
        if trust == SURE or _random(scan, at + length):
            return " ", length, MAYBE
    return "", 0, 0


def _random(scan: Scan, at: int) -> bool:
    """Tell whether a long random word stands at `at`, as in "Key 4f9a... is invalid"."""
    start, _ = _open(scan.text, at)
    piece = scan.text[start : min(scan.run(start, ALNUM + "_"), start + LOOK)]
    return len(piece) >= 16 and count(piece, DIGITS) >= 3 and strong(piece) and not starts_something(piece, False)


def _value(scan: Scan, at: int, separator: str, trust: int, word: str, name: str, query: bool) -> Found:
    """Return the secret in the value that begins at `at`, if there is one."""
    text = scan.text
    start, opener = _open(text, at)
    if text[start : start + 1] in FRAME + BREAKS and start < len(text):
        start, trust = scan.gap(start)[0], MAYBE
        if starts_something(text[start : start + LOOK], True):
            return None, start
    if opener in ("<", "{", "[", "("):
        trust = MAYBE
    setting = name.isupper() or word in _PASSWORDS
    end = _end(scan, start, opener, setting and separator == "=" and not query)
    if opener not in CLOSER and not query:
        end = max(end, scan.wrapped_run(start, TOKEN) if text[start : start + 1] in TOKEN else end)
    value = text[start:end]
    if word == "pwd" and (value[:1] in ("/", "~") or value[1:2] == ":"):
        return None, resume(start, end)  # the working directory
    prose = separator == ":" and not opener and text[end : end + 1] in (" ", ",") and text[end + 1 : end + 2].strip() != ""
    if not _is_secret(
        value[:LOOK] if opener else compact(value[: 2 * LOOK])[:LOOK],
        MAYBE if prose else trust,
        word,
        text[end : end + 1],
        setting or query,
    ):
        return None, resume(start, end)
    tail = word not in _PASSWORDS
    return (start, end, kept_prefix(value) if tail else "", tail), end


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
        if (follow in ("(", "[") and follow) or (
            low.rstrip("=").endswith(("key", "token", "secret", "password")) and not setting and not strong(value)
        ):
            return False  # code: os.environ[...], my_key
        if "." in value and value.replace(".", "").replace("_", "").isalnum() and not strong(value):
            return False  # settings.value
    if trust == SURE:
        return " " not in value.strip() or word in _PASSWORDS or setting
    if " " in value or low.startswith(MODELS) or "/" in value[:1] or "://" in value:
        return False
    return (bool(digits) and len(value) >= 8 and digits < len(value)) or (strong(value) and len(value) >= 12)


def _authorization(scan: Scan, at: int) -> Found:
    text = scan.text
    start, _ = _open(text, at)
    for scheme in _SCHEMES:
        end = start + len(scheme)
        if scan.lower.startswith(scheme, start) and text[end : end + 1] and text[end] not in KEY:
            return after_scheme(scan, end, SURE, scheme), end
    return _value(scan, at, ":", SURE, "authorization", "authorization", False)
