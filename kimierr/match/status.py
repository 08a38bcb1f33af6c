"""HTTP statuses in readable text: which numbers are meant as one, and where."""

from __future__ import annotations

_BEFORE = (
    "error code", "status code", "statuscode", "status_code", "status", "http", "http_code", "code", "error", "api error",
    "returned error", "returned", "returns", "last status", "upstream_status", "http/1.1", "http/2", "http/1.0", "received", "provider", "报错", "错误码",
)  # fmt: skip
_REASONS = (
    "bad request", "unauthorized", "payment required", "forbidden", "not found", "request timeout", "request entity too large", "payload too large",
    "too many requests", "client closed request", "internal server error", "bad gateway", "service unavailable", "gateway time",
    "status code (no body)", "client error", "server error",
)  # fmt: skip
MOST = 2000
_CLASS_SUFFIXES = ("Error", "Exception", "Timeout", "Overloaded")


class Status:
    """A status and where it stands; `stated` is false when only an exception class implies it."""

    __slots__ = ("place", "stated", "value")

    def __init__(self, value: int, place: int, stated: bool = True) -> None:
        self.value = value
        self.place = place
        self.stated = stated


def statuses(text: str, lower: str, exceptions: tuple[tuple[str, int], ...] = ()) -> list[Status]:
    """Return the statuses 400 to 599 of a text in order; `exceptions` are class names that imply one."""
    found = []
    for first in "45":
        place = lower.find(first)
        count = 0
        while place >= 0 and count < MOST:
            count += 1
            number = lower[place : place + 3]
            if len(number) == 3 and number.isdigit() and number.isascii() and _is_status(lower, place):
                found.append(Status(int(number), place))
            place = lower.find(first, place + 1)
    for name, value in exceptions:
        place = text.find(name)
        if place >= 0 and not text[place + len(name) : place + len(name) + 1].isalnum():
            found.append(Status(value, place, False))
    found.sort(key=lambda status: (status.place, not status.stated))
    return found


def _is_status(lower: str, place: int) -> bool:
    before, after = lower[max(0, place - 24) : place], lower[place + 3 : place + 30]
    if before and ((before[-1].isalnum() and before[-1].isascii()) or before[-1] in "._-/$#"):
        return False
    if after[:1] == ":" and after[1:2].isdigit():  # a line number: index.mjs:564:9
        return False
    if after and ((after[0].isalnum() and after[0].isascii()) or after[0] in "_-/%" or (after[0] in ".," and after[1:2].isdigit())):
        return False
    lead = before.rstrip(" :=\"'([")
    if any(lead.endswith(word) for word in _BEFORE):
        return True
    rest = after.lstrip(" :\"'),]-")
    if any(rest.startswith(reason) for reason in _REASONS):
        return True
    at_start = not before.strip(" ●⎿>*•-\v`\"'") or before.rstrip(" ").endswith(("\n", ": ", ":", "\v", "] ", "]", "("))
    return at_start and bool(after[:1]) and (after[0] in " :{\n)\"'," or not after[0].isascii())
