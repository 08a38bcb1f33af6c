"""The clients and products that show themselves in a text by their signs, hosts, types and keys."""

from __future__ import annotations

from kimierr.context import PROMPTS
from kimierr.match.hosts import find_host
from kimierr.match.names import is_model, is_said, model_words
from kimierr.match.place import word_end
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kimierr.context import Mark, Product
    from kimierr.match.evidence import Evidence
    from kimierr.match.passage import Passage

    ProductWord = tuple[str, str, bool]
    """A product's id, one of its hosts or signs, and whether it is a host."""
    BrokenSign = tuple[str, str, str]
    """One squeezed, the product's id, and as it is written."""

PASSING = ("gateway", "proxy")
"""Kinds of clients that pass on what others send."""
GATEWAY = "gateway"
GATEWAY_TIME = 14
"""Digits of the time at the start of new-api's request ids (20261120114602...)."""
_REQUEST_ID = "requestid"
"""How it stands in a squeezed text."""
LONG_SIGN = 10
"""Letters from which a sign is telling even without its punctuation."""
ANY_KEY = "sk-"
"""How keys of most vendors begin."""


class Words:
    """All signs of clients, and behind them the hosts and signs of products, to be looked for in a text at once."""

    __slots__ = ("count", "marks", "of_products")

    def __init__(self, marks: tuple[Mark, ...], products: tuple[Product, ...]) -> None:
        self.marks = marks
        self.of_products: list[ProductWord] = [
            (product.id, word, is_host)
            for product in products
            for is_host, words in ((True, product.hosts), (False, product.signs))
            for word in words
        ]
        self.count = len(marks) + len(self.of_products)

    def found_in(self, text: str, lower: str, possible: list[int]) -> tuple[list[Mark], list[ProductWord]]:
        """Return those that stand in a text; `possible` are the numbers of those that may, and greater ones of other words."""
        marks, count = self.marks, len(self.marks)
        words = [self.of_products[number - count] for number in possible if count <= number < self.count]
        return (
            [marks[number] for number in possible if number < count and marks[number][0] in text],
            [word for word in words if word[1] in (lower if word[2] else text)],
        )


class BrokenSigns:
    """The long hosts and signs of all products, squeezed: for a text broken over lines, in capitals or without its punctuation."""

    __slots__ = ("_names", "_signs", "_without_name")

    def __init__(self, products: Iterable[Product], kimi_signs: Iterable[str]) -> None:
        signs = [(squeeze(sign), product.id, sign) for product in products for sign in (*product.hosts, *product.signs)]
        # without its parenthesis a sign is any word
        self._signs: list[BrokenSign] = [sign for sign in reversed(signs) if len(sign[0]) >= LONG_SIGN and sign[2][0] != "("]
        self._names = [name for name in map(squeeze, kimi_signs) if any(name in sign[0] for sign in self._signs)]
        """Names of Kimi that most of the signs hold: a text without them needs no look at those signs."""
        self._without_name = [sign for sign in self._signs if not any(name in sign[0] for name in self._names)]

    def products_in(self, text: str, stream: str) -> dict[str, str]:
        """Return product id -> sign for signs in a text; `stream` is the text squeezed.

        An underscore must be there: `new ApiError` in a program is no `new_api_error`.
        """
        named = [name for name in self._names if name in stream]
        found = [sign for sign in (self._signs if named else self._without_name) if sign[0] in stream]
        if not found:
            return {}
        joined = "".join(text.split()).lower()
        return {id: sign for _, id, sign in found if "_" not in sign or (sign not in text and sign.lower() in joined)}


class Shown:
    """A client that shows itself, and where."""

    __slots__ = ("id", "kind", "place")

    def __init__(self, id: str, kind: str, place: int) -> None:
        self.id = id
        self.kind = kind
        self.place = place


def clients_shown(marks: list[tuple[int, Mark]]) -> list[Shown]:
    """Return the clients that show themselves, outermost (first in the text) first.

    Weak signs count where nothing but a gateway shows itself, and only if they point to one client, or one gateway, or one of each.
    What was typed to start a client says more than other weak signs.
    """
    if not marks:
        return []
    strong: dict[str, Shown] = {}
    weak: dict[str, Shown] = {}
    typed: set[str] = set()
    for place, (sign, id, kind, is_weak) in marks:
        found = weak if is_weak else strong
        if id not in found or place < found[id].place:
            found[id] = Shown(id, kind, place)
        if is_weak and sign.startswith(PROMPTS):
            typed.add(id)
    if all(shown.kind in PASSING for shown in strong.values()):
        passing = [shown for shown in weak.values() if shown.kind in PASSING]
        reading = [shown for shown in weak.values() if shown.kind not in PASSING and (not typed or shown.id in typed)]
        strong = {shown.id: shown for few in (passing, reading) if len(few) == 1 for shown in few} | strong
    return sorted(strong.values(), key=lambda shown: shown.place)


def hosts_of_products(evidence: Evidence, start: int, end: int | None) -> dict[str, int]:
    """Return product id -> place of its first host (or host-like word) within a span."""
    found: dict[str, int] = {}
    for id, host, is_host in evidence.product_words:
        if is_host and (place := find_host(evidence.passage.lower[:end], host, start)) >= 0:
            found[id] = min(place, found.get(id, place))
    return found


def find_products(evidence: Evidence, start: int, end: int) -> dict[str, str]:
    """Return product id -> the word that shows it, within a span."""
    passage, context = evidence.passage, evidence.context
    text, lower = passage.text[start:end], passage.lower[start:end]
    shown: dict[str, str] = {}
    for id, word, is_host in evidence.product_words:
        if id not in shown and (find_host(lower, word, 0) >= 0 if is_host else is_said(text, word)):
            shown[id] = word
    types = evidence.values("type", start, end)
    found: dict[str, str] = {}
    for product in context.products if shown or types else ():
        if sign := shown.get(product.id, "") or next((type for type in types if type in product.error_types), ""):
            found[product.id] = sign
    mostly = _used_with(evidence, found, lower, start, end)
    if GATEWAY not in found and (id := _gateway_id(passage, start, end)):
        found[GATEWAY] = f"(request id: {id}"
    owner, prefix = key_owner(evidence, start, end)
    if owner and owner not in found:
        found[owner] = prefix
    if mostly and found.keys() <= {GATEWAY}:
        found |= {id: sign for id, sign in mostly.items() if id not in found}
    return found or context.broken_signs.products_in(text, passage.stream if len(text) == len(passage.text) else squeeze(text))


def _used_with(evidence: Evidence, found: dict[str, str], lower: str, start: int, end: int) -> dict[str, str]:
    """Return the models and clients within a span that most people use with a product, though they work with the other one too."""
    models = [*evidence.values("model", start, end), *model_words(lower, evidence.context)]
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
    products = evidence.context.products
    owned = [(prefix, product.id) for product in products for prefix in product.key_prefixes if lower.find(prefix, start, end) >= 0]
    if not owned:
        return "", ""
    prefix, owner = max(owned, key=lambda pair: len(pair[0]))
    return (owner, prefix) if prefix != ANY_KEY else ("", "")
