"""What a catalog must keep beyond its shape: examples come back as their own entry, counter-examples do not, messages lead to one entry."""

from __future__ import annotations

from itertools import chain

from kimierr.catalog.problems import Enough, Problem, Problems
from kimierr.catalog.template import squeezed
from kimierr.diagnosis import diagnose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kimierr.catalog.store import Catalog
    from kimierr.model import Entry


def cross_match(entries: Sequence[Entry], catalog: Catalog, files: dict[str, str]) -> list[Problem]:
    """Run every example and counter-example of the entries through the matcher with the whole catalog, and compare their messages.

    An example must be recognised as its own entry at rank one (a status or symptom may be a mere hint); a
    counter-example must not be recognised as its entry, and if it says where it belongs, as that one. Two entries of one
    product must not have the same message: neither would be recognised by it. After too many faults
    (kimierr.catalog.problems) the rest is not looked for.
    """
    problems = Problems()
    try:
        for problem in chain(_wrong(entries, catalog, files), _repeated(entries, files)):
            problems.append(problem)
    except Enough:
        pass
    return problems


def _wrong(entries: Sequence[Entry], catalog: Catalog, files: dict[str, str]) -> Iterator[Problem]:
    for entry in entries:
        for number, example in enumerate(entry.examples, 1):
            wrong = _wrong_example(entry, example.text, catalog)
            if wrong:
                yield Problem(files.get(entry.id, entry.id), 0, wrong, f"examples[{number}]", entry.id)
        for number, example in enumerate(entry.counter_examples, 1):
            wrong = _wrong_counter_example(entry, example.text, example.belongs_to, catalog)
            if wrong:
                yield Problem(files.get(entry.id, entry.id), 0, wrong, f"counter_examples[{number}]", entry.id)


def _repeated(entries: Sequence[Entry], files: dict[str, str]) -> Iterator[Problem]:
    known: dict[tuple[str, tuple[str, ...]], str] = {}
    for entry in entries:
        for number, message in enumerate(entry.messages, 1):
            first = known.setdefault((entry.product, squeezed(message.text)[0]), entry.id)
            if first != entry.id:
                yield Problem(files.get(entry.id, entry.id), 0, f"says the same as a message of {first}", f"messages[{number}]", entry.id)


def _wrong_example(entry: Entry, text: str, catalog: Catalog) -> str:
    findings = diagnose(text, catalog=catalog).findings
    if not findings:
        return "is not found by any message, type or code of the catalog"
    first = findings[0]
    if first.entry.id != entry.id:
        return f"comes back as {first.entry.id}, not as its own entry"
    if not first.recognised and entry.kind == "error":
        return f'comes back as its own entry, but only as "{first.confidence}": {"; ".join(first.reasons)}'
    return ""


def _wrong_counter_example(entry: Entry, text: str, belongs_to: str, catalog: Catalog) -> str:
    recognised = [finding.entry.id for finding in diagnose(text, catalog=catalog).findings if finding.recognised]
    if entry.id in recognised[:1] or (entry.id in recognised and not belongs_to):
        return "comes back as this entry, though it is a look-alike"
    other = catalog.get(belongs_to) if belongs_to else None
    if other and belongs_to not in recognised and other.twin not in recognised and other.kind == "error":
        return f"belongs to {belongs_to}, but comes back as {recognised[0] if recognised else 'nothing'}"
    return ""
