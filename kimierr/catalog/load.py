"""Catalog files and folders to entries; every fault of every file in one go."""

from __future__ import annotations

import os
import stat

from kimierr.catalog import yamltree
from kimierr.catalog.context_schema import read_client, read_products
from kimierr.catalog.places import ENDINGS
from kimierr.catalog.problems import CatalogError, Enough, Problem, Problems
from kimierr.catalog.reader import Reader
from kimierr.catalog.references import of_client, of_entry
from kimierr.catalog.schema import read_entry
from kimierr.context import Client, Context
from kimierr.model import Entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.yamltree import Node

MAX_FILES = 20_000
MAX_FOLDER_DEPTH = 4
EMPTY_CONTEXT = Context()


class Sources:
    """What a set of catalog files holds."""

    __slots__ = ("context", "entries", "files")

    def __init__(self, entries: tuple[Entry, ...], context: Context, files: dict[str, str]) -> None:
        self.entries = entries
        self.context = context
        self.files = files
        """Entry id -> file it came from."""


def catalog_files(root: str) -> Iterator[tuple[str, str]]:
    """Yield (path, name relative to the root without its ending) of the YAML files of a file or folder, sorted.

    Symbolic links to folders are not followed, and only regular files are read.
    """
    if not os.path.isdir(root):
        yield root, os.path.splitext(os.path.basename(root))[0]
        return
    count = 0
    for folder, folders, names in os.walk(root):
        relative = os.path.relpath(folder, root).replace(os.sep, "/")
        folders.sort()
        if relative.count("/") >= MAX_FOLDER_DEPTH:
            folders.clear()
        for name in sorted(names):
            stem, ending = os.path.splitext(name)
            if ending not in ENDINGS or name.startswith("."):
                continue
            count += 1
            if count > MAX_FILES:
                raise CatalogError([Problem(root, 0, f"holds more than {MAX_FILES} files")])
            yield os.path.join(folder, name), stem if relative == "." else f"{relative}/{stem}"


def load(roots: list[str], known_ids: frozenset[str] = frozenset(), known_clients: frozenset[str] = frozenset()) -> Sources:
    """Read catalog files and folders.

    `known_ids` and `known_clients` are those loaded elsewhere, which entries may name too.
    Raises CatalogError with all problems, or the first hundreds if there are more (kimierr.catalog.problems).
    """
    loading = _Loading()
    for root in roots:
        loading.read_root(root)
    loading.check_references(known_ids, known_clients)
    if loading.problems:
        raise CatalogError(loading.problems)
    clients = tuple(client for client, _, _ in loading.clients.values())
    entries = tuple(entry for entry, _, _ in loading.entries.values())
    return Sources(entries, loading.context.with_clients(clients), {id: file for id, (_, _, file) in loading.entries.items()})


class _Loading:
    """What has been read so far: entries and clients by their ids, each with its tree and its file."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.entries: dict[str, tuple[Entry, Node, str]] = {}
        self.clients: dict[str, tuple[Client, Node, str]] = {}
        self.context = EMPTY_CONTEXT

    def read_root(self, root: str) -> None:
        """Read a file or folder; faults are added to the problems."""
        try:
            found = list(catalog_files(root))
            if not found:
                self.problems.append(Problem(root, 0, "holds no .yaml files"))
        except CatalogError as error:
            self.problems += error.problems
            return
        except Enough:
            return
        for path, name in found:
            if self.problems.full:
                return
            try:
                self._read_file(path, name)
            except Enough:
                continue

    def check_references(self, known_ids: frozenset[str], known_clients: frozenset[str]) -> None:
        """Add a problem for each name that leads nowhere; not after faults that kept entries from being read."""
        if self.problems.cut:
            return
        ids, clients = known_ids.union(self.entries), known_clients.union(self.clients)
        try:
            for entry, node, file in self.entries.values():
                self._take(of_entry(entry, node, file, ids, clients))
            for client, node, file in self.clients.values():
                self._take(of_client(client, node, file, ids))
        except Enough:
            return

    def _take(self, problems: Iterator[Problem]) -> None:
        for problem in problems:
            self.problems.append(problem)

    def _read_file(self, path: str, name: str) -> None:
        tree = _read(path)
        if isinstance(tree, Problem):
            self.problems.append(tree)
        elif name == "products":
            self.context = read_products(tree, path, self.problems)
        elif name.startswith("clients/"):
            client = read_client(tree, path, name.partition("/")[2], self.problems)
            self.clients[client.id] = (client, tree, path)
        elif isinstance(tree.value, dict) and "entries" in tree.value:
            reader = Reader(tree, path, "", self.problems)
            for number, node in enumerate(reader.items("entries", required=True), 1):
                self._add_entry(node, path, f"{name}-{number}")
            reader.finish()
        else:
            self._add_entry(tree, path, name)

    def _add_entry(self, tree: Node, path: str, name: str) -> None:
        id = name if "/" in name else f"own/{name}"
        given = tree.value.pop("id", None) if isinstance(tree.value, dict) else None
        if given:
            id = given.value if isinstance(given.value, str) else ""
        if not _is_id(id):
            text = f"the id {id!r} must look like product/short-name, in small letters, digits and dashes"
            self.problems.append(Problem(path, given.line if given else 0, text, "id"))
        elif id in self.entries:
            self.problems.append(Problem(path, tree.line, f"has the same id as an entry of {self.entries[id][2]}", "id", id))
        else:
            self.entries[id] = (read_entry(tree, path, id, self.problems), tree, path)


def _read(path: str) -> Node | Problem:
    try:
        with open(path, "rb", opener=_open_regular) as file:
            data = file.read(yamltree.MAX_BYTES + 1)
    except OSError as error:
        return Problem(path, 0, f"cannot be read: {error.strerror or error}")
    return yamltree.parse(data, path)


def _open_regular(path: str, flags: int) -> int:
    """Open without waiting for a FIFO's other end, and refuse anything but a regular file."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no regular file")
    return descriptor


def _is_id(id: str) -> bool:
    product, slash, slug = id.partition("/")
    return bool(slash) and all(
        part and part.isascii() and part.replace("-", "").replace("_", "").isalnum() and part == part.lower() for part in (product, slug)
    )
