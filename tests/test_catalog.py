"""The built-in catalog: every entry is there, complete, and found by its own messages."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import Slot, parse
from kimierr.check import cross_match
from kimierr.match.hints import PRODUCTS
from kimierr.model import Entry, Message
from kimierr.report import Finding
from kimierr.text.squeeze import squeeze

PINNED = json.loads((Path(__file__).with_name("data") / "entries.json").read_text(encoding="utf-8"))
"""Ids, kinds and messages that scripts rely on; an entry is never renamed or deleted, only marked withdrawn."""
IDS = [row["id"] for row in PINNED]
MESSAGES = [(row["id"], message) for row in PINNED for message in row["messages"]]
NAMES = [f"{id}-{message[:24].encode('ascii', 'backslashreplace').decode()}" for id, message in MESSAGES]
HOSTS = {"open-platform": "https://api.moonshot.ai/v1/chat/completions", "kimi-code": "https://api.kimi.com/coding/v1/chat/completions"}
CODED = "gateway/"
"""The gateway's documented messages are titles of its codes, too general to tell anything by themselves."""

every_entry = pytest.mark.parametrize("id", IDS)
every_message = pytest.mark.parametrize(("id", "message"), MESSAGES, ids=NAMES)


def entry(id: str) -> Entry:
    found = builtin_catalog().get(id)
    assert found is not None, id
    return found


def body(id: str, message: str) -> str:
    """Return what the server sends for a message."""
    of = entry(id)
    error = {"message": message}
    if of.product == "gateway":
        error = {"message": f"{message} (request id: 20261104093015482173956AbCdEfGh)", "type": "new_api_error"}
        error |= {"param": "", "code": of.error_code[0].code} if of.error_code else {}
    elif of.error_type:
        error["type"] = of.error_type[0]
    return json.dumps({"error": error}, ensure_ascii=False)


def shared(id: str, message: str) -> bool:
    """Whether the message is one that other services use too, so that it counts in full only beside a sign of Kimi."""
    stream = squeeze(message)
    return any(known.shared for known in entry(id).messages if squeeze(known.text.partition("{")[0])[:12] == stream[:12])


def first(text: str) -> Finding:
    findings = diagnose(text).findings
    assert findings, text
    return findings[0]


@cache
def problems() -> tuple[tuple[str, str], ...]:
    catalog = builtin_catalog()
    return tuple((problem.entry, str(problem)) for problem in cross_match(list(catalog.entries()), catalog, {}))


def test_the_pinned_list_is_whole() -> None:
    assert len(IDS) == len(set(IDS)) == 140
    assert sum(row["kind"] == "error" for row in PINNED) == 106
    assert [id for id in IDS if id not in set(builtin_catalog().ids())] == []


def test_each_id_is_there_once() -> None:
    ids = list(builtin_catalog().ids())
    assert len(ids) == len(set(ids)) == len(builtin_catalog())


@pytest.mark.parametrize("row", PINNED, ids=IDS)
def test_kind_and_origin_are_as_pinned(row: dict[str, object]) -> None:
    of = entry(str(row["id"]))
    assert (of.kind, of.documented) == (row["kind"], row["documented"])


@every_entry
def test_an_entry_is_complete(id: str) -> None:
    of = entry(id)
    words = of.said_in("en")
    assert of.product in PRODUCTS
    assert 5 <= len(of.title) <= 72
    assert words.cause
    assert words.fix
    assert all(step.text for step in words.fix)
    assert of.links
    assert all(link.title and link.url.startswith("https://") for link in of.links)
    assert of.source.document
    assert of.source.url.startswith("https://")
    assert date.fromisoformat(of.source.checked) <= date.today()
    assert of.retry.verdict in ("retry", "wait", "fix")
    assert all(100 <= status <= 599 for status in of.http_status)
    assert of.keywords


@every_entry
def test_an_entry_that_is_no_retry_names_no_attempts(id: str) -> None:
    retry = entry(id).retry
    assert retry.verdict == "retry" or (retry.attempts, retry.backoff) == (0, ())


@every_entry
def test_the_check_of_the_catalog_passes(id: str) -> None:
    assert [text for of, text in problems() if of == id] == []


@pytest.mark.parametrize("id", [id for id in IDS if entry(id).kind == "error"])
def test_an_error_has_examples_of_its_own(id: str) -> None:
    examples = [example.text for example in entry(id).examples]
    assert len(set(examples)) == len(examples) >= 2


TWINS = [id for id in IDS if entry(id).twin]


@pytest.mark.parametrize("id", TWINS)
def test_twins_name_each_other(id: str) -> None:
    other = entry(entry(id).twin)
    assert other.twin == id
    assert other.product != entry(id).product


@every_message
def test_a_bare_message_comes_back_as_its_entry(id: str, message: str) -> None:
    found = first(message)
    assert found.entry.id in (id, entry(id).twin)
    assert found.recognised or id.startswith(CODED) or shared(id, message)


@every_message
def test_a_message_in_a_server_body_comes_back_as_its_entry(id: str, message: str) -> None:
    found = first(body(id, message))
    assert found.entry.id in (id, entry(id).twin)
    assert found.recognised or (not id.startswith(CODED) and shared(id, message))


@every_message
def test_a_message_from_the_product_s_own_host_comes_back_as_its_entry(id: str, message: str) -> None:
    of = entry(id)
    status = of.http_status[0] if of.http_status else 500
    found = first(f"POST {HOSTS.get(of.product, 'https://gateway.example/v1/chat/completions')} -> HTTP {status}\n{body(id, message)}")
    assert found.entry.id == id
    assert found.recognised or of.kind != "error"


VALUES = {"int": "27", "number": "1.25", "id": "ab12cd34ef56", "model": "kimi-k2.5", "kimi_model": "kimi-k2.5", "word": "alpha"}
VALUES |= {"url": "https://pages.example/a?b=1", "text": "the value of it"}
WORDINGS = [(of.id, message) for of in builtin_catalog().entries() for message in of.messages]


@pytest.mark.parametrize(
    ("id", "wording"), WORDINGS, ids=[f"{id}-{message.text[:30].encode('ascii', 'replace').decode()}" for id, message in WORDINGS]
)
def test_every_wording_from_the_product_s_own_host_comes_back_as_its_entry(id: str, wording: Message) -> None:
    of = entry(id)
    message = "".join([VALUES[part.type] if isinstance(part, Slot) else part for part in parse(wording.text)])
    found = first(f"POST {HOSTS.get(of.product, 'https://gateway.example/v1/chat/completions')}\n{body(id, message)}")
    assert found.entry.id == id
    assert found.recognised or of.kind != "error"


@pytest.mark.parametrize("id", [id for id in IDS if entry(id).kind == "status" and entry(id).product in HOSTS])
def test_a_bare_status_is_a_hint(id: str) -> None:
    of = entry(id)
    found = first(f"POST {HOSTS[of.product]} failed: HTTP {of.http_status[0]}")
    assert (found.entry.id, found.confidence) == (id, "possible")


CODES = [id for id in IDS if id.startswith(CODED) and entry(id).error_code]


@pytest.mark.parametrize("id", CODES)
def test_a_code_of_the_gateway_alone_decides(id: str) -> None:
    found = first(json.dumps({"error": {"message": "", "type": "new_api_error", "code": entry(id).error_code[0].code}}))
    assert (found.entry.id, found.recognised) == (id, True)


WIDTHS = (44, 58, 63, 72, 80, 97, 110)


def test_an_example_broken_at_any_width_is_no_other_error() -> None:
    wrapped = [
        (entry, "\n".join(part for line in example.text.split("\n") for part in textwrap.wrap(line, width) or [""]))
        for entry in builtin_catalog().entries()
        if entry.kind == "error"
        for example in entry.examples
        for width in WIDTHS
    ]
    answers = [(entry, [finding.entry.id for finding in diagnose(text).findings if finding.recognised][:1]) for entry, text in wrapped]
    wrong = [(entry.id, found[0]) for entry, found in answers if found and found[0] not in (entry.id, entry.twin)]
    assert wrong == []
    assert sum(not found for _, found in answers) <= len(wrapped) // 100
