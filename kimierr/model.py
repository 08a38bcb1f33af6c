"""The values that the parts of kimierr hand to each other: catalog entries, and what a diagnosis found.

Plain classes with slots instead of dataclasses: importing dataclasses costs more than the whole answer does.
"""

from __future__ import annotations

from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Confidence = Literal["certain", "likely", "possible"]
    Verdict = Literal["retry", "wait", "fix"]

CERTAIN: Confidence = "certain"
LIKELY: Confidence = "likely"
POSSIBLE: Confidence = "possible"
LONG_SIGN = 10
"""Letters from which a sign is telling even without its punctuation."""
CONFIDENCES: tuple[Confidence, ...] = (CERTAIN, LIKELY, POSSIBLE)


class Value:
    """Base of the values below: equality, repr and a form for storage, all from `__slots__` in order."""

    __slots__: tuple[str, ...] = ()

    def pack(self) -> tuple[Any, ...]:
        """Return the fields as nested tuples of plain values."""
        return tuple(_pack(getattr(self, name)) for name in self.__slots__ if name[0] != "_")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.pack() == other.pack()  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.pack())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def _pack(value: Any) -> Any:
    if isinstance(value, Value):
        return value.pack()
    if isinstance(value, tuple):
        return tuple(_pack(item) for item in value)
    return value


class Message(Value):
    """One wording of an error, with `{name:type}` placeholders."""

    __slots__ = ("text", "origin", "source", "name", "shared", "whole", "not_status")

    def __init__(
        self, text: str, origin: str = "documented", source: str = "", name: str = "", shared: bool = False, whole: bool = False, not_status: tuple[int, ...] = ()
    ) -> None:
        self.text = text
        self.origin = origin
        """documented, newer, older, live (seen from the server) or client (a client's own sentence)."""
        self.source = source
        self.name = name
        self.shared = shared
        """Other services use these very words, so they count only with evidence of Kimi."""
        self.whole = whole
        """Counts only as the whole message, not inside a longer sentence."""
        self.not_status = not_status
        """HTTP statuses with which other services send these words, and Kimi does not."""


class Step(Value):
    """One action of a fix, possibly only for some clients, hosts or wordings."""

    __slots__ = ("text", "otherwise", "clients", "hosts", "messages")

    def __init__(self, text: str, otherwise: str = "", clients: tuple[str, ...] = (), hosts: tuple[str, ...] = (), messages: tuple[str, ...] = ()) -> None:
        self.text = text
        self.otherwise = otherwise
        """Said instead when a placeholder of `text` has no value; without it the step is left out."""
        self.clients = clients
        self.hosts = hosts
        self.messages = messages


class Retry(Value):
    """Whether the same request may succeed later."""

    __slots__ = ("verdict", "seconds", "attempts", "backoff")

    def __init__(self, verdict: Verdict, seconds: str = "", attempts: int = 0, backoff: tuple[int, ...] = ()) -> None:
        self.verdict = verdict
        self.seconds = seconds
        """A number of seconds, or the `{placeholder}` that holds it in the message."""
        self.attempts = attempts
        self.backoff = backoff


class Link(Value):
    """A page about the error."""

    __slots__ = ("title", "url")

    def __init__(self, title: str, url: str) -> None:
        self.title = title
        self.url = url


class Source(Value):
    """Where an entry's facts come from, and when that was last checked (ISO date)."""

    __slots__ = ("document", "url", "checked")

    def __init__(self, document: str, url: str, checked: str) -> None:
        self.document = document
        self.url = url
        self.checked = checked


class Example(Value):
    """A text that must (or, as a counter-example, must not) come back as its entry."""

    __slots__ = ("text", "shows", "because", "belongs_to")

    def __init__(self, text: str, shows: str = "", because: str = "", belongs_to: str = "") -> None:
        self.text = text
        self.shows = shows
        self.because = because
        self.belongs_to = belongs_to


class Code(Value):
    """An `error.code` value; shared ones are used by other systems too and need evidence of a gateway."""

    __slots__ = ("code", "shared")

    def __init__(self, code: str, shared: bool = False) -> None:
        self.code = code
        self.shared = shared


class Words(Value):
    """What an entry says, in one language."""

    __slots__ = ("title", "cause", "note", "fix")

    def __init__(self, title: str, cause: str, note: str, fix: tuple[Step, ...]) -> None:
        self.title = title
        self.cause = cause
        self.note = note
        self.fix = fix


class Entry(Value):
    """One documented (or often seen) error, status or symptom, with its remedy."""

    __slots__ = (
        "id", "kind", "documented", "http_status", "error_type", "error_code", "twin", "messages",
        "words", "retry", "links", "source", "keywords", "examples", "counter_examples", "withdrawn",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        kind: str,
        documented: bool,
        http_status: tuple[int, ...],
        error_type: tuple[str, ...],
        error_code: tuple[Code, ...],
        twin: str,
        messages: tuple[Message, ...],
        words: tuple[tuple[str, Words], ...],
        retry: Retry,
        links: tuple[Link, ...],
        source: Source,
        keywords: tuple[str, ...] = (),
        examples: tuple[Example, ...] = (),
        counter_examples: tuple[Example, ...] = (),
        withdrawn: bool = False,
    ) -> None:
        self.id = id
        self.kind = kind
        """error, status (a bare HTTP status) or symptom (no message of its own)."""
        self.documented = documented
        self.http_status = http_status
        self.error_type = error_type
        self.error_code = error_code
        self.twin = twin
        """Id of the entry with the same message in the other product."""
        self.messages = messages
        self.words = words
        """(language, words) pairs; English is first."""
        self.retry = retry
        self.links = links
        self.source = source
        self.keywords = keywords
        self.examples = examples
        self.counter_examples = counter_examples
        self.withdrawn = withdrawn

    @property
    def product(self) -> str:
        return self.id.partition("/")[0]

    @property
    def title(self) -> str:
        return self.words[0][1].title

    def said_in(self, language: str) -> Words:
        """Return the words in the language, or the English ones."""
        return dict(self.words).get(language, self.words[0][1])

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Entry:
        """Return the entry that `pack` stored."""
        (id, kind, documented, status, types, codes, twin, messages, words, retry, links, source, keywords, examples, counter, withdrawn) = data
        return cls(
            id, kind, documented, status, types,
            tuple(Code(*code) for code in codes),
            twin,
            tuple(Message(*message) for message in messages),
            tuple((language, Words(title, cause, note, tuple(Step(*step) for step in fix))) for language, (title, cause, note, fix) in words),
            Retry(*retry),
            tuple(Link(*link) for link in links),
            Source(*source),
            keywords,
            tuple(Example(*example) for example in examples),
            tuple(Example(*example) for example in counter),
            withdrawn,
        )  # fmt: skip


class Misleading(Value):
    """A sentence of a client that misleads when the endpoint is Kimi's, and what is true."""

    __slots__ = ("text", "truth")

    def __init__(self, text: str, truth: str) -> None:
        self.text = text
        self.truth = truth


class Headline(Value):
    """A client's own sentence that replaces the server's message, and the entries that may stand behind it."""

    __slots__ = ("text", "status", "may_be")

    def __init__(self, text: str, status: int = 0, may_be: tuple[str, ...] = ()) -> None:
        self.text = text
        self.status = status
        self.may_be = may_be


class Client(Value):
    """A program, SDK or gateway between the reader and Kimi: how to know it, what it hides, where it is set up."""

    __slots__ = (
        "id", "name", "kind", "signs", "weak_signs", "base_url", "api_key", "model", "endpoints",
        "hides", "reveal", "retries", "misleading", "headlines", "links",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        name: str,
        kind: str,
        signs: tuple[str, ...] = (),
        weak_signs: tuple[str, ...] = (),
        base_url: str = "",
        api_key: str = "",
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
        self.base_url = base_url
        """Where its user sets the base URL, as a noun phrase; likewise api_key and model."""
        self.api_key = api_key
        self.model = model
        self.endpoints = endpoints
        """(product, base URL) pairs that fit this client."""
        self.hides = hides
        self.reveal = reveal
        self.retries = retries
        self.misleading = misleading
        self.headlines = headlines
        self.links = links

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Client:
        """Return the client that `pack` stored."""
        *plain, misleading, headlines, links = data
        return cls(
            *plain,
            tuple(Misleading(*item) for item in misleading),
            tuple(Headline(*item) for item in headlines),
            tuple(Link(*item) for item in links),
        )


class Product(Value):
    """One of Kimi's three doors: what in a text shows it, and where its user gets help."""

    __slots__ = (
        "id", "name", "hosts", "api_base", "base_urls", "models", "key_prefixes", "clients", "error_types", "signs",
        "question", "console", "docs", "contact", "send", "defaults",
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
        console: str,
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
        self.console = console
        self.docs = docs
        self.contact = contact
        self.send = send
        self.defaults = defaults
        """(name, words) pairs for the settings placeholders when the client is unknown."""

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Product:
        """Return the product that `pack` stored."""
        *plain, docs, contact, send, defaults = data
        return cls(*plain, tuple(Link(*link) for link in docs), contact, send, defaults)


class Other(Value):
    """A service or program that is not Kimi's but prints similar texts."""

    __slots__ = ("name", "signs", "serves_kimi")

    def __init__(self, name: str, signs: tuple[str, ...], serves_kimi: bool = False) -> None:
        self.name = name
        self.signs = signs
        """Lower-case literal strings."""
        self.serves_kimi = serves_kimi


class Context(Value):
    """What the catalog knows besides entries: products, clients, and who else is out there."""

    __slots__ = ("products", "clients", "kimi_signs", "kimi_models", "exception_status", "generic_types", "others", "_client_signs", "_other_signs", "_broken_signs")

    def __init__(
        self,
        products: tuple[Product, ...],
        clients: tuple[Client, ...],
        kimi_signs: tuple[str, ...],
        kimi_models: tuple[str, ...],
        exception_status: tuple[tuple[str, int], ...],
        generic_types: tuple[str, ...],
        others: tuple[Other, ...],
    ) -> None:
        self.products = products
        self.clients = clients
        self.kimi_signs = kimi_signs
        self.kimi_models = kimi_models
        self.exception_status = exception_status
        self.generic_types = generic_types
        self.others = others
        self._client_signs = tuple((sign, client) for client in clients for sign in client.signs)
        self._broken_signs: tuple[tuple[str, str, str], ...] = ()
        self._other_signs = tuple((sign, other) for other in others for sign in other.signs)

    def clients_in(self, text: str) -> list[tuple[str, Client]]:
        """Return (sign, client) for every sign of a client in the text."""
        return [pair for pair in self._client_signs if pair[0] in text]

    def products_in_squeezed(self, stream: str) -> dict[str, str]:
        """Return product id -> sign for long signs in a squeezed text: there, but broken over lines, coloured or in capitals."""
        if not self._broken_signs:
            signs = [(squeeze(sign), product.id, sign) for product in self.products for sign in (*product.hosts, *product.signs)]
            self._broken_signs = tuple(sign for sign in signs if len(sign[0]) >= LONG_SIGN)
        return {id: sign for squeezed, id, sign in reversed(self._broken_signs) if squeezed in stream}

    def other_in(self, lower: str) -> Other | None:
        """Return the first other service or program with a sign in the text, given in lower case."""
        for pair in self._other_signs:
            if pair[0] in lower:
                return pair[1]
        return None

    def product(self, id: str) -> Product | None:
        return next((product for product in self.products if product.id == id), None)

    def client(self, id: str) -> Client | None:
        return next((client for client in self.clients if client.id == id), None)

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Context:
        """Return the context that `pack` stored."""
        products, clients, signs, models, exceptions, types, others = data
        return cls(
            tuple(Product.unpack(product) for product in products),
            tuple(Client.unpack(client) for client in clients),
            signs, models, exceptions, types,
            tuple(Other(*other) for other in others),
        )  # fmt: skip
