"""The values that the parts of kimierr hand to each other: catalog entries, and what a diagnosis found.

Plain classes with slots instead of dataclasses: importing dataclasses costs more than the whole answer does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Confidence = Literal["certain", "likely", "possible"]
    Verdict = Literal["retry", "wait", "fix"]

CERTAIN: Confidence = "certain"
LIKELY: Confidence = "likely"
POSSIBLE: Confidence = "possible"
KINDS = ("error", "status", "symptom")
"""Of entries: a message, a bare status, something without a message."""
CONFIDENCES: tuple[Confidence, ...] = (CERTAIN, LIKELY, POSSIBLE)
CONNECTION_ERROR = "open-platform/connection-error"
"""The entry of what happens on the way to any of Kimi's hosts; the catalog keeps it under one product."""
ANSWERED_BY_OPENAI = "open-platform/base-url-unset"
"""The entry of what OpenAI says if a request for a Kimi model reached it; others say the same of models they do not have."""


class Value:
    """Base of the values below: equality, repr and a form for storage, all from `__slots__` in order."""

    __slots__: tuple[str, ...] = ()

    def pack(self) -> tuple[Any, ...]:
        """Return the fields as nested tuples of plain values."""
        return tuple(_pack(getattr(self, name)) for name in self.__slots__ if name[0] != "_")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.pack() == other.pack()

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
        self,
        text: str,
        origin: str = "documented",
        source: str = "",
        name: str = "",
        shared: bool = False,
        whole: bool = False,
        not_status: tuple[int, ...] = (),
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
    """One action of a fix, possibly only for some clients, hosts or wordings, or not for some clients."""

    __slots__ = ("text", "otherwise", "clients", "hosts", "messages", "not_clients")

    def __init__(
        self,
        text: str,
        otherwise: str = "",
        clients: tuple[str, ...] = (),
        hosts: tuple[str, ...] = (),
        messages: tuple[str, ...] = (),
        not_clients: tuple[str, ...] = (),
    ) -> None:
        self.text = text
        self.otherwise = otherwise
        """Said instead when a placeholder of `text` has no value; without it the step is left out."""
        self.clients = clients
        self.hosts = hosts
        self.messages = messages
        self.not_clients = not_clients


class Retry(Value):
    """Whether the same request may succeed later."""

    __slots__ = ("verdict", "seconds", "attempts", "backoff", "fix_for", "fix_for_messages")

    def __init__(
        self,
        verdict: Verdict,
        seconds: str = "",
        attempts: int = 0,
        backoff: tuple[int, ...] = (),
        fix_for: tuple[tuple[str, tuple[int, ...]], ...] = (),
        fix_for_messages: tuple[str, ...] = (),
    ) -> None:
        self.verdict = verdict
        self.seconds = seconds
        """A number of seconds, or the `{placeholder}` that holds it in the message."""
        self.attempts = attempts
        self.backoff = backoff
        self.fix_for = fix_for
        """(placeholder, its values) for which the verdict is `fix` all the same."""
        self.fix_for_messages = fix_for_messages
        """Names of wordings for which it is, too."""


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
        "id", "kind", "documented", "http_status", "error_type", "error_code", "twin", "also_sent_by", "messages",
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
        also_sent_by: tuple[str, ...],
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
        self.also_sent_by = also_sent_by
        """Other products that send the same message, for the same reason."""
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

    def is_translated(self, language: str) -> bool:
        return any(language == known for known, _ in self.words)

    def said_in(self, language: str) -> Words:
        """Return the words in the language, or the English ones."""
        return dict(self.words).get(language, self.words[0][1])

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Entry:
        """Return the entry that `pack` stored."""
        fields = dict(zip(cls.__slots__, data, strict=True))
        for name, kind in (
            ("error_code", Code),
            ("messages", Message),
            ("links", Link),
            ("examples", Example),
            ("counter_examples", Example),
        ):
            fields[name] = tuple(kind(*item) for item in fields[name])
        fields["words"] = tuple(
            (language, Words(title, cause, note, tuple(Step(*step) for step in fix)))
            for language, (title, cause, note, fix) in fields["words"]
        )
        fields["retry"], fields["source"] = Retry(*fields["retry"]), Source(*fields["source"])
        return cls(**fields)
