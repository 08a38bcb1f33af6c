"""YAML as strings, lists and maps with line numbers: no types guessed, no tags, no aliases, bounded."""

from __future__ import annotations

import yaml

from kimierr.catalog.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_BYTES = 16 << 20
MAX_DEPTH = 12
MAX_NODES = 1_000_000
EMPTY = "is empty; an entry needs the fields title, messages, cause, fix, retry, links, source and examples"

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)  # only its event parser is used: nothing is constructed

_VALUES = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Node:
    """A YAML value and the line it starts on: a str, a list of nodes, or a dict of nodes."""

    __slots__ = ("line", "value")

    def __init__(self, value: str | list[Node] | dict[str, Node], line: int) -> None:
        self.value = value
        self.line = line


class _Refused(Exception):
    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


def parse(data: bytes, file: str) -> Node | Problem:
    """Return the tree of one YAML document, or what is wrong with it.

    Refused: more than 16 MiB, encodings other than UTF-8, tags, anchors and aliases (so no alias bombs and no
    references to itself), merge keys, duplicate keys, several documents, nesting deeper than 12.
    """
    if len(data) > MAX_BYTES:
        return Problem(file, 0, f"is larger than {MAX_BYTES} bytes, the most a catalog file may have")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(file, data.count(b"\n", 0, error.start) + 1, f"byte {error.start} is not UTF-8; save the file as UTF-8")
    if not text.strip():
        return Problem(file, 0, EMPTY)
    try:
        return _build(yaml.parse(text, Loader=_LOADER))
    except _Refused as error:
        return Problem(file, error.line, error.text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        words = getattr(error, "problem", None) or str(error)
        return Problem(file, mark.line + 1 if mark else 0, f"is not valid YAML: {' '.join(str(words).split())}")
    except (RecursionError, ValueError) as error:
        return Problem(file, 0, f"is not valid YAML: {type(error).__name__}")


class _Open:
    """A list or map that is being read."""

    __slots__ = ("items", "key", "line", "map")

    def __init__(self, line: int, is_map: bool) -> None:
        self.line = line
        self.map: dict[str, Node] | None = {} if is_map else None
        self.items: list[Node] = []
        self.key: str | None = None

    def add(self, node: Node) -> None:
        if self.map is None:
            self.items.append(node)
        elif self.key is None:
            self._take_key(node)
        else:
            self.map[self.key] = node
            self.key = None

    def _take_key(self, node: Node) -> None:
        assert self.map is not None
        if not isinstance(node.value, str):
            raise _Refused(node.line, "a key must be a plain word")
        if node.value == "<<":
            raise _Refused(node.line, "merge keys (<<) are not allowed")
        if node.value in self.map:
            raise _Refused(node.line, f"the key {node.value!r} stands twice")
        self.key = node.value

    def node(self) -> Node:
        return Node(self.items if self.map is None else self.map, self.line)


def _build(events: Any) -> Node:
    root: Node | None = None
    stack: list[_Open] = []
    count = 0
    for event in events:
        kind = type(event)
        line = event.start_mark.line + 1
        if kind in _VALUES:
            count += 1
            if event.anchor or event.tag or count > MAX_NODES or len(stack) > MAX_DEPTH:
                raise _refusal(event, line, count)
        if kind is yaml.ScalarEvent:
            node = Node(event.value, line)
        elif kind in _ENDS:
            node = stack.pop().node()
        elif kind in _VALUES:
            stack.append(_Open(line, kind is yaml.MappingStartEvent))
            continue
        elif kind is yaml.AliasEvent:
            raise _Refused(line, "aliases (*name) are not allowed; repeat the value")
        elif kind is yaml.DocumentStartEvent and root is not None:
            raise _Refused(line, "holds more than one document; one entry a file")
        else:
            continue
        if stack:
            stack[-1].add(node)
        else:
            root = node
    if root is None:
        raise _Refused(1, f"holds no document, so it {EMPTY}")
    return root


def _refusal(event: Any, line: int, count: int) -> _Refused:
    if event.anchor:
        return _Refused(line, "anchors (&name) are not allowed; repeat the value")
    if event.tag:
        return _Refused(line, f"tags ({event.tag}) are not allowed")
    if count > MAX_NODES:
        return _Refused(line, f"holds more than {MAX_NODES} values")
    return _Refused(line, f"is nested deeper than {MAX_DEPTH} levels")
