"""The anchors of messages found in raw bytes by hyperscan, where it is installed: `pip install 'kimierr[fast]'`."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import hyperscan

    from kimierr.catalog.store import Catalog

    Finder = Callable[[bytes], list[int]]

PAYS_FROM = 1 << 20
"""Bytes of a log from which on loading hyperscan takes less time than it saves (measured)."""
PAYS_TO_PREPARE_FROM = 48 << 20
"""The same where its tables have to be made first."""
MOST_WORDINGS = 2000
"""More than these take it seconds to prepare."""
BETWEEN = rb"[^a-z0-9\x80-\xff\n]{0,31}"
"""What may stand between two words: what is no letter. Without the bound hyperscan takes three times as long."""
NEVER = rb"\x00"
"""A byte that is in no text; what it lets through in a binary file is turned down when it is looked at."""
CACHED = "hyperscan.bin"


def finder(catalog: Catalog, prepare: bool) -> Finder | None:
    """Return a function that gives the ends of all anchors (kimierr.catalog.anchors) in a text, in order.

    Tables kept from an earlier time are used; without any they are made and kept if `prepare` says so. None if there are no
    tables, too many wordings, or no hyperscan.
    """
    if sum(volume.template_count for volume in catalog.volumes) > MOST_WORDINGS:
        return None
    try:
        import hyperscan
    except ImportError:
        return None
    from kimierr.catalog import cachefile

    path = os.path.join(catalog.cache, CACHED) if catalog.cache else ""
    key = _key(catalog, getattr(hyperscan, "__version__", ""))
    tables = _loaded(cachefile.read(path, key)) if path else None
    if tables is None and prepare:
        sought = sorted({_pattern(anchor) for volume in catalog.volumes for anchor in volume.log_index.anchors})
        tables = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL
        tables.compile(expressions=sought, ids=list(range(len(sought))), elements=len(sought), flags=flags)
        if path:
            cachefile.keep(path, key + hyperscan.dumpb(tables))
    if tables is None:
        return None
    ends: list[int] = []
    append = ends.append

    def note(_number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append(end)

    def find(text: bytes) -> list[int]:
        ends.clear()
        tables.scan(text, match_event_handler=note)
        return sorted(ends)

    return find


def _pattern(anchor: str) -> bytes:
    """Return the regular expression for an anchor; it is used for upper and lower case.

    Hyperscan looks for the longest literal of an expression first, and then at the rest. That is to be the rarest word: the
    others are written with classes of characters, of which the second hardly ever occurs.
    """
    from kimierr.catalog.anchors import rarest_word  # tables are seldom made

    words = [word.encode("latin-1") for word in anchor.split(" ")]
    rarest = rarest_word(words)
    return BETWEEN.join([_spelt(word, b"" if index == rarest else NEVER) for index, word in enumerate(words)])


def _spelt(word: bytes, other: bytes) -> bytes:
    """Return the expression for a word, in which `other`, if it is not empty, may stand for every second byte."""
    spelt = [b"\\x%02x" % byte if byte >= 0x80 else bytes([byte]) for byte in word]
    return b"".join([b"[" + byte + other + b"]" if other and index % 2 else byte for index, byte in enumerate(spelt)])


def _key(catalog: Catalog, version: str) -> bytes:
    """Return what changes when the tables do: the anchors, the patterns made of them, hyperscan."""
    from zlib import crc32

    from kimierr import VERSION
    from kimierr.catalog.store import FORMAT

    anchors = [f"{crc32(volume.packed_log_index):08x}" for volume in catalog.volumes]
    return "|".join([*anchors, VERSION, str(FORMAT), version]).encode() + b"\n"


def _loaded(data: bytes | None) -> hyperscan.Database | None:
    """Return the tables that were kept; None if they are for another processor or damaged."""
    if data is None:
        return None
    import hyperscan

    try:
        tables = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
        tables.scratch = hyperscan.Scratch(tables)
        tables.scan(b"\n", match_event_handler=lambda *_: None)
    except hyperscan.error:
        return None
    return tables
