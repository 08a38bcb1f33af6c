"""The shape of the JSON document, written down once: what each field may hold."""

from __future__ import annotations

from typing import Any

TEXT = (str,)
WORDS = (str, type(None))
COUNT = (int,)
NUMBER = (int, type(None))
SECONDS = (int, float, type(None))
FLAG = (bool,)
TEXTS = [TEXT]

OBSERVED = {
    "message": WORDS, "http_status": NUMBER, "error_type": WORDS, "error_code": WORDS, "request_id": WORDS, "client": WORDS, "host": WORDS, "model": WORDS,
    "layers": TEXTS,
}  # fmt: skip
LINK = {"title": TEXT, "url": TEXT}
FINDING: dict[str, Any] = {
    "entry": {
        "id": TEXT, "product": TEXT, "title": TEXT, "kind": TEXT, "documented": FLAG, "http_status": NUMBER, "error_type": WORDS, "error_code": WORDS,
        "message": WORDS, "cause": TEXT, "note": WORDS, "links": [LINK], "checked": TEXT,
    },
    "confidence": TEXT,
    "ambiguous": FLAG,
    "question": WORDS,
    "reasons": TEXTS,
    "conflicts": TEXTS,
    "values": {},
    "fix": TEXTS,
    "client_notes": TEXTS,
    "retry": {"verdict": TEXT, "after_seconds": SECONDS, "max_attempts": NUMBER, "backoff": [COUNT]},
    "observed": OBSERVED,
    "alternatives": [{"id": TEXT, "title": TEXT, "confidence": TEXT, "why": TEXT}],
    "file": WORDS,
    "count": COUNT,
    "first_line": COUNT,
    "last_line": COUNT,
    "first_time": WORDS,
    "last_time": WORDS,
    "ranges": {},
}  # fmt: skip
UNRECOGNISED = {"summary": TEXT, "observed": OBSERVED, "advice": TEXTS, "send_to": WORDS, "links": [LINK]}
DOCUMENT = {
    "schema_version": COUNT,
    "kimierr": TEXT,
    "catalog": {"entries": COUNT},
    "findings": [FINDING],
    "unrecognised": (UNRECOGNISED, None),
    "lines": NUMBER,
    "similar_lines": NUMBER,
}
PROMISED = {
    "": {"schema_version", "kimierr", "catalog", "findings"},
    "finding": {
        "entry",
        "confidence",
        "ambiguous",
        "reasons",
        "conflicts",
        "values",
        "fix",
        "retry",
        "observed",
        "alternatives",
        "count",
        "first_line",
        "last_line",
    },
    "entry": {"id", "product", "title", "documented", "http_status", "error_type", "error_code", "message", "cause", "links"},
    "retry": {"verdict", "after_seconds", "max_attempts"},
    "observed": set(OBSERVED),
    "alternative": {"id", "confidence", "why"},
}
"""What version 1 of the schema promised at first: these may never go."""


def faults(value: Any, shape: Any, path: str = "") -> list[str]:
    """Return where a value differs from its shape: missing fields and wrong types. Further fields are allowed."""
    if isinstance(shape, tuple) and isinstance(shape[0], dict):
        return [] if value is None else faults(value, shape[0], path)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{path} is no object"]
        missing = [f"{path}.{name} is missing" for name in shape if name not in value]
        return missing + [fault for name in shape if name in value for fault in faults(value[name], shape[name], f"{path}.{name}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path} is no list"]
        return [fault for number, item in enumerate(value) for fault in faults(item, shape[0], f"{path}[{number}]")]
    return [] if type(value) in shape else [f"{path} is {value!r}"]


def surplus(value: Any, shape: Any, path: str = "") -> list[str]:
    """Return fields of which the shape knows nothing; whoever adds one writes it down here."""
    if isinstance(shape, tuple) and isinstance(shape[0], dict):
        return [] if value is None else surplus(value, shape[0], path)
    if isinstance(shape, dict) and shape:
        more = [f"{path}.{name}" for name in value if name not in shape]
        return more + [found for name in shape for found in surplus(value[name], shape[name], f"{path}.{name}")]
    if isinstance(shape, list):
        return [found for number, item in enumerate(value) for found in surplus(item, shape[0], f"{path}[{number}]")]
    return []
