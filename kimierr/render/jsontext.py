"""A small JSON writer: `import json` costs a quarter of a whole answer, its C string encoder nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    return _written(value, indent, "\n")


def _written(value: Any, indent: int, line: str) -> str:
    """Return a value; `line` is the line break and the blanks in front of what it stands in."""
    inner = line + " " * indent
    if isinstance(value, dict):
        return _bracketed("{}", [f"{_key(key)}: {_written(each, indent, inner)}" for key, each in value.items()], indent, line)
    if isinstance(value, (list, tuple)):
        return _bracketed("[]", [_written(each, indent, inner) for each in value], indent, line)
    return _scalar(value)


def _bracketed(brackets: str, items: list[str], indent: int, line: str) -> str:
    if not items:
        return brackets
    inner = line + " " * indent
    body = inner + ("," + inner).join(items) + line if indent else ", ".join(items)
    return brackets[0] + body + brackets[1]


def _key(key: Any) -> str:
    return _quote(key if isinstance(key, str) else _scalar(key))


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
