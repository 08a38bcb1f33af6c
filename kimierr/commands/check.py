"""catalog check: every rule over catalog files, one line a fault."""

from __future__ import annotations

import os

from kimierr import exits, streams
from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.compile import compile_catalog
from kimierr.catalog.load import load
from kimierr.catalog.places import CHECKOUT, own_catalog
from kimierr.catalog.problems import CatalogError, Problem, Problems
from kimierr.catalog.store import Catalog, Volume
from kimierr.check import cross_match
from kimierr.redact import redact


def check(paths: list[str]) -> int:
    """Check files and folders; without any, the checkout's catalog, or the reader's own, or the built-in one."""
    for path in paths:
        if not os.path.lexists(path):
            raise exits.Stop(exits.USAGE, f"{path}: no such file or folder")
    own = own_catalog(os.environ)
    roots = paths or ([CHECKOUT] if os.path.isdir(CHECKOUT) else []) or ([own] if own else [])
    if not roots:
        return _tell(cross_match(list(builtin_catalog().entries()), builtin_catalog(), {}), len(builtin_catalog()))
    whole = any(os.path.exists(os.path.join(root, "products.yaml")) for root in roots)
    base = None if whole else builtin_catalog()
    try:
        sources = load(roots, *_known(base))
    except CatalogError as error:
        return _tell(error.problems, 0)
    volume = Volume.from_bytes(compile_catalog(sources))
    catalog = Catalog((*base.volumes, volume) if base else (volume,))
    return _tell(cross_match(sources.entries, catalog, sources.files), len(sources.entries))


def _known(base: Catalog | None) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the entries and clients that files beside a catalog may name."""
    if base is None:
        return frozenset(), frozenset()
    return frozenset(base.ids()), frozenset(client.id for client in base.context.clients)


def _tell(problems: list[Problem], count: int) -> int:
    for problem in problems:
        streams.note(redact(str(problem)))
    if problems:
        many = "at least " if isinstance(problems, Problems) and problems.cut else ""
        streams.note(f"kimierr: {many}{len(problems)} {'fault' if len(problems) == 1 else 'faults'}")
        return exits.USAGE
    streams.write(f"{count} {'entry' if count == 1 else 'entries'}, every example comes back as its own entry\n")
    return exits.FOUND
