"""The shape of catalog/products.yaml and catalog/clients/*.yaml."""

from __future__ import annotations

from kimierr.catalog.reader import Reader
from kimierr.catalog.schema import read_link
from kimierr.catalog.template import TemplateError, parse
from kimierr.context import Client, Context, Headline, Misleading, Product
from kimierr.others import Other, Others

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.problems import Problem
    from kimierr.catalog.yamltree import Node

CLIENT_KINDS = ("agent", "chat", "sdk", "library", "tool", "proxy", "gateway", "platform")
MIN_SIGN = 2


def read_client(node: Node, file: str, id: str, problems: list[Problem]) -> Client:
    """Return the client of a file; whatever is wrong with it is added to `problems`."""
    reader = Reader(node, file, id, problems)
    client = Client(
        id=id,
        name=reader.words("name", required=True),
        kind=reader.choice("kind", CLIENT_KINDS),
        signs=_signs(reader, "signs"),
        weak_signs=_signs(reader, "weak_signs"),
        commands=reader.texts("commands"),
        base_url=reader.words("base_url"),
        api_key=reader.words("api_key"),
        key_variables=reader.pairs("key_variables"),
        model=reader.words("model"),
        endpoints=reader.pairs("endpoints"),
        hides=reader.words("hides"),
        reveal=reader.words("reveal"),
        retries=reader.words("retries"),
        misleading=reader.each(
            "misleading", lambda inner: Misleading(inner.text("text", required=True), inner.words("truth", required=True))
        ),
        headlines=reader.each("headlines", _headline),
        links=reader.each("links", read_link),
    )
    reader.finish()
    return client


def read_products(node: Node, file: str, problems: list[Problem]) -> Context:
    """Return products.yaml as a context without clients."""
    reader = Reader(node, file, "", problems)
    products = []
    inner = reader.child("products", required=True)
    for id in inner.names if inner else []:
        child = inner.child(id) if inner else None
        if child:
            products.append(_product(child, id))
            child.finish()
    statuses = reader.child("exception_status")
    context = Context(
        products=tuple(products),
        clients=(),
        kimi_signs=reader.texts("kimi_signs", required=True),
        kimi_models=reader.texts("kimi_models", required=True),
        exception_status=tuple((name, statuses.number(name)) for name in statuses.names) if statuses else (),
        generic_types=reader.texts("generic_types"),
        others=Others(reader.each("others", _other), _faults(reader), reader.texts("rival_models"), reader.texts("rival_names")),
    )
    reader.finish()
    return context


def _product(reader: Reader, id: str) -> Product:
    support = reader.child("support", required=True)
    product = Product(
        id=id,
        name=reader.words("name", required=True),
        hosts=reader.texts("hosts"),
        api_base=reader.text("api_base"),
        base_urls=reader.texts("base_urls"),
        models=reader.texts("models"),
        key_prefixes=reader.texts("key_prefixes"),
        clients=reader.texts("clients"),
        error_types=reader.texts("error_types"),
        signs=reader.texts("signs"),
        question=reader.words("question"),
        docs=reader.each("docs", read_link),
        contact=support.words("contact") if support else "",
        send=tuple(" ".join(item.split()) for item in support.texts("send")) if support else (),
        defaults=reader.pairs("defaults"),
    )
    if support:
        support.finish()
    return product


def _other(reader: Reader) -> Other:
    return Other(reader.words("name", required=True), tuple(sign.lower() for sign in _signs(reader, "signs")), reader.flag("serves_kimi"))


def _faults(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return (what a program says, the kind of fault), in the order of the file."""
    inner = reader.child("connection_faults")
    return tuple((said, kind) for kind in inner.names for said in inner.texts(kind)) if inner else ()


def _headline(reader: Reader) -> Headline:
    text = reader.text("text", required=True)
    try:
        parse(text)
    except TemplateError as error:
        reader.fault(reader.line_of("text"), "text", str(error))
        text = ""
    return Headline(text, reader.texts("may_be"))


def _signs(reader: Reader, field: str) -> tuple[str, ...]:
    signs = reader.texts(field)
    for sign in signs:
        if len(sign) < MIN_SIGN:
            reader.fault(reader.line_of(field), field, f"{sign!r} is too short to betray anything; use at least {MIN_SIGN} characters")
    return signs
