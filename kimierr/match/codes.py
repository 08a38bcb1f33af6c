"""What error codes and types say of the messages beside them, and where no message is left."""

from __future__ import annotations

from kimierr.match.find import is_reason_phrase
from kimierr.match.quoted import in_test
from kimierr.match.thresholds import SHORT
from kimierr.model import CERTAIN, LIKELY, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.match.evidence import Evidence
    from kimierr.match.judge import Match
    from kimierr.match.passage import Passage
    from kimierr.model import Confidence

GATEWAY = "gateway/"
"""How the ids of gateways' errors begin."""
MANY = 5
"""Errors from which on a type says no more than whose they are."""


class Hint:
    """Entries that a sign other than a message points to, best first."""

    __slots__ = ("confidence", "end", "ids", "reason", "start", "wording")

    def __init__(self, ids: list[str], confidence: Confidence, reason: str, start: int, end: int, wording: str = "") -> None:
        """`wording` is the name of the entry's message that says the same, if steps depend on it."""
        self.ids = ids
        self.confidence = confidence
        self.reason = reason
        self.start = start
        self.end = end
        self.wording = wording


def by_code(catalog: Catalog, evidence: Evidence) -> list[Hint]:
    """Return hints from the error codes and types in the text, each value once."""
    evidence.heed()
    hints: list[Hint] = []
    seen: set[str] = set()
    fields = [field for field in evidence.fields if field.name in ("code", "type")]
    fields.sort(key=lambda field: field.name != "code")  # a code says more than the type beside it
    for field in fields:
        if field.value in seen:
            continue
        codes = catalog.with_code(field.value)
        types = with_type(catalog, evidence, field.value) if field.name == "type" else []
        if (not codes and not types) or in_test(evidence.passage.text, field.start):
            continue
        record = evidence.passage.record(field.start, field.end)
        gateway = bool(codes) and ("gateway" in evidence.products(*record) or "gateway" in evidence.products(0, len(evidence.passage.text)))
        usable = [id for id, shared in codes if gateway or not shared]
        if gateway:
            usable = [id for id in usable if id.startswith(GATEWAY)] or usable
        elif evidence.other(*record):
            continue
        if usable:
            seen.add(field.value)
            confidence: Confidence = CERTAIN if field.name == "code" and gateway and len(usable) == 1 else LIKELY
            hints.append(Hint(usable, confidence, f"the error code `{field.value}` stands in the text", field.start, field.end))
        elif types:
            seen.add(field.value)
            hints.append(_of_gateway(catalog, evidence, types, field.start) or by_type(catalog, types, field.value, field.start))
    return hints


def _of_gateway(catalog: Catalog, evidence: Evidence, ids: list[str], place: int) -> Hint | None:
    """Return the entry of the status beside a type that all errors of a gateway have: the two say all but the message."""
    status = evidence.status(*evidence.passage.record(place, place), place)
    if status is None or not status.stated or len(ids) < MANY or not all(id.startswith(GATEWAY) for id in ids):
        return None
    bare = bare_status(catalog, "gateway", status.value)
    return Hint(bare, LIKELY, f"an error type of gateways stands beside status {status.value}", place, place) if bare else None


def with_type(catalog: Catalog, evidence: Evidence, type: str) -> list[str]:
    """Return the ids of the errors that a type points to: those whose first one it is, if there are any."""
    ids = [] if type in evidence.context.generic_types else catalog.with_type(type)
    return [id for id in ids if _first_type(catalog, id) == type] or ids


def by_type(catalog: Catalog, ids: list[str], type: str, place: int) -> Hint:
    """Return what an error type at a place says; several errors that share it are only possible."""
    confidence: Confidence = LIKELY if one_error(catalog, ids) else POSSIBLE
    return Hint(ids, confidence, f"the error type `{type}` stands in the text", place, place + len(type))


def may_contradict(evidence: Evidence, matches: list[Match]) -> bool:
    """Whether `without_contradicted` may leave out any of the matches, whatever the codes in the text are hints of."""
    for match in matches:
        if match.alignment.template.length < SHORT and (_is_misspelt(match) or is_reason_phrase(match, evidence.passage)):
            return True
        for field in evidence.fields:
            if field.name == "code" and (match.id.startswith(GATEWAY) or field.start <= match.start < field.end):
                return True
    return False


def without_contradicted(matches: list[Match], codes: list[Hint], passage: Passage) -> list[Match]:
    """Return the matches without those of gateway entries that the gateway's own error code in the same record names otherwise.

    An error code says more than the phrase of a status too, and more than a few words with typing errors.
    """
    if any(hint.confidence != POSSIBLE for hint in codes):
        matches = [match for match in matches if not is_reason_phrase(match, passage) and not _is_misspelt(match)]
    sure = [hint for hint in codes if hint.confidence == CERTAIN]
    return [match for match in matches if not any(_contradicts(hint, match) for hint in sure)]


def _is_misspelt(match: Match) -> bool:
    return not match.alignment.complete and match.alignment.template.length < SHORT


def _contradicts(hint: Hint, match: Match) -> bool:
    """Whether a sure code names another entry: for words that are the code itself, and for what a gateway says beside it."""
    if match.id in hint.ids:
        return False
    itself = hint.start <= match.start < hint.end
    return itself or (match.id.startswith(GATEWAY) and match.record[0] <= hint.start < match.record[1])


def _first_type(catalog: Catalog, id: str) -> str:
    entry = catalog.get(id)
    return entry.error_type[0] if entry and entry.error_type else ""


def one_error(catalog: Catalog, ids: list[str]) -> bool:
    """Whether all the ids are one error, in one product or two."""
    first = catalog.get(ids[0])
    return len(ids) == 1 or (len(ids) == 2 and first is not None and first.twin == ids[1])


def bare_status(catalog: Catalog, product: str, status: int) -> list[str]:
    """Return the id of a product's entry for a status, if there is one."""
    return [id for id in (f"{product}/http-{status}", f"{product}/http-{status // 100}xx") if catalog.get(id)][:1]
