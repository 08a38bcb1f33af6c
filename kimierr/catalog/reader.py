"""Typed access to a YAML tree that collects problems instead of stopping at the first."""

from __future__ import annotations

from kimierr.catalog.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    from kimierr.catalog.yamltree import Node

    T = TypeVar("T")

MAX_TEXT = 8000
MAX_ITEMS = 1000
LONG_LISTS = ("entries",)
"""Lists that may be as long as the file."""


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
        self._is_map = isinstance(node.value, dict)
        if isinstance(node.value, dict):
            self._fields = node.value
        else:
            self.fault(node.line, "", "must be a map of fields (`name: value`)")

    def fault(self, line: int, field: str, text: str) -> None:
        """Record a problem of a field of this map; what is no map has no fields to complain about."""
        if field and not self._is_map:
            return
        name = f"{self.path}.{field}" if self.path and field else self.path or field
        self.problems.append(Problem(self.file, line, text, name, self.entry))

    @property
    def names(self) -> list[str]:
        """The names of all fields, in the order of the file."""
        return list(self._fields)

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
        value = self._string(node, field)
        if required and not value.strip() and isinstance(node.value, str):
            self.fault(node.line, field, "is empty")
        return value

    def words(self, field: str, required: bool = False) -> str:
        """Return prose as a single line."""
        return " ".join(self.text(field, required).split())

    def choice(self, field: str, choices: Iterable[str], default: str = "") -> str:
        """Return one of the choices; without a `default`, the field is required."""
        value = self.text(field, required=not default or field in self._fields)
        if not value.strip():
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
        value = None if node is None else self._number(node, field)
        return default if value is None else value

    def items(self, field: str, required: bool = False) -> list[Node]:
        """Return the nodes of a list, for those who read them themselves."""
        return self._list(field, required)

    def texts(self, field: str, required: bool = False) -> tuple[str, ...]:
        """Return a list of strings, none of them empty; a single string counts as a list of one."""
        values = []
        for node in self._list(field, required):
            values.append(self._string(node, field))
            if node.value == "":
                self.fault(node.line, field, "holds an empty item")
        return tuple(values)

    def numbers(self, field: str, named: Mapping[str, tuple[int, ...]] | None = None) -> tuple[int, ...]:
        """Return a list of whole numbers without those that are none; `named` are words that stand for some."""
        values: list[int] = []
        for node in self._list(field):
            if named and isinstance(node.value, str) and node.value in named:
                values += named[node.value]
            elif (value := self._number(node, field)) is not None:
                values.append(value)
        return tuple(values)

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
        return tuple((name, reader.text(name)) for name in reader.names) if reader else ()

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
            if len(node.value) > MAX_ITEMS and field not in LONG_LISTS:
                self.fault(node.line, field, f"has {len(node.value)} items; at most {MAX_ITEMS} are allowed")
                return node.value[:MAX_ITEMS]
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

    def _number(self, node: Node, field: str) -> int | None:
        value = node.value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        self.fault(node.line, field, f"is {value!r}; expected a whole number" if isinstance(value, str) else "must be a whole number")
        return None
