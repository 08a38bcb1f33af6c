"""Entries to the compiled form that `kimierr.catalog.store` reads without YAML."""

from __future__ import annotations

import marshal
from itertools import accumulate, chain

from kimierr.catalog.compile_logs import compile_log_index, is_many
from kimierr.catalog.grams import LONG_RUN, SHORTEST, choose, common, stretch
from kimierr.catalog.store import FORMAT, LENGTH
from kimierr.catalog.template import literals, squeezed
from kimierr.packed import pack
from kimierr.text.squeeze import weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kimierr.catalog.load import Sources
    from kimierr.model import Message

SHORTEST_KEY = 12
"""Weight that a literal besides the longest needs to be looked for by itself."""


def compile_catalog(sources: Sources, key: str = "", logs: bool = False) -> bytes:
    """Return the compiled catalog.

    `key` later detects a cache that no longer fits the files; `logs` adds the index that `scan` needs.
    """
    blocks: list[tuple[int, int]] = []
    templates: list[bytes] = []
    short: list[int] = []
    types: dict[str, list[int]] = {}
    codes: dict[str, list[tuple[int, bool]]] = {}
    wordings = [[[stretch(literal) for literal in literals(message.text)] for message in entry.messages] for entry in sources.entries]
    many = is_many(sources.entries)
    counts = common(chain.from_iterable(wordings)) if many else None
    run = LONG_RUN if many else SHORTEST
    for number, (entry, parts) in enumerate(zip(sources.entries, wordings, strict=True)):
        for type in entry.error_type:
            types.setdefault(type, []).append(number)
        for code in entry.error_code:
            codes.setdefault(code.code, []).append((number, code.shared))
        for order, (message, stretches) in enumerate(zip(entry.messages, parts, strict=True)):
            pieces, gaps = squeezed(message.text)
            if not pieces:
                continue
            grams = choose(stretches, counts)
            blocks += [(gram.number, len(templates)) for gram in grams]
            if not grams:
                short.append(len(templates))
            templates.append(marshal.dumps(template_data(number, order, message, pieces, gaps)))
    blocks = sorted(set(blocks))
    meta = (
        FORMAT,
        key,
        "\n".join(entry.id for entry in sources.entries),
        tuple(short),
        {type: tuple(numbers) for type, numbers in types.items()},
        {code: tuple(found) for code, found in codes.items()},
        {entry.id: entry.twin for entry in sources.entries if entry.twin},
        tuple(number for number, entry in enumerate(sources.entries) if entry.kind == "status"),
        run,
    )
    entries = [marshal.dumps(entry.pack()) for entry in sources.entries]
    log_index = compile_log_index(sources.entries) if logs else b""
    head = marshal.dumps((
        meta,
        pack("Q", [gram for gram, _ in blocks]),
        pack("I", [template for _, template in blocks]),
        _offsets(templates),
        _offsets(entries),
        marshal.dumps(sources.context.pack()),
        len(log_index),
    ))  # fmt: skip
    return b"".join([len(head).to_bytes(LENGTH, "little"), head, *templates, *entries, log_index])


def template_data(
    entry: int, order: int, message: Message, pieces: tuple[str, ...], gaps: tuple[tuple[tuple[str, str], ...], ...]
) -> tuple[Any, ...]:
    """Return what `kimierr.catalog.store.Template` is made of."""
    ranked = sorted(range(len(pieces)), key=lambda index: -weight(pieces[index]))
    keys = tuple(index for place, index in enumerate(ranked) if place == 0 or weight(pieces[index]) >= SHORTEST_KEY)
    length = sum(weight(piece) for piece in pieces)
    flags = (message.origin, message.name, message.shared, message.whole, message.not_status)
    return (entry, order, *flags, pieces, gaps, keys, length)


def _offsets(blobs: list[bytes]) -> bytes:
    return pack("I", accumulate(map(len, blobs), initial=0))
