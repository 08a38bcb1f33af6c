"""Catalog files and folders to entries; every fault of every file in one go."""

from __future__ import annotations

import os
import stat

from kimierr.catalog import yamltree
from kimierr.catalog.context_schema import read_client, read_products
from kimierr.catalog.problems import CatalogError, Problem
from kimierr.catalog.schema import read_entry
from kimierr.context import Client, Context
from kimierr.model import Entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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
            if ending not in (".yaml", ".yml") or name.startswith("."):
                continue
            count += 1
            if count > MAX_FILES:
                raise CatalogError([Problem(root, 0, f"holds more than {MAX_FILES} files")])
            yield os.path.join(folder, name), stem if relative == "." else f"{relative}/{stem}"


def load(roots: list[str], known_ids: frozenset[str] = frozenset()) -> Sources:
    """Read catalog files and folders.

    `known_ids` are ids of entries loaded elsewhere, which twins and headlines may name.
    Raises CatalogError with all problems.
    """
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    clients: dict[str, Client] = {}
    files: dict[str, str] = {}
    context = EMPTY_CONTEXT
    for root in roots:
        try:
            found = list(catalog_files(root))
        except CatalogError as error:
            problems += error.problems
            continue
        if not found:
            problems.append(Problem(root, 0, "holds no .yaml files"))
        for path, name in found:
            tree = _read(path)
            if isinstance(tree, Problem):
                problems.append(tree)
            elif name == "products":
                context = read_products(tree, path, problems)
            elif name.startswith("clients/"):
                client = read_client(tree, path, name.partition("/")[2], problems)
                clients[client.id] = client
            else:
                _add(entries, files, tree, path, name, problems)
    _check_references(entries, clients, files, known_ids, problems)
    if problems:
        raise CatalogError(problems)
    return Sources(tuple(entries.values()), context.with_clients(tuple(clients.values())), files)


def _read(path: str) -> yamltree.Node | Problem:
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


def _add(entries: dict[str, Entry], files: dict[str, str], tree: yamltree.Node, path: str, name: str, problems: list[Problem]) -> None:
    """Read one file: an entry, or `entries:` with a list of them that each carry their `id`."""
    many = tree.value.get("entries") if isinstance(tree.value, dict) else None
    if many and isinstance(many.value, list):
        for number, node in enumerate(many.value, 1):
            _add_entry(entries, files, node, path, f"{name}-{number}", problems)
    else:
        _add_entry(entries, files, tree, path, name, problems)


def _add_entry(
    entries: dict[str, Entry], files: dict[str, str], tree: yamltree.Node, path: str, name: str, problems: list[Problem]
) -> None:
    id = name if "/" in name else f"own/{name}"
    given = tree.value.pop("id", None) if isinstance(tree.value, dict) else None
    if given:
        id = given.value if isinstance(given.value, str) else ""
    if not _is_id(id):
        problems.append(
            Problem(
                path,
                given.line if given else 0,
                f"the id {id!r} must look like product/short-name, in small letters, digits and dashes",
                "id",
            )
        )
    elif id in entries:
        problems.append(Problem(path, tree.line, f"has the same id as an entry of {files[id]}", "id", id))
    else:
        entries[id] = read_entry(tree, path, id, problems)
        files[id] = path


def _is_id(id: str) -> bool:
    product, slash, slug = id.partition("/")
    return bool(slash) and all(
        part and part.isascii() and part.replace("-", "").replace("_", "").isalnum() and part == part.lower() for part in (product, slug)
    )


def _check_references(
    entries: dict[str, Entry], clients: dict[str, Client], files: dict[str, str], known_ids: frozenset[str], problems: list[Problem]
) -> None:
    ids = known_ids | set(entries)
    for entry in entries.values():
        if entry.twin and entry.twin not in ids:
            problems.append(Problem(files[entry.id], 0, f"{entry.twin!r} is no entry", "twin", entry.id))
        for example in entry.counter_examples:
            if example.belongs_to and example.belongs_to not in ids:
                problems.append(Problem(files[entry.id], 0, f"{example.belongs_to!r} is no entry", "counter_examples.belongs_to", entry.id))
        names = {message.name for message in entry.messages if message.name}
        for step in entry.words[0][1].fix:
            for name in step.messages:
                if name not in names:
                    problems.append(Problem(files[entry.id], 0, f"no message has the name {name!r}", "fix.messages", entry.id))
            for client in step.clients:
                if clients and client not in clients:
                    problems.append(Problem(files[entry.id], 0, f"{client!r} is no client", "fix.clients", entry.id))
    for client_id, shown in clients.items():
        for headline in shown.headlines:
            for id in headline.may_be:
                if id not in ids:
                    problems.append(Problem(f"clients/{client_id}.yaml", 0, f"{id!r} is no entry", "headlines.may_be", client_id))
