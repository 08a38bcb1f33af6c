"""Whether what catalog files name - entries, clients, wordings - is there."""

from __future__ import annotations

from kimierr.catalog.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.yamltree import Node
    from kimierr.context import Client
    from kimierr.model import Entry

    Path = tuple[str | int, ...]
    """Fields and list indexes that lead from an entry to a value."""


def of_entry(entry: Entry, node: Node, file: str, ids: frozenset[str], clients: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for each name in an entry that is none of the ids, clients or its own wordings.

    `node` is the tree the entry was read from; without any `clients`, their names are not checked.
    """
    for path, text in _missing_in_entry(entry, ids, clients):
        yield Problem(file, _line(node, path), text, _field(path), entry.id)


def of_client(client: Client, node: Node, file: str, ids: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for each entry a client names that is none of the ids."""
    for number, headline in enumerate(client.headlines):
        for place, id in enumerate(headline.may_be):
            if id not in ids:
                path = ("headlines", number, "may_be", place)
                yield Problem(file, _line(node, path), f"{id!r} is no entry", _field(path), client.id)


def _missing_in_entry(entry: Entry, ids: frozenset[str], clients: frozenset[str]) -> Iterator[tuple[Path, str]]:
    if entry.twin and entry.twin not in ids:
        yield ("twin",), f"{entry.twin!r} is no entry"
    products = {id.partition("/")[0] for id in ids}
    for place, product in enumerate(entry.also_sent_by):
        if product not in products:
            yield ("also_sent_by", place), f"{product!r} is no product"
    for number, example in enumerate(entry.counter_examples):
        if example.belongs_to and example.belongs_to not in ids:
            yield ("counter_examples", number, "belongs_to"), f"{example.belongs_to!r} is no entry"
    wordings = {message.name for message in entry.messages if message.name}
    for place, name in enumerate(entry.retry.fix_for_messages):
        if name not in wordings:
            yield ("retry", "fix_for_messages", place), f"no message has the name {name!r}"
    for language, words in entry.words:
        above: Path = () if language == "en" else ("translations", language)
        for number, step in enumerate(words.fix):
            for place, name in enumerate(step.messages):
                if name not in wordings:
                    yield (*above, "fix", number, "messages", place), f"no message has the name {name!r}"
            for field, named in (("clients", step.clients), ("not_clients", step.not_clients)):
                for place, name in enumerate(named):
                    if clients and name not in clients:
                        yield (*above, "fix", number, field, place), f"{name!r} is no client"


def _line(node: Node, path: Path) -> int:
    """Return the line of the value at the end of the path; a text may stand for a list of one."""
    for key in path:
        value = node.value
        if isinstance(value, dict):
            node = value.get(str(key), node)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            node = value[key]
    return node.line


def _field(path: Path) -> str:
    """Return a path as faults name it: `fix[1].clients`, without the place in a list of names."""
    name = ""
    for key in path[:-1] if isinstance(path[-1], int) else path:
        name += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if name else key
    return name
