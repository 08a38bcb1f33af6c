"""What the wrappers share: their register, and how JSON and node write strings."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from samples import Sample

Wrapper = Callable[[Sample, Random], str]
WRAPPERS: dict[str, Wrapper] = {}


def wrapper(function: Wrapper) -> Wrapper:
    WRAPPERS[function.__name__] = function
    return function


def escaped(text: str, times: int) -> str:
    """Return a text as the inside of a JSON string, escaped that many times."""
    for _ in range(times):
        text = json.dumps(text, ensure_ascii=False)[1:-1]
    return text


def node_string(text: str) -> str:
    """Return a string as node's `util.inspect` prints it."""
    quote = next((quote for quote in "'\"`" if quote not in text), "'")
    return quote + text.replace("\\", "\\\\").replace("\n", "\\n").replace("'" if quote == "'" else "\0", "\\'") + quote


def error_code(sample: Sample) -> str:
    return f"Error code: {sample.status} - {sample.body!r}"
