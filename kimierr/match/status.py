"""HTTP statuses in readable text: which numbers are meant as one, and where.

A number is one by what stands around it: its name, its reason phrase, or its place in front of a message. A quantity
with a unit, a port, a line number and the value of another field are none.
"""

from __future__ import annotations

from kimierr.text.squeeze import squeeze

_NAMES = (
    "status", "code", "http", "http/1.1", "http/1.0", "http/2", "http/2.0", "http/3", "错误码", "状态码",
)  # fmt: skip
"""Words that name a status, whatever follows it."""
_LEADS = (
    "error", "errors", "exception", "returned", "returns", "received", "responded", "failed", "provider", "api", "kimi", "moonshot", "upstream", "response",
    "报错", "错误", "返回",
)  # fmt: skip
"""Words a status may stand behind, if no unit follows."""
_COPULAS = (" of", " is", " was", " as", " with")
_REASONS = (
    "bad request", "unauthorized", "payment required", "forbidden", "not found", "request timeout", "request entity too large", "payload too large",
    "too many requests", "client closed request", "internal server error", "bad gateway", "service unavailable", "gateway time",
    "status code (no body)", "client error", "server error", "status code",
)  # fmt: skip
_PHRASES = frozenset((
    "badrequest", "unauthorized", "paymentrequired", "forbidden", "notfound", "requesttimeout", "requestentitytoolarge", "payloadtoolarge",
    "contenttoolarge", "toomanyrequests", "clientclosedrequest", "internalservererror", "badgateway", "serviceunavailable", "gatewaytimeout",
))  # fmt: skip
"""What HTTP and web servers call their statuses, squeezed."""
_UNITS = frozenset((
    "ms", "msec", "milliseconds", "us", "µs", "ns", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hour", "hours",
    "day", "days", "b", "byte", "bytes", "kb", "mb", "gb", "kib", "mib", "gib", "bit", "bits", "token", "tokens", "chars", "character", "characters",
    "words", "lines", "items", "rows", "times", "requests", "tries", "attempts", "retries", "chunks", "px", "pixels", "pages", "credits", "rpm", "tpm",
    "tpd",
    "毫秒", "秒", "分钟", "小时", "天", "字节", "字符", "个", "次", "条", "行",
))  # fmt: skip
"""Words that make a number in front of them a quantity."""
MOST = 2000
NEAR = 400
"""Characters around a stated status within which a number that only may be one does not count."""
_LOOK = 48
_WORD = "_-."


class Status:
    """A status and where it stands; `stated` is false when only an exception class implies it."""

    __slots__ = ("place", "stated", "value")

    def __init__(self, value: int, place: int, stated: bool = True) -> None:
        self.value = value
        self.place = place
        self.stated = stated


def is_phrase(text: str) -> bool:
    """Whether a text is what HTTP calls a status, with its number or without."""
    return squeeze(text).strip("0123456789") in _PHRASES


def statuses(text: str, lower: str, exceptions: tuple[tuple[str, int], ...] = ()) -> list[Status]:
    """Return the statuses 400 to 599 of a text in order; `exceptions` are class names that imply one."""
    found: list[Status] = []
    loose: list[Status] = []
    for first in "45":
        place = lower.find(first)
        count = 0
        while place >= 0 and count < MOST:
            count += 1
            number = lower[place : place + 3]
            if len(number) == 3 and number.isdigit() and number.isascii() and not (place and _is_joined(lower[place - 1])):
                before, after = lower[max(0, place - _LOOK) : place], lower[place + 3 : place + 3 + _LOOK]
                if _ends_there(after) and not _counts_lines(lower, place):
                    if _is_stated(before, after):
                        found.append(Status(int(number), place))
                    elif _may_be(before, after):
                        loose.append(Status(int(number), place))
            place = lower.find(first, place + 1)
    found += [status for status in loose if not any(abs(status.place - stated.place) <= NEAR for stated in found)]
    for name, value in [exception for exception in exceptions if exception[0] in text]:
        place = text.find(name)
        if not text[place + len(name) : place + len(name) + 1].isalnum():
            found.append(Status(value, place, False))
    found.sort(key=lambda status: (status.place, not status.stated))
    return found


def _is_joined(char: str) -> bool:
    """Whether a character in front of a number makes it a part of a longer number, name or path."""
    return char in "._-/$#+\\" or (char.isalnum() and char.isascii())


def _ends_there(after: str) -> bool:
    """Whether a number goes on in no longer number, name or path, and is no place in a file."""
    if after[:1] == ":" and after[1:2].isdigit():  # a line number: index.mjs:564:9
        return False
    return not (after and (_is_ascii_alnum(after[0]) or after[0] in "_-/%" or (after[0] in ".," and after[1:2].isdigit())))


def _is_stated(before: str, after: str) -> bool:
    """Whether a number is called a status, has a reason phrase, or stands in front of a message as one."""
    rest = after.lstrip(" :\"'),]-")
    if any(rest.startswith(reason) for reason in _REASONS):
        return True
    lead = before.rstrip(" :=\"'([")
    lead = next((lead[: -len(copula)] for copula in _COPULAS if lead.endswith(copula)), lead)
    if lead.endswith(_NAMES):
        return True
    if _is_quantity(before, after):
        return False
    if lead.endswith(_LEADS):
        return True
    if before.endswith(":") and _is_ascii_alnum(before[-2:-1]):  # a port, a line number, a field of another name
        return False
    if after.startswith(", message"):
        return True
    if after.lstrip(" ").startswith("{") and before[-1:] in ("", " ", "\n", "\v", "(", '"', "'", "`", ":", ">"):
        return True
    if before.endswith("[") and after.startswith("]"):
        return not _is_ascii_alnum(before[-2:-1])
    return _opens(before) and _goes_on(after)


def _may_be(before: str, after: str) -> bool:
    """Whether a number that nothing calls a status stands where one may: alone in its line, its value or parentheses."""
    if _is_quantity(before, after):
        return False
    if before.endswith("(") and after.startswith(")"):
        return not _is_ascii_alnum(before[-2:-1])
    if not _opens(before) or (after and after[0] not in " \n\v)\"',:"):
        return False
    return not _is_field(before)


def _is_quantity(before: str, after: str) -> bool:
    """Whether a unit stands behind a number, or in its name: `412 ms`, `tokens used: 412`."""
    behind = after.lstrip(" ")
    end = 0
    while end < len(behind) and behind[end].isalpha():
        end += 1
    part_of_name = behind[end : end + 1] in ("_", "-", ".") and behind[end + 1 : end + 2].isalnum()
    if behind[:end] in _UNITS and not part_of_name:
        return True
    name = _line(before).rstrip(" \"'")
    return name.endswith((":", "=")) and any(word in _UNITS for word in _words(name))


def _opens(before: str) -> bool:
    """Whether a line, a value or the part behind a colon or bracket begins here."""
    line = _line(before)
    if not any(char.isalnum() for char in line):
        return True
    bare = line.rstrip(" \"'`")
    return bare.endswith((":", "]", "(")) or (bare.endswith("[") and bare != line)


def _goes_on(after: str) -> bool:
    """Whether a message follows on the line, as it does behind a status."""
    if after and not after[0].isascii():
        return True
    if after[:1] not in (" ", ":", ")", '"', "'", "{"):
        return False
    return any(char.isalpha() for char in after.partition("\n")[0].partition("\v")[0][:12])


def _is_field(before: str) -> bool:
    """Whether a number is the value of a field, by the one word in front of its colon: `content-length: 412`."""
    line = _line(before).rstrip(" \"'")
    if not line.endswith(":"):
        return False
    name = line[:-1].rstrip("\"'")
    start = len(name)
    while start and (_is_ascii_alnum(name[start - 1]) or name[start - 1] in _WORD):
        start -= 1
    word, ahead = name[start:], name[:start].rstrip(" ")
    return bool(word) and (any(char in _WORD for char in word) or not ahead or not ahead[-1].isalnum())


def _counts_lines(lower: str, place: int) -> bool:
    """Whether a number at the start of a line is the line's own, as in listings: the next or last line has the next or last number."""
    start = lower.rfind("\n", 0, place) + 1
    if any(char.isalnum() for char in lower[start:place]) or place - start > _LOOK:
        return False
    number = int(lower[place : place + 3])
    previous = lower[lower.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    end = lower.find("\n", place)
    following = lower[end + 1 : end + 1 + _LOOK] if end >= 0 else ""
    return _first_number(previous[:_LOOK]) == str(number - 1) or _first_number(following) == str(number + 1)


def _first_number(line: str) -> str:
    """Return the number that a line starts with behind blanks and marks; empty if it starts with something else."""
    start = 0
    while start < len(line) and not line[start].isalnum():
        start += 1
    end = start
    while end < len(line) and line[end].isdigit():
        end += 1
    return line[start:end]


def _line(before: str) -> str:
    """Return what of a text is on its last line."""
    return before[max(before.rfind("\n"), before.rfind("\v")) + 1 :]


def _words(text: str) -> list[str]:
    return "".join([char if char.isalnum() else " " for char in text]).split()


def _is_ascii_alnum(char: str) -> bool:
    return char.isalnum() and char.isascii()
