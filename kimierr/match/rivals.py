"""Whose model or service is named nearest to a message: another vendor's, or Kimi's."""

from __future__ import annotations

from kimierr.match.place import line_around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kimierr.context import Context

FAR = 2000
"""Characters around a message in which names count."""
_TIERS = (
    "sonnet", "opus", "haiku", "chat", "reasoner", "coder", "max", "plus", "turbo", "flash", "pro", "large", "small", "medium", "mini",
    "latest", "instruct", "air", "fast", "r1", "v2", "v3",
)  # fmt: skip
"""What follows a vendor's word in names of models, if not a number."""
_PROVIDER = ("provider", "provider_name", "providername", "vendor", "供应商", "渠道")
_SAYS = (
    "error", "api", "sdk", "request", "failed", "says", "ai", "status", "code", "core", "exception", "服务", "请求失败", "返回错误", "接口报错",
    "调用失败", "失败", "报错", "错误", "接口", "调用",
)  # fmt: skip
"""Words between a speaker's name and the colon before a message."""
_PUNCTUATION = " \t:：=\"'`[](){}>|*-,"
_BESIDE_WORDS = _PUNCTUATION + ".0123456789"


def nearest_rival(lower: str, start: int, end: int, context: Context, models: Sequence[str]) -> str:
    """Return the name of another vendor's model or service that goes with the message from `start` to `end`; empty if none does.

    `models` is how the names of other vendors' models begin, of those that may be in the text.
    The names on the message's own line decide, before it first, then behind it; then those on other lines.
    """
    line, stop = line_around(lower, start, end)
    names = context.others.names
    speaker = _speaker(lower[max(line, start - 60) : start], names)
    if speaker:
        return speaker
    provider = [word for word in _PROVIDER if word in lower]
    if not models and not provider:
        return ""  # as in most texts
    for first, last, backwards in ((line, start, True), (end, stop, False), (max(0, line - FAR), line, True), (stop, stop + FAR, False)):
        part = lower[first:last]
        found = [(place, word, True) for place, word in _models(part, models)]
        found += [(place, word, True) for place, word in _providers(part, provider, names)]
        seek = part.rfind if backwards else part.find
        found += [(place, sign, False) for sign in context.kimi_signs if (place := seek(sign)) >= 0]
        if found:
            _, word, rival = max(found) if backwards else min(found)
            return word if rival else ""
    return ""


def _models(part: str, families: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (place, name) of the models of other vendors: a family's word with a number or a tier behind it."""
    for family in families:
        place = part.find(family)
        while place >= 0:
            end = place + len(family)
            before = part[place - 1 : place]
            if not (before.isalnum() and before.isascii()) and before not in ("-", "_") and _is_version(part[end : end + 12]):
                word_end = end
                while word_end < len(part) and (part[word_end].isalnum() or part[word_end] in "-._") and word_end - place < 40:
                    word_end += 1
                yield place, part[place:word_end]
            place = part.find(family, end)


def _is_version(rest: str) -> bool:
    """Whether what follows a family's word makes it the name of a model, such as `-4o`, `3-max`, ` Sonnet 4.5`."""
    tail = rest.lstrip(" -_")
    if len(rest) - len(tail) > 1:
        return False
    word = 0
    while word < len(tail) and (tail[word].isalnum() or tail[word] in "-."):
        word += 1
    return any(map(str.isdigit, tail[:word])) or tail.startswith(_TIERS)


def _providers(part: str, words: list[str], names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield (place, name) of the other vendors named as the provider, which one of the words says."""
    for word in words:
        place = part.find(word)
        while place >= 0:
            value = part[place + len(word) : place + len(word) + 40]
            stripped = value.lstrip(" \"'`")
            if stripped[:1] in (":", "=", "："):
                written = stripped.lstrip(_PUNCTUATION)
                if written.startswith(names):
                    yield place, next(name for name in names if written.startswith(name))
            place = part.find(word, place + len(word))


def _speaker(before: str, names: tuple[str, ...]) -> str:
    """Return the other vendor that speaks the message: its name stands directly before it, as in `DeepSeek API error: `."""
    head = before.rstrip(" \t:：-")
    if head.endswith(")") and "(" in head:  # the model that the speaker was asked for
        before = head[: head.rindex("(")] + ": "
    left = before.rstrip(_PUNCTUATION + "0123456789")
    if left == before.rstrip():
        return ""  # no colon, bracket or quote in between
    left = left.rstrip(_BESIDE_WORDS)
    while left.endswith(_SAYS):
        for word in _SAYS:
            if left.endswith(word):
                left = left[: -len(word)]
        left = left.rstrip(_BESIDE_WORDS)
    if not left.endswith(names):
        return ""
    for name in names:
        if left.endswith(name):
            edge = left[: -len(name)][-1:]
            if not (edge.isalnum() and edge.isascii()) or not name.isascii():
                return name
    return ""
