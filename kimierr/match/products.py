"""Which of Kimi's products a stretch of text shows: by hosts, signs, types and keys, or by what most people use with one."""

from __future__ import annotations

from kimierr.match.hosts import find_host
from kimierr.match.names import is_model, is_said, model_words
from kimierr.match.place import word_end
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.context import Context, Product
    from kimierr.match.evidence import Evidence
    from kimierr.match.passage import Passage

GATEWAY = "gateway"
GATEWAY_TIME = 14
"""Digits of the time at the start of new-api's request ids (20261120114602...)."""
_REQUEST_ID = "requestid"
"""How it stands in a squeezed text."""
ANY_KEY = "sk-"
"""How keys of most vendors begin."""


class Written:
    """What of a product's hosts, signs and keys is written anywhere in a passage, to be looked for in its parts."""

    __slots__ = ("hosts", "key_prefixes", "product", "signs")

    def __init__(self, product: Product, text: str, lower: str) -> None:
        self.product = product
        self.hosts = [host for host in product.hosts if host in lower]
        self.signs = [sign for sign in product.signs if sign in text]
        self.key_prefixes = [prefix for prefix in product.key_prefixes if prefix in lower]


def written(passage: Passage, context: Context) -> list[Written]:
    """Return what is written of each product in a passage."""
    return [Written(product, passage.text, passage.lower) for product in context.products]


def hosts_of_products(evidence: Evidence, start: int, end: int | None) -> dict[str, int]:
    """Return product id -> place of its first host (or host-like word) within a span."""
    found: dict[str, int] = {}
    for each in evidence.written:
        if each.hosts:
            lower = evidence.passage.lower[:end]
            places = [place for host in each.hosts if (place := find_host(lower, host, start)) >= 0]
            if places:
                found[each.product.id] = min(places)
    return found


def find_products(evidence: Evidence, start: int, end: int) -> dict[str, str]:
    """Return product id -> the word that shows it, within a span."""
    text, lower = evidence.passage.text[start:end], evidence.passage.lower[start:end]
    types = evidence.values("type", start, end)
    found: dict[str, str] = {}
    for each in evidence.written:
        if sign := (
            next((host for host in each.hosts if find_host(lower, host, 0) >= 0), "")
            or next((sign for sign in each.signs if is_said(text, sign)), "")
            or next((type for type in types if type in each.product.error_types), "")
        ):
            found[each.product.id] = sign
    mostly = _used_with(evidence, found, lower, start, end)
    if GATEWAY not in found and (id := _gateway_id(evidence.passage, start, end)):
        found[GATEWAY] = f"(request id: {id}"
    owner, prefix = key_owner(evidence, start, end)
    if owner and owner not in found:
        found[owner] = prefix
    if mostly and found.keys() <= {GATEWAY}:
        found |= {id: sign for id, sign in mostly.items() if id not in found}
    if found:
        return found
    stream = evidence.passage.stream if len(text) == len(evidence.passage.text) else squeeze(text)
    return evidence.context.broken_signs.products_in(text, stream)


def _used_with(evidence: Evidence, found: dict[str, str], lower: str, start: int, end: int) -> dict[str, str]:
    """Return the models and clients within a span that most people use with a product, though they work with the other one too."""
    models = (*evidence.values("model", start, end), *model_words(lower, evidence.context))
    clients = [shown.id for shown in evidence.clients if start <= shown.place < end]
    if not models and not clients:
        return {}
    mostly: dict[str, str] = {}
    for product in evidence.context.products:
        if product.id not in found and (
            sign := next((model for model in models if is_model(model, product.models)), "")
            or next((client for client in clients if client in product.clients), "")
        ):
            mostly[product.id] = sign
    return mostly


def _gateway_id(passage: Passage, start: int, end: int) -> str:
    """Return the first digits of a request id of new-api: a time with a random end in both cases, or in parentheses.

    A terminal may have broken it, or drawn a frame through it, where the sign of the gateway that says the same is not found.
    """
    place = -1
    while (place := passage.stream.find(_REQUEST_ID, place + 1)) >= 0:
        first = place + len(_REQUEST_ID)
        at, id = passage.span(place, first)[0], passage.position(first)
        if start <= at < end and passage.stream[first : first + GATEWAY_TIME].isdigit():
            random = passage.text[id : word_end(passage.text, id)]
            if passage.text[:at].rstrip()[-1:] == "(" or (not random.islower() and not random.isdigit()):
                return random[:4]
    return ""


def key_owner(evidence: Evidence, start: int, end: int) -> tuple[str, str]:
    """Return the product whose keys alone begin as one within a span does, and how they begin; empty strings if there is none."""
    lower = evidence.passage.lower
    owned = [(prefix, each.product.id) for each in evidence.written for prefix in each.key_prefixes if lower.find(prefix, start, end) >= 0]
    prefix, owner = max(owned, default=("", ""), key=lambda pair: len(pair[0]))
    return (owner, prefix) if prefix != ANY_KEY else ("", "")
