"""What can be said of a paste in which nothing else is found: a code told of, a client's own sentence, a lost connection, a bare status."""

from __future__ import annotations

from kimierr.match.align import align
from kimierr.match.codes import Hint, bare_status, by_type, one_error, with_type
from kimierr.match.place import closes, line_around, opens
from kimierr.match.select import choose_product
from kimierr.model import CONFIDENCES, CONNECTION_ERROR, LIKELY, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.context import Client, Headline
    from kimierr.match.evidence import Evidence
    from kimierr.model import Confidence

NO_ANSWER = "no-answer"
"""The kind of connection fault that says least."""
NEAR = 400
"""Characters of a text in which the words of a connection fault count for a host on another line."""
_NO_FAULT = (" 200", "localhost", "127.0.0.1", "command timed out")
"""What shows that the server answered, or that something else failed."""
MOST_BESIDE_CODE = 6
"""Words of a text that is little more than an error code."""
MOST_IN_PROSE = 60
"""Words of a text in which somebody tells of an error code: a mere hint, unless what gateways write beside it shows that it was sent."""
MOST_AROUND_CODE = 400
"""Words of a text in which an error code is looked for at all."""
BEHIND_STATUS = 8
"""Characters from the start of a status to a code that was sent with it."""
OF_PROGRAMS = "={}[]'\"`"
"""What stands in programs and data, and hardly in what somebody tells."""
MOST_OF_STATUS = 3
PRODUCTS = ("open-platform", "kimi-code", "gateway")
"""In the order in which a bare status is read where nothing shows the product: the API first, then who stands in front of it."""


def by_bare_code(catalog: Catalog, evidence: Evidence) -> Hint | None:
    """Return what an error code or type says that is pasted alone, or told of in a few words."""
    text = evidence.passage.text
    words = len(text.split())
    if words > MOST_AROUND_CODE:
        return None
    gateway = _shows_gateway(catalog, evidence)
    told = words <= MOST_IN_PROSE and (gateway or not any(sign in text for sign in OF_PROGRAMS))
    for name in _names(catalog, text):
        place = text.find(name)
        ids = [id for id, shared in catalog.with_code(name) if not shared]
        sent = bool(ids) and _is_behind_status(evidence, place)
        if not told and not sent:
            continue
        most: Confidence = LIKELY if gateway or sent or words <= MOST_BESIDE_CODE else POSSIBLE
        if ids:
            return Hint(
                ids, most if one_error(catalog, ids) else POSSIBLE, f"the error code `{name}` stands in the text", place, place + len(name)
            )
        if types := with_type(catalog, evidence, name):
            hint = by_type(catalog, types, name, place)
            hint.confidence = max(hint.confidence, most, key=CONFIDENCES.index)  # the less sure of the two
            return hint
    return None


def _shows_gateway(catalog: Catalog, evidence: Evidence) -> bool:
    """Whether a gateway shows itself, by more than a name that is one of its error codes."""
    sign = evidence.products(0, len(evidence.passage.text)).get("gateway", "")
    return any(words in evidence.passage.lower for words in ("(request id", "relay error")) or (bool(sign) and not catalog.with_code(sign))


def _names(catalog: Catalog, text: str) -> list[str]:
    """Return the words of a text that are spelt as error codes and types are, codes first: they say more than a type beside them."""
    spelt = "".join([char if char.isascii() and (char.isalnum() or char in "_:") else " " for char in text]).split()
    names = [name for word in spelt if "_" in word for name in (word.strip(":"), *word.split(":")) if "_" in name]
    return sorted(dict.fromkeys(names), key=lambda name: not catalog.with_code(name))


def _is_behind_status(evidence: Evidence, place: int) -> bool:
    """Whether a status stands right before a place, as in what a program prints of an answer: `HTTP 500: sensitive_words_detected`."""
    return any(status.stated and 0 < place - status.place <= BEHIND_STATUS for status in evidence.statuses)


def by_headline(evidence: Evidence, catalog: Catalog) -> list[tuple[Client, Headline, Hint]]:
    """Return the clients' own sentences in the text that stand where the server's message was."""
    from kimierr.catalog.compile import template_data
    from kimierr.catalog.store import Template
    from kimierr.catalog.template import squeezed
    from kimierr.model import Message

    found = []
    stream = evidence.passage.stream
    for client in evidence.context.clients:
        for headline in client.headlines:
            pieces, gaps = squeezed(headline.text)
            if not pieces or max(pieces, key=len) not in stream:
                continue
            template = Template(
                catalog.volumes[0], template_data(0, 0, Message(headline.text, "client", shared=True, whole=True), pieces, gaps)
            )
            for alignment in align(template, stream)[:1]:
                start, end = evidence.passage.span(alignment.start, alignment.end)
                if alignment.complete and opens(evidence.passage.text, start) and closes(evidence.passage.text, end):
                    reason = f"{client.name} shows this sentence instead of the server's message"
                    found.append((client, headline, Hint(list(headline.may_be), POSSIBLE, reason, start, end)))
    return found


def by_connection_fault(catalog: Catalog, evidence: Evidence) -> Hint | None:
    """Return a connection error, if a line with a host of Kimi's APIs holds a program's words for one.

    Short texts may have the words on another line. No other host may be near, and nothing that was answered.
    """
    passage = evidence.passage
    if catalog.get(CONNECTION_ERROR) is None or any(status.stated for status in evidence.statuses):
        return None
    looked_at = -1  # each line once, however many hosts it names
    for place, host in evidence.api_hosts():
        if place <= looked_at:
            continue
        start, end = line_around(passage.lower, place, place)
        short = len(passage.lower) <= NEAR and "base_url" not in passage.lower[start:end]
        first, last = (0, len(passage.lower)) if short else (start, end)
        line = passage.lower[first:last]
        sign, kind, _ = _fault(evidence, first, last)
        if sign and not evidence.foreign_host(first, last) and not any(word in line for word in _NO_FAULT):
            return Hint([CONNECTION_ERROR], LIKELY, f"`{sign}` stands beside {host}", place, place + 1, kind)
        looked_at = end
    return None


def kind_of_fault(evidence: Evidence, *spans: tuple[int, int]) -> str:
    """Return what kind a lost connection is of, if the first of the spans that says so names more than a missing answer; empty if none does.

    Libraries write their own words for any fault below the real one: `Connection error.` below a refused certificate.
    """
    for start, end in spans:
        _, kind, place = _fault(evidence, start, end)
        if kind and kind != NO_ANSWER and not evidence.foreign_host(*line_around(evidence.passage.text, place, place)):
            return kind
    return ""


def _fault(evidence: Evidence, start: int, end: int) -> tuple[str, str, int]:
    """Return the most telling words for a connection fault within a span, their kind and place; empty strings if there are none."""
    lower = evidence.passage.lower
    found = ((said, kind, lower.find(said, start, end)) for said, kind in evidence.context.others.connection_faults)
    return next((fault for fault in found if fault[2] >= 0), ("", "", -1))


def by_status(catalog: Catalog, evidence: Evidence) -> Hint | None:
    """Return what a bare status may mean, if the text is about Kimi or comes from a client of model APIs."""
    text = evidence.passage.text
    status = evidence.status(0, len(text), 0)
    if status is None or not status.stated:
        return None
    products, whole = evidence.products(0, len(text)), evidence.around((0, len(text)), "")
    ours = products and (evidence.product_hosts() or whole.kimi_sign() or "gateway" in products)
    if not ours and (evidence.other(0, len(text)) or evidence.foreign_host(0, len(text))):
        return None
    if "gateway" not in products and whole.rival(status.place, status.place + 3):
        return None
    if not products and not evidence.clients and not whole.kimi_sign():
        return None
    chosen, _ = choose_product(list(PRODUCTS), evidence, (0, len(text)), "")
    ids = [id for product in PRODUCTS if (product == chosen or not chosen) for id in status_entries(catalog, product, status.value)]
    told = evidence.near("message", 0, len(text), 0)
    reason = (
        f"the status {status.value} stands beside a message that is not documented"
        if told
        else f"only the HTTP status {status.value} is left"
    )
    return Hint(ids, POSSIBLE, reason, status.place, status.place + 3) if ids else None


def status_entries(catalog: Catalog, product: str, status: int) -> list[str]:
    """Return the ids of a product's entry for a bare status, or else of those that come with it."""
    return (
        bare_status(catalog, product, status)
        or [entry.id for entry in catalog.entries() if entry.product == product and status in entry.http_status][:MOST_OF_STATUS]
    )
