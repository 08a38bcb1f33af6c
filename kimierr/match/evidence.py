"""What a text says besides the message: product, client, host, model, status, type, code, ids, and who else speaks."""

from __future__ import annotations

from kimierr.context import PROGRAMS
from kimierr.match.fields import fields
from kimierr.match.hosts import hosts_in, is_foreign, places_of
from kimierr.match.names import model_words
from kimierr.match.place import line_around
from kimierr.match.shown import PASSING, Shown, clients_shown, find_products, hosts_of_products, key_owner
from kimierr.match.status import Status, statuses
from kimierr.match.surroundings import Surroundings, other_errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.context import Context, Mark
    from kimierr.match.fields import Field
    from kimierr.match.passage import Passage
    from kimierr.match.shown import ProductWord
    from kimierr.others import Other

_MODEL_API = (
    "openai", "anthropic", "llm", "chat model", "chat/completions", "chat-completions", "/v1/messages", "invalid_request_error",
    "apierror: 4", "apierror: 5", "apistatuserror",
)  # fmt: skip
"""Words, in lower case, of programs that call a model API."""
FAR = 1000
"""Characters from a message beyond which others are not heeded."""


class Evidence:
    """The facts of a passage, with their places, each kind gathered once, when it is asked for."""

    __slots__ = (
        "_asked", "_clients", "_found", "_hosts", "_others", "_others_found", "_possible", "_products", "_statuses", "context", "fields",
        "heeds_status", "missing_before", "missing_behind", "passage", "similar",
    )  # fmt: skip

    def __init__(self, passage: Passage, context: Context) -> None:
        self.passage = passage
        self.context = context
        self.missing_before: set[str] = set()
        self.missing_behind: set[str] = set()
        """The squeezed letters at which the passage cuts messages: the lines around it may go on with them; empty for any."""
        self.similar = False
        """The passage holds much of a message, recognised or not."""
        self.heeds_status = False
        """Another status in the same words would be judged otherwise."""
        self._asked = False
        self._others_found: tuple[list[int], list[str]] | None = None
        self._products: dict[tuple[int, int], dict[str, str]] = {}
        self._others: dict[tuple[tuple[int, int], str], list[tuple[int, int]]] = {}
        self.fields: list[Field] = fields(passage.text, passage.lower)
        self._statuses: list[Status] | None = None
        self._hosts: list[tuple[str, int]] | None = None
        self._found: tuple[list[tuple[int, Mark]], list[ProductWord]] | None = None
        self._clients: list[Shown] | None = None
        self._possible: list[int] | None = None

    @property
    def is_untouched(self) -> bool:
        """Nothing that stands beside the messages was asked for: another text around them would not change what is found."""
        gathered = self._possible is not None or self._statuses is not None or self._hosts is not None
        return not (gathered or self._asked or self._products)

    def heed(self) -> None:
        """Note that something beside the messages counts."""
        self._asked = True

    @property
    def _possible_signs(self) -> list[int]:
        """The numbers of the signs, in the index of all, that may be in the passage."""
        if self._possible is None:
            self._possible = self.context.index.possible(self.passage.lower)
        return self._possible

    @property
    def statuses(self) -> list[Status]:
        if self._statuses is None:
            self._statuses = statuses(self.passage.text, self.passage.lower, self.context.exception_status)
        return self._statuses

    @property
    def hosts(self) -> list[tuple[str, int]]:
        """All hosts, each with its place."""
        if self._hosts is None:
            self._hosts = hosts_in(self.passage.lower)
        return self._hosts

    @property
    def marks(self) -> list[tuple[int, Mark]]:
        """The signs of clients, each with its place."""
        return self._words[0]

    @property
    def product_words(self) -> list[ProductWord]:
        """The hosts and signs of products that are anywhere in the passage, to be looked for in its parts."""
        return self._words[1]

    @property
    def _words(self) -> tuple[list[tuple[int, Mark]], list[ProductWord]]:
        if self._found is None:
            text = self.passage.text
            marks, words = self.context.words.found_in(text, self.passage.lower, self._possible_signs)
            self._found = [(text.find(mark[0]), mark) for mark in marks], words
        return self._found

    @property
    def clients(self) -> list[Shown]:
        if self._clients is None:
            self._clients = clients_shown(self.marks)
        return self._clients

    def near(self, name: str, start: int, end: int, place: int) -> str:
        """Return the value of the field of that name within a span that is nearest to a place; empty if none."""
        self.heed()
        found = [field for field in self.fields if field.name == name and start <= field.start < end and field.value]
        if len(found) > 1:
            return min(found, key=lambda field: abs(field.start - place)).value
        return found[0].value if found else ""

    def values(self, name: str, start: int, end: int) -> list[str]:
        self.heed()
        return [field.value for field in self.fields if field.name == name and start <= field.start < end]

    def status(self, start: int, end: int, place: int, message: tuple[int, int] = (0, 0)) -> Status | None:
        """Return the stated status before and nearest to a place, else the nearest; an implied one if none is stated."""
        found = [status for status in self.statuses if start <= status.place < end]
        found = [status for status in found if not message[0] <= status.place < message[1]] or found
        stated = [status for status in found if status.stated] or found
        return min(stated, key=lambda status: abs(status.place - place) + (40 if status.place > place else 0), default=None)

    def product_hosts(self, start: int = 0, end: int | None = None) -> dict[str, int]:
        """Return product id -> place of its first host (or host-like word) within a span."""
        return hosts_of_products(self, start, end)

    def api_hosts(self) -> list[tuple[int, str]]:
        """Return each place of a host of Kimi's APIs with the host, in order."""
        hosts = {url.split("/")[2] for product in self.context.products for url in product.base_urls}
        return sorted((place, host) for host in hosts for place in places_of(self.passage.lower, host))

    def products(self, start: int, end: int) -> dict[str, str]:
        """Return product id -> the word that shows it, within a span."""
        found = self._products.get((start, end))
        if found is None:
            found = self._products[start, end] = find_products(self, start, end)
        return found

    def key_owner(self, start: int, end: int) -> tuple[str, str]:
        """Return the product whose keys alone begin as one within a span does, and how they begin; empty strings if there is none."""
        return key_owner(self, start, end)

    def around(self, record: tuple[int, int], literal: str) -> Surroundings:
        """Return what stands around a message in a record that is known by this squeezed literal."""
        self.heed()
        others: list[tuple[int, int]] = []
        if "\n" in self.passage.text:  # one line is one record
            known = self._others.get((record, literal))
            others = self._others[record, literal] = other_errors(self, record, literal) if known is None else known
        return Surroundings(self, record, others)  # not kept: it would keep this in turn

    def is_api_error(self, start: int, end: int) -> bool:
        """Whether a span looks like the answer of a model API: an error envelope, or a client that calls one."""
        names = {field.name for field in self.fields if start <= field.start < end}
        if {"message", "type"} <= names or {"message", "code"} <= names:
            return True
        lower = self.passage.lower[start:end]
        if [word for word in _MODEL_API if word in lower]:
            return True
        return any(start <= place < end and mark[2] != "tool" and not mark[3] for place, mark in self.marks)

    def has_openai_envelope(self, start: int, end: int) -> bool:
        """Whether an error object has `param` and an empty or named `code`, as OpenAI's do; Kimi's have neither."""
        lower = self.passage.lower[start:end].replace("'", '"').replace(": ", ":").replace("none", "null")
        return (
            '"param":' in lower
            and '"code":' in lower
            and '"code":4' not in lower
            and '"code":"4' not in lower
            and '"param":""' not in lower
        )

    def codes_beside_message(self) -> list[tuple[int, int]]:
        """Return where in the squeezed text error codes and types stand, if a message stands there too, which says more."""
        codes = [field for field in self.fields if field.name in ("code", "type") and "_" in field.value]
        if not codes or not [field for field in self.fields if field.name == "message" and field.value]:
            return []
        squeezed = self.passage.squeezed
        return [(squeezed(field.start), squeezed(field.end)) for field in codes]

    def is_code_beside_message(self, record: tuple[int, int], span: tuple[int, int]) -> bool:
        """Whether a span is the error code or type of a record that has a message too."""
        is_code = any(field.name in ("code", "type") and field.start <= span[0] and span[1] <= field.end for field in self.fields)
        return is_code and bool(self.near("message", *record, span[0]))

    def other_near(self, record: tuple[int, int], span: tuple[int, int]) -> Other | None:
        """Return the other service or program that shows itself in a record, not far from a message at `span`."""
        return self.other(max(record[0], span[0] - FAR), min(record[1], span[1] + FAR))

    @property
    def models_of_others(self) -> list[str]:
        """How the names of other vendors' models begin, of those that are in the passage."""
        return self._of_others[1]

    @property
    def _of_others(self) -> tuple[list[int], list[str]]:
        """The numbers of the signs of others, and their models."""
        if self._others_found is None:
            first = self.context.words.count
            possible = [number - first for number in self._possible_signs if number >= first]
            self._others_found = self.context.others.found_in(self.passage.lower, possible)
        return self._others_found

    def other(self, start: int, end: int) -> Other | None:
        """Return the other service or program that shows itself within a span."""
        others, lower = self.context.others, self.passage.lower
        for number in self._of_others[0]:
            if lower.find(others.signs[number], start, end) >= 0:
                return others.owners[number]
        return None

    def is_overruled(self, record: tuple[int, int], span: tuple[int, int]) -> bool:
        """Whether Kimi's evidence stands nearer to a message at `span` than that of others in its record.

        That is: on the message's own line, where others show nothing, or as an API host that is nearer than all they show.
        On its own line the name of a model is not enough beside services that sell Kimi's models.
        """
        text = self.passage.lower
        first, last = line_around(text, *span)
        if self.near("type", *record, span[0]) in self.context.kimi_signs:
            return True  # nobody else has such types
        line = max(record[0], first), min(record[1], last)
        other = self.other_near(record, span)
        sells_kimi = (other is not None and other.serves_kimi) or self.foreign_host(*record, span)
        if not sells_kimi and self.products(*line) and self.other(*line) is None:
            return True
        ours = [_distance(place, span) for place, _ in self.api_hosts() if record[0] <= place < record[1]]
        if not ours:
            return False
        signs = self.context.others.signs
        theirs = [
            place for sign in signs for place in (text.rfind(sign, record[0], span[0]), text.find(sign, span[0], record[1])) if place >= 0
        ]
        theirs += [place for host, place in self.hosts if record[0] <= place < record[1] and is_foreign(host)]
        return min(ours) <= min((_distance(place, span) for place in theirs), default=len(text))

    def foreign_host(self, start: int, end: int, message: tuple[int, int] = (0, 0)) -> str:
        """Return a host within a span, but not in the message itself, that is not Kimi's, the reader's machine or a client's documentation."""
        for host, place in self.hosts:
            if start <= place < end and not message[0] <= place < message[1] and is_foreign(host):
                return host
        return ""

    def clients_in(self, start: int, end: int) -> list[Shown]:
        """Return the clients that show themselves within a span, in order of their places."""
        if (start, end) == (0, len(self.passage.text)):
            return self.clients
        places = [(self.passage.text.find(mark[0], start, end), mark) for _, mark in self.marks]
        found = clients_shown([(place, mark) for place, mark in places if place >= 0])
        programs = [shown.id for shown in self.clients if shown.kind in PROGRAMS]
        # a weak sign here is none of a program where another one shows itself elsewhere
        return [shown for shown in found if not programs or shown.kind not in PROGRAMS or shown.id in programs]

    def client_at(self, *spans: tuple[int, int]) -> str:
        """Return the id of the client that the reader works with, of those in the first span that shows one.

        That is a program before a library, and the outermost of them; a gateway only if nothing else is there.
        """
        shown = next((found for span in spans if (found := self.clients_in(*span))), [])
        ranked = sorted(shown, key=lambda one: (one.kind in PASSING, one.kind not in PROGRAMS))
        return ranked[0].id if ranked else ""

    def model(self, record: tuple[int, int], general: tuple[int, int], place: int) -> str:
        """Return the model that a record names, or else what stands for the whole text."""
        named = self.near("model", *record, place) or self.near("model", *general, place)
        if named and len(named) <= 80 and " " not in named:
            return named
        words = [word for start, end in (record, general) for word in model_words(self.passage.lower[start:end], self.context)]
        return words[0] if words else ""


def _distance(place: int, span: tuple[int, int]) -> int:
    """Return how many characters lie between a place and a message, 0 inside it."""
    return max(span[0] - place, place - span[1], 0)
