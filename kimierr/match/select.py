"""Of all matches, those that stand: the most specific one in each place, and the product where two share a message."""

from __future__ import annotations

from kimierr.match.find import SAME
from kimierr.match.judge import OFFICIAL, Match
from kimierr.match.names import is_company_named_alone
from kimierr.model import CERTAIN, CONNECTION_ERROR, LIKELY, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.catalog.store import Catalog
    from kimierr.match.evidence import Evidence

PREFERRED = ("kimi-code", "open-platform", "gateway")
"""Whose entry leads where two products send the same words and nothing decides: more people meet them in Kimi Code."""


def select(matches: list[Match], catalog: Catalog, evidence: Evidence, product: str = "") -> list[Match]:
    """Return the standing matches in order of their place; what else each may mean, in `product` if it is named, is in its `rivals`."""
    if len(matches) < 2:
        return [_decide(match, catalog, evidence, product) for match in matches]
    standing: list[Match] = []
    for match in sorted(matches, key=lambda match: (-match.weight, match.start, match.id)):
        over = [other for other in standing if _overlap(match, other)]
        if not over:
            standing.append(match)
        elif len(over) == 1 and _same_words(match, over[0]) and match.id != over[0].id:
            over[0].rivals.append(match)
    decided = [_decide(match, catalog, evidence, product) for match in standing]
    return sorted(decided, key=lambda match: match.start)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.extent and other.start < one.extent


def _same_words(one: Match, other: Match) -> bool:
    if len(one.alignment.differs) != len(other.alignment.differs):
        return False
    if any(difference.where == "repaired" for difference in one.alignment.differs) and _missing(one) != _missing(other):
        return False
    return abs(one.alignment.matched - other.alignment.matched) <= SAME and one.alignment.complete == other.alignment.complete


def _missing(match: Match) -> int:
    return match.alignment.template.length - match.alignment.matched


def _decide(match: Match, catalog: Catalog, evidence: Evidence, product: str) -> Match:
    """Choose between entries that share the words, by product; with nothing to decide, keep them as rivals."""
    known = [volume.twins[match.id] for volume in catalog.volumes if match.id in volume.twins]
    if not known and not match.rivals:
        return _doubted(match, catalog, evidence)
    rivals = {rival.id: rival for rival in reversed(match.rivals)}
    rivals.pop(match.id, None)
    twins = {twin for twin in known if catalog.sends(twin, product)}
    for twin in twins - set(rivals):
        rival = _as(match, twin)
        rivals[twin] = rival
    if not rivals:
        return _doubted(match, catalog, evidence)
    options = {match.id: match, **rivals}
    official = [id for id, option in options.items() if option.alignment.template.origin in OFFICIAL and option.alignment.template.id == id]
    documented = official[0].partition("/")[0] if len(official) == 1 else ""
    chosen, why = choose_product([id.partition("/")[0] for id in options], evidence, match.record, match.alignment.template.key, documented)
    winners = [option for id, option in options.items() if id.partition("/")[0] == chosen] if chosen else []
    if len(winners) == 1:
        winner = winners[0]
        winner.reasons.append(f"{why} decides for {winner.id}")
        decided = evidence.context.product(chosen)
        if winner.confidence == CERTAIN and decided and any(f"`{client}`" in why for client in decided.clients):
            winner.confidence = LIKELY  # it works with the other product too
        winner.rivals = []
        return winner
    first = documented or ("open-platform" if is_company_named_alone(evidence.passage.lower) else "")
    best = winners[0] if winners else min(options.values(), key=lambda option: _preference(option, match, first))
    best.rivals = [option for option in options.values() if option is not best]
    if best.confidence == CERTAIN or not all(rival.id in twins or rival is match for rival in best.rivals):
        best.confidence = LIKELY if all(rival.id in twins or best.id in twins for rival in best.rivals) else POSSIBLE
    return best


def _doubted(match: Match, catalog: Catalog, evidence: Evidence) -> Match:
    """Return a match of common words as only possible, if the host in the text is that of another product, unless servers were seen to send them."""
    template = match.alignment.template
    if not template.shared or template.origin == "live":
        return match
    if match.id.partition("/")[0] not in ("open-platform", "kimi-code") or match.id == CONNECTION_ERROR:
        return match
    hosts = evidence.product_hosts(*match.record)
    if not hosts and not evidence.passage.is_one_record:
        hosts = evidence.around(match.record, match.alignment.template.key).product_hosts()
    if hosts and not any(catalog.sends(match.id, called) for called in hosts):
        match.confidence = POSSIBLE
        match.reasons.append(f"the host in the text is one of {', '.join(hosts)}, which does not document these words")
    return match


def _preference(option: Match, match: Match, first: str) -> tuple[bool, bool, int]:
    """Return what orders the entries that share words: the product that comes first, if one does, then the best match."""
    product = option.id.partition("/")[0]
    rank = PREFERRED.index(product) if product in PREFERRED else len(PREFERRED)
    return bool(first) and product != first, option is not match, rank


def _as(match: Match, id: str) -> Match:
    return Match(match.alignment, id, match.confidence, list(match.reasons), match.start, match.end, match.extent, match.record)


def choose_product(products: list[str], evidence: Evidence, record: tuple[int, int], words: str, documented: str = "") -> tuple[str, str]:
    """Return (product, the sign that decides), of those given; empty strings if nothing decides.

    What stands in the record of the message (known by its squeezed `words`) counts before what stands elsewhere, and a
    host before all else. `documented` is the only product that documents these very words, if there is one: no sign but
    a host speaks against it.
    """
    wanted = set(products)
    for hosts, signs in _signs(evidence, record, words):
        called = [id for id in hosts if id in wanted]
        if len(called) == 1:
            return called[0], "the host in the text"
        shown = {id: sign for id, sign in signs.items() if id in wanted}
        if documented and set(shown) != {documented}:
            continue
        if len(shown) == 1:
            id, sign = next(iter(shown.items()))
            return id, f"`{sign}` in the text"
        if shown:
            return "", ""
    return "", ""


def _signs(evidence: Evidence, record: tuple[int, int], words: str) -> Iterator[tuple[dict[str, int], dict[str, str]]]:
    """Yield the products' hosts and signs in a record, then those around it."""
    yield evidence.product_hosts(*record), evidence.products(*record)
    if evidence.passage.is_one_record:
        return  # there is nothing around it
    around = evidence.around(record, words)
    yield around.product_hosts(), around.products()
