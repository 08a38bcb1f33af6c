"""What to say when no entry was recognised: whose error it is, what is known, how to get or report the rest."""

from __future__ import annotations

from kimierr.match.hosts import first_host
from kimierr.report import Observed, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.context import Client, Context, Product
    from kimierr.match.evidence import Evidence
    from kimierr.model import Link
    from kimierr.report import Finding

FILE_ENDINGS = (".log", ".txt", ".out", ".err", ".json", ".jsonl", ".gz", ".md")
"""How names of files end that people take the plain form to read."""


def about_unknown(evidence: Evidence, hints: list[Finding], context: Context, client_id: str = "") -> Unknown:
    """Return what to tell about a text in which nothing was recognised; `hints` are findings of confidence "possible"."""
    text = evidence.passage.text
    observed = observe(evidence)
    client = context.client(client_id or observed.client)
    if not text.strip():
        return Unknown("The input is empty.", observed, ["Paste the whole error, or pipe a log: `kimierr scan app.log`."])
    if len(text.split()) == 1 and text.strip().lower().endswith(FILE_ENDINGS):
        return Unknown(
            "The text looks like the name of a file, not like an error.",
            observed,
            ["Read the file: `kimierr scan FILE`, or `kimierr < FILE`."],
        )
    other = evidence.other(0, len(text))
    if other and not hints:
        return _foreign(other.name, other.serves_kimi, observed)
    products = evidence.products(0, len(text))
    product = context.product(next(iter(products), "")) if len(products) == 1 else None
    ours = bool(products) or bool(evidence.around((0, len(text)), "").kimi_sign())
    if not (ours or hints or evidence.statuses or evidence.fields or evidence.clients):
        return Unknown(
            "Nothing in the text looks like an error of the Kimi APIs.",
            observed,
            ["Paste the whole error with the lines around it, or search the catalog: `kimierr search WORDS`."],
        )
    message = evidence.near("message", 0, len(text), 0)
    if message and any(not hint.whole for hint in hints):
        summary = "The message is cut off or changed, and what is left of it decides nothing."
    elif message:
        summary = "This message is not in the catalog: it is neither documented nor known from the field."
    elif hints:
        summary = "The text does not hold the server's message, so these are only possibilities."
    else:
        summary = "No documented message is in the text."
    return Unknown(
        summary, observed, _steps(observed, client, product, ours), _where(product, context) if ours else "", _pages(product, client)
    )


def observe(evidence: Evidence) -> Observed:
    """Return what the text says besides a message that is known."""
    length = len(evidence.passage.text)
    status = evidence.status(0, length, 0)
    client = evidence.client_at((0, length))
    host = first_host(evidence.passage.lower, evidence.product_hosts(), evidence.context.products)
    return Observed(
        message=evidence.near("message", 0, length, 0),
        http_status=status.value if status else 0,
        error_type=evidence.near("type", 0, length, 0),
        error_code=evidence.near("code", 0, length, 0),
        request_id=evidence.near("request_id", 0, length, 0),
        client=client,
        host=host or (evidence.hosts[0][0] if evidence.hosts else ""),
        model=evidence.model((0, length), (0, length), 0),
        layers=tuple(dict.fromkeys(shown.id for shown in evidence.clients)),
    )


def _foreign(name: str, serves_kimi: bool, observed: Observed) -> Unknown:
    steps = [f"Look it up in the documentation of {name}; Kimi's keys, limits and consoles do not apply."]
    if serves_kimi:
        steps.insert(0, f"{name} runs Kimi models on its own account: what it refuses, it decides itself.")
    return Unknown(f"This looks like an error of {name}, not of the Kimi APIs.", observed, steps)


def _steps(observed: Observed, client: Client | None, product: Product | None, ours: bool) -> list[str]:
    """Return how to learn more, and what to send to support; `ours`: something shows that it is one of Kimi's products."""
    steps = []
    if client and client.reveal and not observed.message:
        steps.append(f"Get the server's own message in {client.name}: {client.reveal}")
    elif not observed.message:
        steps.append("Get the server's own message: send the same request with `curl -sS -i` and paste what it prints.")
    steps.append("Search the catalog for a word of the message: `kimierr search WORDS`.")
    if product and product.send:
        steps.append(f"If it stays, write to {product.name} support with {_list(product.send)}.")
    else:
        to = "support" if ours else "the support of the service that you call"
        steps.append(f"If it stays, write to {to} with the whole message, the request id and the time of the request.")
    return steps


def _pages(product: Product | None, client: Client | None) -> tuple[Link, ...]:
    """Return the first page about the errors of the product, and those of the client."""
    return (product.docs[:1] if product else ()) + (client.links if client else ())


def _list(items: tuple[str, ...]) -> str:
    return ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1]


def _where(product: Product | None, context: Context) -> str:
    if product:
        return product.contact
    return "; ".join(f"{known.name}: {known.contact}" for known in context.products if known.contact)
