"""What the catalog knows besides entries: products, clients, and who else is out there."""

from __future__ import annotations

import marshal

from kimierr.model import Link, Value
from kimierr.text.signs import Signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kimierr.match.shown import BrokenSigns, Words
    from kimierr.others import Others

    Mark = tuple[str, str, str, bool]
    """A sign of a client, the client's id and kind, and whether the sign is weak."""

PROGRAMS = ("agent", "chat")
"""Kinds of clients that people work with: built on libraries that show themselves too, with settings of their own for the key."""
PROMPTS = ("$", "%", "❯")
"""How the prompts of shells end."""


class Misleading(Value):
    """A sentence of a client that misleads when the endpoint is Kimi's, and what is true."""

    __slots__ = ("text", "truth")

    def __init__(self, text: str, truth: str) -> None:
        self.text = text
        self.truth = truth


class Headline(Value):
    """A client's own sentence that replaces the server's message, and the entries that may stand behind it."""

    __slots__ = ("text", "may_be")

    def __init__(self, text: str, may_be: tuple[str, ...] = ()) -> None:
        self.text = text
        self.may_be = may_be


class Client(Value):
    """A program, SDK or gateway between the reader and Kimi: how to know it, what it hides, where it is set up."""

    __slots__ = (
        "id", "name", "kind", "signs", "weak_signs", "commands", "base_url", "api_key", "key_variables", "model", "endpoints",
        "hides", "reveal", "retries", "misleading", "headlines", "links",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        name: str,
        kind: str,
        signs: tuple[str, ...] = (),
        weak_signs: tuple[str, ...] = (),
        commands: tuple[str, ...] = (),
        base_url: str = "",
        api_key: str = "",
        key_variables: tuple[tuple[str, str], ...] = (),
        model: str = "",
        endpoints: tuple[tuple[str, str], ...] = (),
        hides: str = "",
        reveal: str = "",
        retries: str = "",
        misleading: tuple[Misleading, ...] = (),
        headlines: tuple[Headline, ...] = (),
        links: tuple[Link, ...] = (),
    ) -> None:
        self.id = id
        self.name = name
        self.kind = kind
        self.signs = signs
        self.weak_signs = weak_signs
        self.commands = commands
        """What its users type in a shell to start it."""
        self.base_url = base_url
        """Where its user sets the base URL, as a noun phrase; likewise api_key and model."""
        self.api_key = api_key
        self.key_variables = key_variables
        """(product, name of the environment variable that its users keep the key in) pairs."""
        self.model = model
        self.endpoints = endpoints
        """(product, base URL) pairs that fit this client."""
        self.hides = hides
        self.reveal = reveal
        self.retries = retries
        self.misleading = misleading
        self.headlines = headlines
        self.links = links
        """Pages about its errors, or where its users report them."""

    def calls(self) -> tuple[str, ...]:
        """Return what a pasted terminal shows where the client was started: its commands behind a prompt."""
        return tuple(f"{prompt} {command} " for command in self.commands for prompt in PROMPTS)

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Client:
        """Return the client that `pack` stored."""
        fields = dict(zip(cls.__slots__, data, strict=True))
        fields["misleading"] = tuple(Misleading(*item) for item in fields["misleading"])
        fields["headlines"] = tuple(Headline(*item) for item in fields["headlines"])
        fields["links"] = tuple(Link(*item) for item in fields["links"])
        return cls(**fields)


class Product(Value):
    """One of Kimi's three doors: what in a text shows it, and where its user gets help."""

    __slots__ = (
        "id", "name", "hosts", "api_base", "base_urls", "models", "key_prefixes", "clients", "error_types", "signs",
        "question", "docs", "contact", "send", "defaults",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        name: str,
        hosts: tuple[str, ...],
        api_base: str,
        base_urls: tuple[str, ...],
        models: tuple[str, ...],
        key_prefixes: tuple[str, ...],
        clients: tuple[str, ...],
        error_types: tuple[str, ...],
        signs: tuple[str, ...],
        question: str,
        docs: tuple[Link, ...],
        contact: str,
        send: tuple[str, ...],
        defaults: tuple[tuple[str, str], ...],
    ) -> None:
        self.id = id
        self.name = name
        self.hosts = hosts
        self.api_base = api_base
        self.base_urls = base_urls
        self.models = models
        self.key_prefixes = key_prefixes
        self.clients = clients
        self.error_types = error_types
        self.signs = signs
        self.question = question
        """What to ask the reader when nothing in the text decides between the products."""
        self.docs = docs
        """Pages about its errors and limits, the list of errors first."""
        self.contact = contact
        self.send = send
        self.defaults = defaults
        """(name, words) pairs for the settings placeholders when the client is unknown."""

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Product:
        """Return the product that `pack` stored."""
        fields = dict(zip(cls.__slots__, data, strict=True))
        fields["docs"] = tuple(Link(*link) for link in fields["docs"])
        return cls(**fields)


class Context:
    """What the catalog knows besides entries: products, clients, and who else is out there."""

    __slots__ = (
        "_broken_signs", "_client_data", "_clients", "_index", "_others", "_others_data", "_words",
        "exception_status", "generic_types", "kimi_models", "kimi_signs", "marks", "products",
    )  # fmt: skip

    def __init__(
        self,
        products: tuple[Product, ...] = (),
        clients: tuple[Client, ...] = (),
        kimi_signs: tuple[str, ...] = (),
        kimi_models: tuple[str, ...] = (),
        exception_status: tuple[tuple[str, int], ...] = (),
        generic_types: tuple[str, ...] = (),
        others: Others | None = None,
    ) -> None:
        self.products = products
        self.kimi_signs = kimi_signs
        self.kimi_models = kimi_models
        self.exception_status = exception_status
        self.generic_types = generic_types
        self.marks: tuple[Mark, ...] = tuple(
            (sign, client.id, client.kind, weak)
            for client in clients
            for weak, signs in ((False, client.signs), (True, client.weak_signs + client.calls()))
            for sign in signs
        )
        self._words: Words | None = None
        self._index: Signs | None = None
        self._clients = {client.id: client for client in clients}
        self._client_data: dict[str, bytes] = {}
        self._others = others
        self._others_data = b""
        self._broken_signs: BrokenSigns | None = None

    def with_clients(self, clients: tuple[Client, ...]) -> Context:
        """Return the same context with these clients."""
        return Context(self.products, clients, self.kimi_signs, self.kimi_models, self.exception_status, self.generic_types, self.others)

    @property
    def clients(self) -> tuple[Client, ...]:
        """All clients, unpacked."""
        return tuple(client for id in dict.fromkeys([*self._client_data, *self._clients]) if (client := self.client(id)))

    @property
    def others(self) -> Others:
        """Who is not Kimi, unpacked when first asked for: what is plainly Kimi's needs none of it."""
        if self._others is None:
            from kimierr.others import Others

            self._others = Others.unpack(marshal.loads(self._others_data)) if self._others_data else Others()
        return self._others

    def product(self, id: str) -> Product | None:
        return next((product for product in self.products if product.id == id), None)

    def client(self, id: str) -> Client | None:
        found = self._clients.get(id)
        if found is None and id in self._client_data:
            found = self._clients[id] = Client.unpack(marshal.loads(self._client_data[id]))
        return found

    @property
    def words(self) -> Words:
        """The words of clients and products, to be looked for in a text, made ready when first asked for."""
        if self._words is None:
            from kimierr.match.shown import Words

            self._words = Words(self.marks, self.products)
        return self._words

    @property
    def index(self) -> Signs:
        """The signs of clients, the words of products, the signs of others and their models, by their numbers in this order."""
        if self._index is None:
            words, others = self.words, self.others
            marks = [mark[0] for mark in words.marks]
            self._index = Signs([*marks, *[word[1] for word in words.of_products], *others.signs, *others.models])
        return self._index

    def unknown_client(self, id: str) -> str:
        """Return what to say of an id that is no client's: those that are like it, or all."""
        known = sorted(client.id for client in self.clients)
        near = [each for each in known if id.lower().replace("_", "-").replace(" ", "-") in each]
        return f"{id!r} is not known; " + (f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}")

    @property
    def broken_signs(self) -> BrokenSigns:
        """The products' signs as they may stand in broken texts, made ready when first asked for."""
        if self._broken_signs is None:
            from kimierr.match.shown import BrokenSigns

            self._broken_signs = BrokenSigns(self.products, self.kimi_signs)
        return self._broken_signs

    def pack(self) -> tuple[Any, ...]:
        """Return the context as plain values for storage; clients and others as bytes of their own."""
        return (
            tuple(product.pack() for product in self.products),
            self.marks,
            self.index.by_piece,
            {client.id: marshal.dumps(client.pack()) for client in self.clients},
            self.kimi_signs,
            self.kimi_models,
            self.exception_status,
            self.generic_types,
            marshal.dumps(self.others.pack()),
        )

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Context:
        """Return the context that `pack` stored."""
        products, marks, by_piece, clients, signs, models, exceptions, types, others = data
        context = cls(tuple(Product.unpack(product) for product in products), (), signs, models, exceptions, types)
        context.marks = marks
        context._index = Signs((), by_piece)
        context._client_data = clients
        context._others_data = others
        return context
