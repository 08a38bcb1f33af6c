"""The shape of an entry file: which fields it has, of what kind, and what they must agree on."""

from __future__ import annotations

from kimierr.catalog.reader import Reader
from kimierr.catalog.template import Slot, TemplateError, parse
from kimierr.model import KINDS, Code, Entry, Example, Link, Message, Retry, Source, Step, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.problems import Problem
    from kimierr.catalog.yamltree import Node
    from kimierr.model import Verdict

ORIGINS = ("documented", "newer", "older", "live", "client")
VERDICTS: tuple[Verdict, ...] = ("retry", "wait", "fix")
MAX_TITLE = 72
NAMED_STATUSES = {"5xx": (500, 502, 503, 504)}
SETTINGS = (
    "where_base_url", "where_api_key", "where_model", "client", "model", "host", "request_id", "api_base", "key_variable", "status",
    "open_platform_endpoint", "kimi_code_endpoint",
)  # fmt: skip
"""Placeholders every text of an entry may use: they come from the paste around the message, or from the client."""


def read_entry(node: Node, file: str, id: str, problems: list[Problem]) -> Entry:
    """Return the entry of a file; whatever is wrong with it is added to `problems`."""
    reader = Reader(node, file, id, problems)
    messages = reader.each("messages", _message)
    names = _placeholders(messages, reader) | set(SETTINGS)
    english = _words(reader, names)
    translations = _translations(reader, english, names)
    retry = _retry(reader, names)
    kind = reader.choice("kind", KINDS, "error")
    entry = Entry(
        id=id,
        kind=kind,
        documented=reader.flag("documented", True),
        http_status=_statuses(reader),
        error_type=reader.texts("error_type"),
        error_code=reader.each("error_code", _code, bare="code"),
        twin=reader.text("twin"),
        also_sent_by=reader.texts("also_sent_by"),
        messages=messages,
        words=(("en", english), *translations),
        retry=retry,
        links=reader.each("links", read_link, required=True),
        source=_source(reader),
        keywords=reader.texts("keywords"),
        examples=reader.each("examples", _example, bare="text"),
        counter_examples=reader.each("counter_examples", _counter_example, bare="text"),
        withdrawn=reader.flag("withdrawn"),
    )
    if kind == "error" and not (entry.messages or entry.error_type or entry.error_code):
        reader.fault(reader.line, "messages", "is missing; an error needs a message, a type or a code to be found by")
    if kind == "error" and len(entry.examples) < 2:
        reader.fault(
            reader.line_of("examples"),
            "examples",
            f"has {len(entry.examples)}; an error needs two: the server body, and as a client shows it",
        )
    reader.finish()
    return entry


def read_link(reader: Reader) -> Link:
    url = reader.text("url", required=True)
    if url and not url.startswith("https://"):
        reader.fault(reader.line_of("url"), "url", "must start with https://")
    return Link(reader.words("title", required=True), url)


def _message(reader: Reader) -> Message:
    text = reader.text("text", required=True)
    try:
        if text.strip() and not any(char.isalnum() for part in parse(text) if isinstance(part, str) for char in part):
            reader.fault(reader.line_of("text"), "text", "has no letter or digit to be found by outside of its placeholders")
    except TemplateError as error:
        reader.fault(reader.line_of("text"), "text", str(error))
        text = ""
    return Message(
        text,
        reader.choice("origin", ORIGINS, "documented"),
        reader.text("source"),
        reader.text("name"),
        reader.flag("shared"),
        reader.flag("whole"),
        reader.numbers("not_status"),
    )


def _placeholders(messages: tuple[Message, ...], reader: Reader) -> set[str]:
    names = {part.name for message in messages for part in parse(message.text) if isinstance(part, Slot)}
    for name in names & set(SETTINGS) - {"model", "host", "request_id", "status"}:
        reader.fault(reader.line_of("messages"), "messages", f"{{{name}}} is the name of a setting; call the placeholder something else")
    return names


def _words(reader: Reader, names: set[str]) -> Words:
    title = reader.words("title", required=True)
    if len(title) > MAX_TITLE:
        reader.fault(reader.line_of("title"), "title", f"has {len(title)} characters; at most {MAX_TITLE} fit the first line")
    cause, note = reader.words("cause", required=True), reader.words("note")
    for field, text in (("title", title), ("cause", cause), ("note", note)):
        check_placeholders(reader, field, text, names if field != "title" else set())

    def step(inner: Reader) -> Step:
        text, otherwise = inner.words("text", required=True), inner.words("otherwise")
        check_placeholders(inner, "text", text, names)
        check_placeholders(inner, "otherwise", otherwise, set(SETTINGS))
        return Step(text, otherwise, inner.texts("clients"), inner.texts("hosts"), inner.texts("messages"), inner.texts("not_clients"))

    return Words(title, cause, note, reader.each("fix", step, required=True, bare="text"))


def check_placeholders(reader: Reader, field: str, text: str, names: set[str]) -> None:
    """Record placeholders that no message provides; `{a-b}` is the difference of two."""
    for part in text.split("{")[1:]:
        name, closed, _ = part.partition("}")
        unknown = [
            piece for piece in name.split("-") if closed and piece not in names and all(word.isidentifier() for word in name.split("-"))
        ]
        if unknown:
            reader.fault(reader.line_of(field), field, f"{{{name}}} has no value: no message of the entry has a placeholder {unknown[0]!r}")


def _translations(reader: Reader, english: Words, names: set[str]) -> tuple[tuple[str, Words], ...]:
    languages = reader.child("translations")
    if languages is None:
        return ()
    result = []
    for language in languages.names:
        inner = languages.child(language)
        if inner is None:
            continue
        words = _words(inner, names)
        if len(words.fix) != len(english.fix):
            inner.fault(
                inner.line_of("fix"), "fix", f"has {len(words.fix)} steps, the English one {len(english.fix)}; they must be the same steps"
            )
        inner.finish()
        result.append((language, words))
    return tuple(result)


def _retry(reader: Reader, names: set[str]) -> Retry:
    inner = reader.child("retry", required=True)
    if inner is None:
        return Retry("fix")
    verdict = inner.choice("verdict", VERDICTS)
    seconds = inner.text("seconds")
    placeholder = seconds.startswith("{") and seconds[1:-1] in names
    if seconds and not seconds.isdigit() and not placeholder:
        inner.fault(inner.line_of("seconds"), "seconds", f"is {seconds!r}; expected a number of seconds or a placeholder of a message")
    retry = Retry(
        next((known for known in VERDICTS if known == verdict), "fix"), seconds, inner.number("attempts"), inner.numbers("backoff"),
        _fix_for(inner, names), inner.texts("fix_for_messages"),
    )  # fmt: skip
    inner.finish()
    return retry


def _fix_for(reader: Reader, names: set[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    inner = reader.child("fix_for")
    if inner is None:
        return ()
    for name in inner.names:
        if name not in names:
            inner.fault(inner.line_of(name), name, "is no placeholder of a message")
    return tuple([(name, inner.numbers(name)) for name in inner.names])


def _source(reader: Reader) -> Source:
    inner = reader.child("source", required=True)
    if inner is None:
        return Source("", "", "")
    source = Source(inner.words("document", required=True), inner.text("url"), inner.text("checked", required=True))
    if source.checked and not _is_date(source.checked):
        inner.fault(inner.line_of("checked"), "checked", f"is {source.checked!r}; expected a date like 2026-11-20")
    inner.finish()
    return source


def _is_date(text: str) -> bool:
    """Whether a text is a day as 2026-11-20 is (datetime is a library to load)."""
    year, month, day = (*text.split("-"), "", "")[:3]
    digits = text.isascii() and len(text) == 10 and (len(year), len(month), len(day)) == (4, 2, 2) and (year + month + day).isdigit()
    return digits and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _statuses(reader: Reader) -> tuple[int, ...]:
    statuses = reader.numbers("http_status", NAMED_STATUSES)
    for status in statuses:
        if not 100 <= status <= 599:
            reader.fault(reader.line_of("http_status"), "http_status", f"{status} is no HTTP status")
    return statuses


def _code(reader: Reader) -> Code:
    return Code(reader.text("code", required=True), reader.flag("shared"))


def _example(reader: Reader) -> Example:
    return Example(reader.text("text", required=True), shows=reader.words("shows"))


def _counter_example(reader: Reader) -> Example:
    return Example(reader.text("text", required=True), because=reader.words("because"), belongs_to=reader.text("belongs_to"))
