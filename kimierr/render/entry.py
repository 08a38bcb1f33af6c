"""The catalog itself: one entry for `show`, many for `list` and `search`."""

from __future__ import annotations

from kimierr.render import plain
from kimierr.render.jsontext import dumps
from kimierr.render.view import Card
from kimierr.render.words import name, one_line, verdict
from kimierr.report import SCHEMA_VERSION, RetryAdvice, link_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kimierr.model import Entry, Message, Retry, Step, Words


def card(entry: Entry, words: Words | None = None, product_name: str = "") -> Card:
    """Return an entry as a card: all wordings, all steps with their conditions.

    `words` are those of another language, or with placeholders filled; the entry's English ones if left out.
    """
    words = words or entry.words[0][1]
    status = "/".join(str(status) for status in entry.http_status)
    lead = "Withdrawn: " if entry.withdrawn else ""
    shown = Card(one_line(words.title), name(product_name or entry.product), status, name(entry.id), lead, entry.retry.verdict)
    shown.say("Message", *[message.text + _about(message) for message in entry.messages])
    shown.say("Cause", words.cause)
    shown.say("Fix", *[_step(step) for step in words.fix], steps=True)
    shown.say("Retry", verdict(_advice(entry.retry)))
    shown.say("Note", words.note)
    shown.say("Type", ", ".join(entry.error_type))
    shown.say("Code", ", ".join(code.code for code in entry.error_code))
    shown.say("Twin", f"{entry.twin}: the same message in the other product." if entry.twin else "")
    shown.say("Also sent by", ", ".join(entry.also_sent_by))
    shown.say("Source", _source(entry))
    shown.link(entry.links, len(entry.links))
    return shown


def table(entries: Sequence[Entry]) -> str:
    """Return entries as aligned lines `id  statuses  title`, `-` for no status; id and statuses hold no blank."""
    rows = [(one_line(entry.id), ",".join(str(status) for status in entry.http_status) or "-", one_line(entry.title)) for entry in entries]
    ids, statuses = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    return "".join(f"{id:{ids}}  {status:{statuses}}  {title}\n" for id, status, title in rows)


def document(entries: Sequence[Entry]) -> str:
    """Return the JSON document of `list` and `search`."""
    return dumps({"schema_version": SCHEMA_VERSION, "entries": [entry_dict(entry) for entry in entries]}, 2) + "\n"


def lines(entries: Sequence[Entry]) -> str:
    """Return each entry as one line of JSON."""
    return "".join(dumps(entry_dict(entry)) + "\n" for entry in entries)


def show(entry: Entry, words: Words | None = None, product_name: str = "") -> str:
    """Return one entry as plain text."""
    return plain.block(card(entry, words, product_name))


def entry_dict(entry: Entry) -> dict[str, Any]:
    """Return every field of an entry in its JSON form, placeholders as the catalog has them."""
    words = entry.words[0][1]
    return {
        "id": entry.id,
        "product": entry.product,
        "kind": entry.kind,
        "title": words.title,
        "documented": entry.documented,
        "http_status": list(entry.http_status),
        "error_type": list(entry.error_type),
        "error_code": [code.code for code in entry.error_code],
        "messages": [_message_dict(message) for message in entry.messages],
        "cause": words.cause,
        "fix": [_step_dict(step) for step in words.fix],
        "retry": {
            "verdict": entry.retry.verdict,
            "after_seconds": _advice(entry.retry).after_seconds,
            "seconds_in_message": entry.retry.seconds.strip("{}") if entry.retry.seconds.startswith("{") else None,
            "max_attempts": entry.retry.attempts or None,
            "backoff": list(entry.retry.backoff),
            "fix_for": {name: list(values) for name, values in entry.retry.fix_for},
            "fix_for_messages": list(entry.retry.fix_for_messages),
        },
        "links": [link_dict(link) for link in entry.links],
        "source": {"document": entry.source.document, "url": entry.source.url},
        "checked": entry.source.checked,
        "note": words.note or None,
        "twin": entry.twin or None,
        "also_sent_by": list(entry.also_sent_by),
        "keywords": list(entry.keywords),
        "withdrawn": entry.withdrawn,
    }


def _step_dict(step: Step) -> dict[str, Any]:
    return {
        "text": step.text,
        "otherwise": step.otherwise or None,
        "clients": list(step.clients),
        "hosts": list(step.hosts),
        "messages": list(step.messages),
        "not_clients": list(step.not_clients),
    }


def _message_dict(message: Message) -> dict[str, Any]:
    return {
        "text": message.text,
        "origin": message.origin,
        "source": message.source or None,
        "name": message.name or None,
        "shared": message.shared,
        "whole": message.whole,
        "not_status": list(message.not_status),
    }


def _about(message: Message) -> str:
    """Say where a wording comes from, and its name if steps refer to it."""
    origin = [message.origin] if message.origin != "documented" else []
    said = ", ".join([*origin, f"the {message.name} wording"] if message.name else origin)
    return f" ({said})" if said else ""


def _step(step: Step) -> str:
    """Say a step for no text in particular: in the words for missing values, after the condition."""
    only = ", ".join(
        [
            *step.clients,
            *step.hosts,
            *(f"the {wording} wording" for wording in step.messages),
            *(f"not for {client}" for client in step.not_clients),
        ]
    )
    said = step.otherwise or step.text
    return f"({only}) {said}" if only else said


def _advice(retry: Retry) -> RetryAdvice:
    """Return the advice without a message to take the seconds from."""
    try:
        seconds = float(retry.seconds)
    except ValueError:
        seconds = None
    whole = int(seconds) if seconds is not None and seconds.is_integer() else seconds
    return RetryAdvice(retry.verdict, whole, retry.attempts, retry.backoff)


def _source(entry: Entry) -> str:
    said = [entry.source.document] if entry.source.document else []
    said += [entry.source.url] if entry.source.url else []
    said += [f"checked {entry.source.checked}"] if entry.source.checked else []
    if not entry.documented:
        said.append("seen in the field, in no official page")
    return ", ".join(said)
