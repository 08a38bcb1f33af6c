"""Entries to the compiled form that `kimierr.catalog.store` reads without YAML."""

from __future__ import annotations

import marshal
import sys
from array import array

from kimierr.catalog.grams import choose, stretch
from kimierr.catalog.store import FORMAT
from kimierr.catalog.template import literals, squeezed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.load import Sources


def compile_catalog(sources: Sources, key: str = "") -> bytes:
    """Return the compiled catalog; `key` tells later whether it still fits its files."""
    blocks: list[tuple[int, int]] = []
    templates: list[bytes] = []
    short: list[int] = []
    foreign: list[int] = []
    common: list[int] = []
    types: dict[str, list[int]] = {}
    codes: dict[str, list[tuple[int, bool]]] = {}
    for number, entry in enumerate(sources.entries):
        for type in entry.error_type:
            types.setdefault(type, []).append(number)
        for code in entry.error_code:
            codes.setdefault(code.code, []).append((number, code.shared))
        for order, message in enumerate(entry.messages):
            pieces, gaps = squeezed(message.text)
            if not pieces:
                continue
            grams = choose([stretch(literal) for literal in literals(message.text)])
            blocks += [(gram.number, len(templates)) for gram in grams]
            if not grams:
                short.append(len(templates))
            if not all(piece.isascii() for piece in pieces):
                foreign.append(len(templates))
            if message.shared and entry.kind != "error":
                common.append(len(templates))
            templates.append(
                marshal.dumps(
                    (number, order, message.origin, message.name, message.shared, message.whole, message.not_status, pieces, gaps)
                )
            )
    blocks = sorted(set(blocks))
    meta = (
        FORMAT,
        key,
        "\n".join(entry.id for entry in sources.entries),
        tuple(short),
        tuple(foreign),
        tuple(common),
        {type: tuple(numbers) for type, numbers in types.items()},
        {code: tuple(found) for code, found in codes.items()},
        {entry.id: entry.twin for entry in sources.entries if entry.twin},
        tuple(number for number, entry in enumerate(sources.entries) if entry.kind == "status"),
    )
    entries = [marshal.dumps(entry.pack()) for entry in sources.entries]
    return marshal.dumps((
        meta,
        _numbers("Q", [gram for gram, _ in blocks]),
        _numbers("I", [template for _, template in blocks]),
        _offsets(templates),
        b"".join(templates),
        _offsets(entries),
        b"".join(entries),
        marshal.dumps(sources.context.pack()),
    ))  # fmt: skip


def _offsets(blobs: list[bytes]) -> bytes:
    position, positions = 0, [0]
    for blob in blobs:
        position += len(blob)
        positions.append(position)
    return _numbers("I", positions)


def _numbers(kind: str, numbers: list[int]) -> bytes:
    packed = array(kind, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
