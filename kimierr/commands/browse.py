"""show, list and search: the catalog for reading."""

from __future__ import annotations

import os
import sys

from kimierr import exits, streams
from kimierr.advice import with_runnable_commands
from kimierr.plainform import open_for
from kimierr.render import render_entries, render_entry
from kimierr.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.model import Entry
    from kimierr.options import Options

MOST_RESULTS = 20
CLOSE = 60
"""Similarity, 0 to 100, from which an id is suggested for an unknown one."""
ALIKE = 75
"""Similarity, 0 to 100, of two words of which one is the other with typing errors."""
SHORTEST = 4
"""Letters of a word that may have typing errors."""


def show(id: str, options: Options) -> int:
    """Print one entry, by its id or the part behind the product; an unknown one is answered with the closest ones."""
    catalog = open_for(options.catalogs, os.environ)
    named = [known for known in catalog.ids() if known.partition("/")[2] == id]
    entry = catalog.get(named[0] if len(named) == 1 else id)
    if entry is None:
        raise exits.Stop(exits.USAGE, f"{id!r} is no entry.{_suggest(id, catalog)}")
    product = catalog.context.product(entry.product)
    target = Target(options, os.environ, sys.stdout)
    words = with_runnable_commands(entry.said_in(options.language or "en"), product)
    streams.write(render_entry(entry, target.format, target.screen(), words, product.name if product else entry.product))
    return exits.FOUND


def listed(kind: str, options: Options) -> int:
    """Print all entries, or those of one product or kind."""
    catalog = open_for(options.catalogs, os.environ)
    entries = [entry for entry in catalog.entries() if options.product in ("", entry.product) and kind in ("", entry.kind)]
    _write(entries, options)
    if not entries:
        sought = " ".join(word for word in (options.product, kind) if word)
        raise exits.Stop(exits.NOTHING, f"the catalog has no {sought} entry; `kimierr list` shows all entries")
    return exits.FOUND


def search(words: str, options: Options) -> int:
    """Print the entries that fit some words best."""
    found = find(words, open_for(options.catalogs, os.environ))
    _write(found, options)
    if not found:
        raise exits.Stop(exits.NOTHING, f"nothing in the catalog fits '{words}'; `kimierr list` shows all entries")
    return exits.FOUND


def find(words: str, catalog: Catalog) -> list[Entry]:
    """Return the entries that fit most of the words, best first: all of them in a row, then as many as there are, also misspelt ones."""
    wanted = words.lower().split()
    ranked: list[tuple[float, str, Entry]] = []
    for entry in catalog.entries():
        head = f"{entry.id} {entry.title} {' '.join(entry.keywords)} {' '.join(map(str, entry.http_status))}".lower()
        body = " ".join([*(message.text for message in entry.messages), *entry.error_type, *(code.code for code in entry.error_code)])
        fits = [_fit(word, head, f"{body} {entry.words[0][1].cause}".lower()) for word in wanted]
        if sum(map(bool, fits)) > len(wanted) / 2:
            ranked.append((-sum(fits) - (" ".join(wanted) in head.replace("-", " ")), entry.id, entry))
    ranked.sort(key=lambda item: item[:2])
    return [entry for _, _, entry in ranked[:MOST_RESULTS]]


def _fit(word: str, head: str, body: str) -> float:
    """Return how well a word fits an entry, 0 to 1: one of its heading better than one of its text, as it is better than nearly."""
    if word in head:
        return 1.0
    if word in body:
        return 0.6
    from rapidfuzz import fuzz, process

    parts = head.replace("/", " ").replace("-", " ").split()
    near = process.extractOne(word, parts, scorer=fuzz.ratio, score_cutoff=ALIKE) if len(word) >= SHORTEST else None
    return near[1] / 200 if near else 0.0


def _suggest(id: str, catalog: Catalog) -> str:
    from rapidfuzz import fuzz, process

    slug = id.strip("/").rpartition("/")[2]
    inside = [known for known in catalog.ids() if len(slug) >= SHORTEST and slug in known]
    slugs = {known: known.partition("/")[2] for known in catalog.ids()}
    close = [known for _, _, known in process.extract(slug, slugs, scorer=fuzz.ratio, limit=5, score_cutoff=CLOSE)]
    names = list(dict.fromkeys([*inside[:10], *close]))[:10]
    return f" Did you mean {', '.join(names)}?" if names else " `kimierr list` shows all."


def _write(entries: list[Entry], options: Options) -> None:
    target = Target(options, os.environ, sys.stdout)
    streams.write(render_entries(entries, target.format, target.screen()))
