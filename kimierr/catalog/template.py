"""Message templates: `Rate limit {limit:int}, wait {seconds:int} s`, as literal pieces and typed slots between them."""

from __future__ import annotations

from kimierr.text.squeeze import squeeze

SLOT_LENGTHS = {
    "int": 20,
    "number": 24,
    "id": 120,
    "model": 90,
    "kimi_model": 60,
    "word": 90,
    "url": 400,
    "text": 400,
}
"""Slot types, and how many squeezed characters a value of each may have."""


class Slot:
    """A named value in a message."""

    __slots__ = ("name", "type")

    def __init__(self, name: str, type: str) -> None:
        self.name = name
        self.type = type


class TemplateError(ValueError):
    """A template that cannot be read; the text says why."""


def parse(text: str) -> list[str | Slot]:
    """Split a template into literal strings and slots, in order; `{{` and `}}` are literal braces."""
    parts: list[str | Slot] = []
    literal = ""
    rest = text
    while rest:
        position = _next_brace(rest)
        literal += rest[:position]
        rest = rest[position:]
        if rest[:2] in ("{{", "}}"):
            literal += rest[0]
            rest = rest[2:]
        elif rest.startswith("{"):
            inner, closed, rest = rest[1:].partition("}")
            if not closed:
                raise TemplateError("a { is never closed; write {{ for a literal brace")
            parts.append(literal)
            parts.append(_slot(inner))
            literal = ""
        elif rest:
            raise TemplateError("a } stands alone; write }} for a literal brace")
    parts.append(literal)
    return parts


def display(text: str) -> str:
    """Return a template as a person reads it: `{limit:int}` becomes `{limit}`."""
    return "".join("{" + part.name + "}" if isinstance(part, Slot) else part for part in parse(text))


def literals(text: str) -> list[str]:
    """Return the readable literals between the slots; those with nothing but punctuation between slots are left out."""
    found = []
    for part in parse(text):
        if isinstance(part, str) and squeeze(part):
            found.append(part)
    return found


def _next_brace(text: str) -> int:
    found = [position for position in (text.find("{"), text.find("}")) if position >= 0]
    return min(found, default=len(text))


def _slot(inner: str) -> Slot:
    name, _, type = inner.partition(":")
    if not name.isidentifier():
        raise TemplateError(f"{{{inner}}} is no placeholder; write {{name}} or {{name:type}}")
    type = type or "text"
    if type not in SLOT_LENGTHS:
        raise TemplateError(f"{type!r} is no placeholder type; use one of {', '.join(SLOT_LENGTHS)}")
    return Slot(name, type)


def squeezed(text: str) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, str], ...], ...]]:
    """Return (pieces, gaps): squeezed literals, and the slots around them.

    `gaps[i]` are the (name, type) of the slots before `pieces[i]`, `gaps[-1]` those after the last piece;
    slots with nothing but punctuation between them share a gap.
    """
    pieces: list[str] = []
    gaps: list[list[tuple[str, str]]] = [[]]
    for part in parse(text):
        if isinstance(part, Slot):
            gaps[-1].append((part.name, part.type))
            continue
        piece = squeeze(part)
        if not piece:
            continue
        if pieces and not gaps[-1]:
            pieces[-1] += piece
        else:
            pieces.append(piece)
            gaps.append([])
    return tuple(pieces), tuple(tuple(gap) for gap in gaps)
