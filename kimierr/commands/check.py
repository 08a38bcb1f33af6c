"""catalog check: every rule over catalog files, one line a fault."""

from __future__ import annotations

import os

from kimierr import exits, streams
from kimierr.catalog.compile import compile_catalog
from kimierr.catalog.load import load
from kimierr.catalog.places import CHECKOUT, own_catalog
from kimierr.catalog.problems import CatalogError
from kimierr.catalog.store import Catalog, Volume
from kimierr.check import cross_match
from kimierr.diagnosis import builtin_catalog


def check(paths: list[str]) -> int:
    """Check files and folders; without any, the checkout's catalog, or the reader's own, or the built-in one."""
    for path in paths:
        if not os.path.lexists(path):
            raise exits.Stop(exits.USAGE, f"{path}: no such file or folder")
    own = own_catalog(os.environ)
    roots = paths or ([CHECKOUT] if os.path.isdir(CHECKOUT) else []) or ([own] if own else [])
    if not roots:
        problems = cross_match(builtin_catalog().entries(), builtin_catalog(), {})
        return _tell([str(problem) for problem in problems], len(builtin_catalog()))
    whole = any(os.path.exists(os.path.join(root, "products.yaml")) for root in roots)
    base = None if whole else builtin_catalog()
    try:
        sources = load(roots, frozenset(base.ids()) if base else frozenset())
    except CatalogError as error:
        return _tell([str(problem) for problem in error.problems], 0)
    volume = Volume.from_bytes(compile_catalog(sources))
    catalog = Catalog((*base.volumes, volume) if base else (volume,))
    problems = cross_match(sources.entries, catalog, sources.files)
    return _tell([str(problem) for problem in problems], len(sources.entries))


def _tell(lines: list[str], count: int) -> int:
    for line in lines:
        streams.note(line)
    if lines:
        streams.note(f"kimierr: {len(lines)} {'fault' if len(lines) == 1 else 'faults'}")
        return exits.USAGE
    streams.write(f"{count} entries, every example comes back as its own entry\n")
    return exits.FOUND
