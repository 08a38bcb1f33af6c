"""A small JSON writer: `import json` costs a quarter of a whole answer, its C string encoder nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

_ESCAPES = {code: f"\\u{code:04x}" for code in range(0x20)}
_ESCAPES.update({ord('"'): '\\"', ord("\\"): "\\\\", 0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r"})


def quote(text: str) -> str:
    """Return the text as a JSON string; characters beyond ASCII stay as they are."""
    return '"' + text.translate(_ESCAPES) + '"'


try:
    from _json import encode_basestring as _quote
except ImportError:  # another Python than CPython
    _quote = quote


def dumps(value: Any, indent: int = 0) -> str:
    """Return what `json.dumps(value, ensure_ascii=False)` returns; with `indent` blanks a level, what it does with that indent.

    Takes dicts, lists, tuples, str, int, float, bool and None; TypeError for anything else.
    """
    return "".join(_pieces(value, indent, "\n"))


def _pieces(value: Any, indent: int, line: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _bracketed("{}", value.items(), _member, indent, line)
    elif isinstance(value, (list, tuple)):
        yield from _bracketed("[]", value, _pieces, indent, line)
    else:
        yield _scalar(value)


def _bracketed(brackets: str, items: Iterable[Any], write: Callable[[Any, int, str], Iterator[str]], indent: int, line: str) -> Iterator[str]:
    inner = line + " " * indent
    lead = brackets[0] + (inner if indent else "")
    for item in items:
        yield lead
        yield from write(item, indent, inner)
        lead = "," + inner if indent else ", "
    if lead[0] == brackets[0]:
        yield brackets
    else:
        yield (line if indent else "") + brackets[1]


def _member(item: tuple[Any, Any], indent: int, line: str) -> Iterator[str]:
    key, value = item
    yield (_quote(key) if isinstance(key, str) else _quote(_scalar(key))) + ": "
    yield from _pieces(value, indent, line)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _quote(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return _number(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _number(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)
