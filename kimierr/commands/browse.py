"""show, list and search: the catalog for reading."""

from __future__ import annotations

import os

from kimierr import exits, streams
from kimierr.plainform import open_for
from kimierr.render import Screen, render_entries, render_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.model import Entry

MOST_RESULTS = 20
CLOSE = 50
"""Similarity, 0 to 100, from which an id is suggested for an unknown one."""
FITS = 60
"""Similarity, 0 to 100, of the best and the least found entry of a search."""


def show(id: str, format: str, catalogs: list[str], color: str, language: str) -> int:
    """Print one entry; an unknown id is answered with the closest ones."""
    catalog = open_for(catalogs, os.environ)
    entry = catalog.get(id)
    if entry is None:
        raise exits.Stop(exits.USAGE, f"{id!r} is no entry.{_suggest(id, catalog)}")
    product = catalog.context.product(entry.product)
    chosen, screen = _screen(format, color)
    streams.write(render_entry(entry, chosen, screen, entry.said_in(language or "en"), product.name if product else entry.product))
    return exits.FOUND


def listed(product: str, kind: str, format: str, catalogs: list[str], color: str) -> int:
    """Print all entries, or those of one product or kind."""
    entries = [entry for entry in open_for(catalogs, os.environ).entries() if product in ("", entry.product) and kind in ("", entry.kind)]
    chosen, screen = _screen(format, color)
    streams.write(render_entries(entries, chosen, screen))
    return exits.FOUND if entries else exits.NOTHING


def search(words: str, format: str, catalogs: list[str], color: str) -> int:
    """Print the entries that fit some words best."""
    catalog = open_for(catalogs, os.environ)
    found = find(words, catalog)
    chosen, screen = _screen(format, color)
    streams.write(render_entries(found, chosen, screen))
    if not found:
        raise exits.Stop(exits.NOTHING, f"nothing in the catalog fits '{words}'; `kimierr list` shows all entries")
    return exits.FOUND


def find(words: str, catalog: Catalog) -> list[Entry]:
    """Return the entries that fit the words, best first: all words in one, then most of them, then similar ones."""
    from rapidfuzz import fuzz

    wanted = words.lower().split()
    ranked: list[tuple[float, str, Entry]] = []
    for entry in catalog.entries():
        head = f"{entry.id} {entry.title} {' '.join(entry.keywords)} {' '.join(map(str, entry.http_status))}".lower()
        body = " ".join(
            [
                head,
                *(message.text for message in entry.messages),
                *entry.error_type,
                *(code.code for code in entry.error_code),
                entry.words[0][1].cause,
            ]
        ).lower()
        hits = sum(2.0 if word in head else 1.0 if word in body else 0.0 for word in wanted)
        missing = sum(1 for word in wanted if word not in body)
        near = fuzz.token_set_ratio(words.lower(), head)
        score = hits / max(1, len(wanted)) * 50 + near / 2 - missing * 15
        if (wanted and not missing) or near >= FITS:
            ranked.append((-score, entry.id, entry))
    ranked.sort(key=lambda item: item[:2])
    return [entry for _, _, entry in ranked[:MOST_RESULTS]]


def _suggest(id: str, catalog: Catalog) -> str:
    from rapidfuzz import fuzz, process

    inside = [known for known in catalog.ids() if id and id.strip("/") in known]
    close = [match[0] for match in process.extract(id, list(catalog.ids()), scorer=fuzz.WRatio, limit=5, score_cutoff=CLOSE)]
    names = list(dict.fromkeys([*inside[:10], *close]))[:10]
    return f" Did you mean {', '.join(names)}?" if names else " `kimierr list` shows all."


def _screen(format: str, color: str) -> tuple[str, Screen]:
    terminal = streams.stdout_is_terminal()
    wanted = streams.color_wanted(color, os.environ, terminal)
    return format or ("rich" if terminal or wanted else "plain"), Screen(streams.width(os.environ), wanted, streams.ascii_only())
