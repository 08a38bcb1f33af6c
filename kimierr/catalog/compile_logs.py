"""Entries to what logs are searched for (kimierr.catalog.log_index): made with the built-in catalog, for others when a log is first read."""

from __future__ import annotations

import marshal
from itertools import accumulate

from kimierr.catalog.anchors import anchors, split, text
from kimierr.catalog.grams import LONG_RUN, common, stretch
from kimierr.catalog.sides import scattered, sides
from kimierr.catalog.template import literals
from kimierr.packed import pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kimierr.catalog.sides import Sides
    from kimierr.catalog.store import Volume
    from kimierr.model import Entry

MANY = 2000
"""Wordings from which on they share so many words with any text that rarer blocks and longer runs are needed."""


def is_many(entries: Sequence[Entry]) -> bool:
    return sum(len(entry.messages) for entry in entries) >= MANY


def compile_log_index(entries: Sequence[Entry]) -> bytes:
    """Return what LogIndex is made of: blocks with what stands beside them, and the anchors, but none of thousands of wordings."""
    # words of statuses and symptoms are too common in logs
    messages = [message for entry in entries for message in entry.messages if entry.kind == "error" or not message.shared]
    if not is_many(entries):
        found = anchors(messages)
        return _pack(sides(found), tuple(map(text, found)))
    fixed, parts = split(messages, LONG_RUN)
    counts = common([stretch(literal) for literal in literals(message.text)] for entry in entries for message in entry.messages)
    both = scattered(parts.values(), counts)
    for number, beside in sides(fixed).items():
        both[number] = both.get(number, ()) + beside
    return _pack(both, ())


def _pack(found: dict[int, Sides], anchors: tuple[str, ...]) -> bytes:
    blocks = sorted(found)
    pieces = [marshal.dumps(found[block]) for block in blocks]
    offsets = accumulate(map(len, pieces), initial=0)
    return marshal.dumps((pack("Q", blocks), pack("I", offsets), b"".join(pieces), anchors))


def late_log_index(volume: Volume, path: str) -> bytes:
    """Return the same for a volume that was compiled without, kept at a path unless that is empty."""
    from kimierr.catalog import cachefile

    key = volume.key.encode() + b"\n"
    data = cachefile.read(path, key) if path else None
    if data is None:
        data = compile_log_index([volume.entry(number) for number in range(len(volume.ids))])
        if path:
            cachefile.keep(path, key + data)
    return data
