"""What all searches for secrets share: runs of characters, terminal wraps inside a run, word starts, placeholders.

Everything is done with `str` methods on bounded slices, and the end of a run is remembered, so no input takes more than linear time.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Span = tuple[int, int, str, bool]
    """Start and end in the text, what to show in front of the mask, whether the last four characters may be shown."""
    Found = tuple[Span | None, int]
    """What a search found at one place, and where to search on."""

DIGITS = "0123456789"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALNUM = LETTERS + DIGITS
KEY = ALNUM + "_-"
TOKEN = KEY + ".~+/="
BLANKS = " \t\u00a0"
FRAME = BLANKS + "│┃|"
BREAKS = "\n\r\v"
CLOSER = {'"': '"', "'": "'", "`": "`", "<": ">", "{": "}", "[": "]", "(": ")"}

MASK = "…"
MASKS = (MASK, "...", "***", "•••", "[KEY]", "[REDACTED]")
LONGEST_GAP = 400
"""A wrapped line is padded to the width of the terminal at most."""
LOOK = 256
"""Characters of a run that are looked at to judge it."""
LONGEST_VALUE = 2048
"""Characters of a value that are searched for its end."""
SURE, MAYBE = 2, 1
"""The name in front of a value makes it a secret, or it must look like one too."""
SHOWN = 6
"""A piece beside a mask that is no longer than this is what a mask lets through."""

MODELS = ("kimi-", "moonshot-", "gpt-", "claude-", "deepseek-", "glm-", "qwen", "gemini-", "llama-", "grok-", "minimax-", "k2-", "k3-")
_OTHERS = (
    "sk-", "sk_", "org-", "org_", "proj-", "proj_", "ak-", "cak-", "req_", "req-", "chatcmpl-", "msg_", "call_", "trace-", "http", "bearer",
    *MODELS,
)  # fmt: skip
"""A line that starts so starts something new."""

_UNITS = ("", "s", "ms", "sec", "min", "h", "k", "m", "b", "kb", "mb", "gb", "x", "xx", "st", "nd", "rd", "th", "px")
_WORDS = (
    " a an and ant any api api03 apikey are auth authentication authorization based basic bearer by can cannot changed code contrib cookie"
    " cookies credential credentials does empty error expected expired failed false field for form format formatted found from has header headers"
    " here hidden id if image in instead invalid is it key keys kimi learn like live malformed masked me method missing moonshot must new nil no"
    " none not null of ok on only optional or placeholder prefix prefixed proj provided redacted replace required scheme scope session set should"
    " starting str string style test that the this to token tokens true type unauthorized undefined unknown unset unsupported use used using"
    " valid value video was were which will with wrong you your yours "
)
"""Words that no secret consists of, between blanks."""


class Scan:
    """A text under search, its lower-case form with the same offsets, and the ends of runs already found."""

    __slots__ = ("_runs", "lower", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        lower = text.lower()
        if len(lower) != len(text):  # İ grows when lowered
            lower = "".join([char.lower() if char.isascii() else char for char in text])
        self.lower = lower
        self._runs: dict[str, tuple[int, int]] = {}

    def run(self, start: int, chars: str) -> int:
        """Return the end of the run of the given characters that begins at `start`."""
        known = self._runs.get(chars)
        if known and known[0] <= start < known[1]:
            return known[1]
        end, size = start, 64
        while True:
            piece = self.text[end : end + size]
            rest = len(piece.lstrip(chars))
            end += len(piece) - rest
            if rest or len(piece) < size:
                break
            size *= 2
        if end - start > LOOK:
            self._runs[chars] = (start, end)
        return end

    def wrapped_run(self, start: int, chars: str, complete: tuple[int, ...] = ()) -> int:
        """Return the end of a run that may go on after a line break or the blanks of a former one.

        A run of one of the `complete` lengths does not go on.
        """
        end = self.run(start, chars)
        if end - start in complete:
            return end
        opener = self.text[start - 1 : start] if start else ""
        word = start
        while word and self.text[word - 1] in KEY and start - word < 16:  # the prefix stands between the quote and the run
            word -= 1
        closer = CLOSER.get(self.text[word - 1] if word else "", "") or CLOSER.get(opener, "")
        while True:
            gap, broken = self.gap(end)
            if gap == end:
                return end
            piece_end = self.run(gap, chars)
            if not self._goes_on(gap, piece_end, closer, broken, gap - end, end == start):
                return end
            end = piece_end

    def wraps(self) -> Iterator[tuple[int, int]]:
        """Yield the end of each line that ends in a word, and where the text goes on in the next line."""
        text = self.text
        for sign in "\n\v":
            at = text.find(sign)
            while at >= 0:
                left = at
                if text[at - 1 : at] in (" ", "\r", "│", "┃", "|"):
                    before = text[max(0, at - LONGEST_GAP) : at]
                    left -= len(before) - len(before.rstrip(FRAME + "\r"))
                if left and text[left - 1] in KEY:
                    ahead = text[at + 1 : at + 1 + LONGEST_GAP]
                    yield left, at + 1 + len(ahead) - len(ahead.lstrip(FRAME + ">"))
                at = text.find(sign, at + 1)

    def gap(self, end: int) -> tuple[int, bool]:
        """Return where the text goes on after a wrap at `end` (`end` itself if there is none), and whether a line ends there."""
        ahead = self.text[end : end + LONGEST_GAP]
        if ahead[:1] not in FRAME + BREAKS + "\\" or not ahead:
            return end, False
        rest = ahead.lstrip(FRAME)
        if rest[:1] == "\\" and rest[1:2] in ("\n", "\r"):
            rest = rest[1:]
        if rest[:1] and rest[0] in BREAKS:
            rest = rest[2 if rest[:2] == "\r\n" else 1 :].lstrip(FRAME + ">")
            return (end, False) if not rest or rest[0] in BREAKS else (end + len(ahead) - len(rest), True)
        rest = ahead.lstrip(BLANKS)
        return end + len(ahead) - len(rest), False

    def _goes_on(self, start: int, end: int, closer: str, broken: bool, gap: int, first: bool) -> bool:
        piece = self.text[start : min(end, start + LOOK)]
        if not piece or piece[0] not in KEY or starts_something(piece, first):
            return False
        follow = self.text[end : end + 2]
        if follow[:1] in (":", "=", "(", "/", "@") or (follow[:1] == "." and follow[1:].isalnum()):
            return False  # a label, a call, a path, a host
        digits = count(piece, DIGITS)
        if closer and follow[:1] == closer and (broken or digits):
            return True
        if not broken:
            return strong(piece) and len(piece) >= 6 and (gap > 1 or follow[:1] in ("", "\n", '"', "'", "`", ">", "<"))
        if follow[:1] in ('"', "'", "`", ">", "<"):
            return bool(digits) or strong(piece)
        if digits == len(piece):
            return digits >= 4 and follow.lstrip(".")[:1] in ("", "\n", "\r", "\v")
        return strong(piece) or (digits > 0 and len(piece) >= 4 and not _is_word(piece, follow))


def starts_something(piece: str, first: bool) -> bool:
    """Tell whether a piece at the start of a line is a thing of its own: a name, a date, a request id."""
    low = piece.lower()
    if low.startswith(_OTHERS) and not (first and low.startswith("kimi-") and len(piece) >= 16):
        return True
    if piece[:4].isdigit() and piece[4:5] == "-" and piece[5:7].isdigit():
        return True
    return (piece.startswith("20") and piece[:14].isdigit() and len(piece) >= 14) or is_uuid(piece)


def _is_word(piece: str, follow: str) -> bool:
    """Tell what prose writes with digits (step2, 500ms) from the rest of a key."""
    if piece.lstrip(DIGITS).lower() in _UNITS:
        return True
    stem = piece.rstrip(DIGITS)
    return follow[:1] in (" ", ",") and stem.isalpha() and stem[1:].islower()


def is_uuid(word: str) -> bool:
    return len(word) == 36 and word[8] == word[13] == word[18] == word[23] == "-"


def count(text: str, chars: str) -> int:
    return sum(map(text.count, chars))


def resume(start: int, end: int) -> int:
    """Return where to search on after a run that is no secret: inside a short one there may be another beginning.

    Of a long one only the first characters were judged, and judging it again from each of its parts would not be linear in practice.
    """
    return start if end - start < LOOK else start + LOOK


def strong(piece: str) -> bool:
    """Tell random characters from words, with few of them to go by."""
    piece = piece[:64]
    digits = letters = switches = rises = 0
    last = ""
    for char in piece:
        kind = "d" if char in DIGITS else "u" if char.isupper() else "l" if char.isalpha() else ""
        digits += kind == "d"
        letters += kind in ("u", "l") and kind != ""
        if last and kind and (last == "d") != (kind == "d"):
            switches += 1
        rises += last == "l" and kind == "u"
        last = kind
        if (switches >= 2 and len(piece) >= 4) or (digits >= 2 and letters and len(piece) >= 6):
            return True
    if letters < len(piece):
        return False
    return (len(piece) >= 24 and not rises) or (rises >= 3 and len(piece) <= rises * 6) or (rises == 2 and 5 <= len(piece) <= 8)


def starts_word(text: str, start: int) -> bool:
    """Tell whether a word may begin at `start`: no ASCII letter or digit before it, or one that ends an escape."""
    if not start or text[start - 1] not in ALNUM:
        return True
    before = text[max(0, start - 12) : start]
    if before[-1] in "nrtbfv" and before[-2:-1] == "\\":
        return True
    if before[-3:-2] == "%" or before[-6:-4] == "\\u" or before[-4:-2] == "\\x":
        return True
    return before[-1] == "m" and before[:-1].rstrip(DIGITS + ";").endswith("[")  # what is left of a colour


def is_placeholder(value: str) -> bool:
    """Tell whether a value stands for a secret without being one: masked, `xxxx`, `your-api-key`, `$NAME`, words."""
    value = value[:LOOK]
    if not value or value[0] in "$*" or (value[0] == "%" and value[-1] == "%"):
        return True
    if any(mask in value for mask in MASKS):
        return _is_masked(value)
    low = value.lower()
    core = low.replace("-", "").replace("_", "").replace(".", "")
    if not core or (core[0] in "x01" and len(set(core)) == 1) or low.count("x") * 2 > len(low):
        return True
    if value.isupper() and "_" in value and not count(value, DIGITS):
        return True  # the name of a variable
    if not count(low, DIGITS) and (low.startswith("your") or "-your" in low or "_your" in low):
        return True
    return all(f" {part} " in _WORDS or part.strip("x") == "" for part in low.replace("_", "-").split("-"))


def _is_masked(value: str) -> bool:
    for mask in MASKS:
        value = value.replace(mask, " ")
    pieces = value.replace("*", " ").split()
    return all(len(piece.rpartition("-")[2]) <= SHOWN and len(piece) <= 2 * SHOWN + 4 for piece in pieces)


def compact(text: str) -> str:
    """Return a run without the breaks of its wraps."""
    for char in FRAME + BREAKS + "\\>":
        if char in text:
            text = text.replace(char, "")
    return text


def find_each(scan: Scan, text: str, prefixes: tuple[str, ...], find: Callable[[Scan, int, int, str], Found], spans: list[Span]) -> None:
    """Try every place of the prefixes in the text (the one of the scan, or its lower-case form)."""
    for prefix in prefixes:
        at = text.find(prefix)
        while at >= 0:
            body = at + len(prefix)
            span, onward = find(scan, at, body, prefix)
            if span:
                spans.append(span)
            at = text.find(prefix, max(body, onward))
