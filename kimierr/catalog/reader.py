"""Typed access to a YAML tree that collects problems instead of stopping at the first."""

from __future__ import annotations

from kimierr.catalog.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from kimierr.catalog.yamltree import Node

    T = TypeVar("T")

MAX_TEXT = 8000


class Reader:
    """One map of a catalog file; each `take` names a field, checks it and marks it as known."""

    def __init__(self, node: Node, file: str, entry: str, problems: list[Problem], path: str = "") -> None:
        self.file = file
        self.entry = entry
        self.problems = problems
        self.path = path
        self.line = node.line
        self._fields: dict[str, Node] = {}
        self._known: set[str] = set()
        if isinstance(node.value, dict):
            self._fields = node.value
        else:
            self.fault(node.line, "", "must be a map of fields (`name: value`)")

    def fault(self, line: int, field: str, text: str) -> None:
        """Record a problem of a field of this map."""
        name = f"{self.path}.{field}" if self.path and field else self.path or field
        self.problems.append(Problem(self.file, line, text, name, self.entry))

    def line_of(self, field: str) -> int:
        node = self._fields.get(field)
        return node.line if node else self.line

    def node(self, field: str) -> Node | None:
        """Return the field's node, if it is there, and mark the field as known."""
        self._known.add(field)
        return self._fields.get(field)

    def text(self, field: str, required: bool = False) -> str:
        """Return the field as one string without line breaks at its ends."""
        node = self.node(field)
        if node is None:
            if required:
                self.fault(self.line, field, "is missing")
            return ""
        return self._string(node, field)

    def words(self, field: str, required: bool = False) -> str:
        """Return prose as a single line."""
        return " ".join(self.text(field, required).split())

    def choice(self, field: str, choices: Iterable[str], default: str = "") -> str:
        value = self.text(field, required=not default)
        if not value:
            return default
        if value not in choices:
            self.fault(self.line_of(field), field, f"is {value!r}; expected one of {', '.join(choices)}")
            return default
        return value

    def flag(self, field: str, default: bool = False) -> bool:
        value = self.text(field)
        if value not in ("", "true", "false"):
            self.fault(self.line_of(field), field, f"is {value!r}; expected true or false")
        return value == "true" if value else default

    def number(self, field: str, default: int = 0) -> int:
        node = self.node(field)
        return default if node is None else self._number(node, field)

    def texts(self, field: str, required: bool = False) -> tuple[str, ...]:
        """Return a list of strings; a single string counts as a list of one."""
        return tuple(self._string(node, field) for node in self._list(field, required))

    def numbers(self, field: str) -> tuple[int, ...]:
        return tuple(self._number(node, field) for node in self._list(field))

    def each(self, field: str, read: Callable[[Reader], T], required: bool = False, bare: str = "") -> tuple[T, ...]:
        """Read a list of maps; with `bare`, a plain string stands for a map with that one field."""
        values = []
        for number, found in enumerate(self._list(field, required), 1):
            node = type(found)({bare: found}, found.line) if bare and isinstance(found.value, str) else found
            reader = Reader(node, self.file, self.entry, self.problems, f"{self.path + '.' if self.path else ''}{field}[{number}]")
            values.append(read(reader))
            reader.finish()
        return tuple(values)

    def child(self, field: str, required: bool = False) -> Reader | None:
        """Return a reader of a map below this one; call its `finish` when done."""
        node = self.node(field)
        if node is None:
            if required:
                self.fault(self.line, field, "is missing")
            return None
        return Reader(node, self.file, self.entry, self.problems, f"{self.path + '.' if self.path else ''}{field}")

    def pairs(self, field: str) -> tuple[tuple[str, str], ...]:
        """Return a map of strings as pairs, in the order of the file."""
        reader = self.child(field)
        return tuple((name, reader.text(name)) for name in list(reader._fields)) if reader else ()

    def finish(self) -> None:
        """Record fields that nobody asked for."""
        for name, node in self._fields.items():
            if name not in self._known:
                self.fault(node.line, name, f"is no known field; known are {', '.join(sorted(self._known))}")

    def _list(self, field: str, required: bool = False) -> list[Node]:
        node = self.node(field)
        if node is None:
            if required:
                self.fault(self.line, field, "is missing")
            return []
        if isinstance(node.value, list):
            if required and not node.value:
                self.fault(node.line, field, "is empty; at least one is needed")
            return node.value
        if isinstance(node.value, str) and node.value:
            return [node]
        if isinstance(node.value, dict):
            self.fault(node.line, field, "must be a list (`- item` lines), not a map")
        elif required:
            self.fault(node.line, field, "is empty; at least one is needed")
        return []

    def _string(self, node: Node, field: str) -> str:
        if not isinstance(node.value, str):
            self.fault(node.line, field, "must be text; put quotes around it if it holds : or {")
            return ""
        if len(node.value) > MAX_TEXT:
            self.fault(node.line, field, f"has {len(node.value)} characters; at most {MAX_TEXT} are allowed")
            return node.value[:MAX_TEXT]
        return node.value.strip("\n")

    def _number(self, node: Node, field: str) -> int:
        value = node.value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        self.fault(node.line, field, f"is {value!r}; expected a whole number" if isinstance(value, str) else "must be a whole number")
        return 0
