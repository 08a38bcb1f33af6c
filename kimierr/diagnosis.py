"""A text to a report: the whole way, from pasted bytes to findings with advice."""

from __future__ import annotations

from itertools import pairwise

from kimierr import VERSION
from kimierr.catalog.template import display
from kimierr.masking import quote, quote_observed, shortened
from kimierr.match.codes import by_code, may_contradict, without_contradicted
from kimierr.match.evidence import Evidence
from kimierr.match.find import find
from kimierr.match.hosts import first_host
from kimierr.match.numbers import number
from kimierr.match.passage import Passage
from kimierr.match.place import line_around
from kimierr.match.select import choose_product, select
from kimierr.match.values import values
from kimierr.model import CONNECTION_ERROR, LIKELY, POSSIBLE
from kimierr.report import Alternative, Finding, Observed, Place, Report
from kimierr.text.decode import decode
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.match.codes import Hint
    from kimierr.match.judge import Match
    from kimierr.model import Confidence, Entry

MOST_FINDINGS = 50
OWN = "own"
"""The product of entries that a reader adds."""
_NOTHING = Observed()
RETRY_ORDER = {"fix": 0, "wait": 1, "retry": 2}
"""What must be fixed comes before what passes."""


def diagnose(
    text: str | bytes, *, product: str = "", client: str = "", catalog: Catalog | None = None, language: str = "en", redact: bool = True
) -> Report:
    """Return what is wrong according to a pasted text.

    `product` narrows to one product (open-platform, kimi-code, gateway); `client` is the id of the client the
    reader uses, if the text does not show it; `catalog` is an opened catalog, the built-in one by default;
    `redact` masks keys, ids and addresses in all that the report quotes. Never raises on any text; ValueError for a
    product or client that is not known.
    """
    if catalog is None:
        from kimierr.catalog.builtin import builtin_catalog

        catalog = builtin_catalog()
    if product and catalog.context.product(product) is None and product != OWN:
        raise ValueError(f"product {product!r} is not known; known are {', '.join(known.id for known in catalog.context.products)}")
    if client and catalog.context.client(client) is None:
        raise ValueError(f"client {catalog.context.unknown_client(client)}")
    passage = Passage(decode(text) if isinstance(text, bytes) else text)
    findings, evidence = examine(passage, catalog, product, paste=True)
    if findings:
        from kimierr.advice import advise  # there is none on what is not known
    for finding in findings:
        quote(finding, redact)
        advise(finding, catalog.context, client, language)
    unknown = None
    if not any(finding.recognised for finding in findings):
        from kimierr.unknown import about_unknown

        unknown = about_unknown(evidence, findings, catalog.context, client)
        unknown.observed = shortened(quote_observed(unknown.observed, redact))
        left_out = [finding.entry.id for finding in examine(passage, catalog, paste=True)[0] if finding.recognised] if product else []
        if left_out:
            unknown.summary = f"The text holds {left_out[0]}, which is no error of {product}, the product that was asked for."
            unknown.advice = ["Ask again without `--product`."]
    return Report(findings, unknown, len(catalog), VERSION)


def examine(
    passage: Passage, catalog: Catalog, product: str = "", paste: bool = False, brief: bool = False
) -> tuple[list[Finding], Evidence]:
    """Return the findings of one passage, the one to act on first in front, and the evidence they rest on.

    `brief` leaves out what is only shown (what the text says besides), as a log is counted by what is found.

    A `paste` is looked at more closely than a place in a log: with nothing found it is compared with every message, as
    somebody may have typed it from a picture, and clients' own sentences and bare statuses give hints.
    """
    evidence = Evidence(passage, catalog.context)
    matches = find(passage, catalog, evidence, product, paste)
    if not matches and not evidence.fields and not paste:
        return [], evidence
    codes: list[Hint] | None = None
    if may_contradict(evidence, matches):
        codes = by_code(catalog, evidence)
        matches = without_contradicted(matches, codes, passage)
    chosen = select(matches, catalog, evidence, product)
    general = _keep_apart(chosen, passage)
    findings = [_from_match(match, catalog, evidence, general) for match in chosen]
    if not _covers_all(chosen, passage):
        codes = by_code(catalog, evidence) if codes is None else codes
        findings = _add_hints(findings, chosen, codes, catalog, evidence, product, paste)
    if not brief:
        for finding in findings:
            _look_around(finding, evidence)
    if len(findings) > 1:
        from kimierr.merge import merged  # most texts have one error

        findings = sorted(merged(findings, evidence), key=_urgency)[:MOST_FINDINGS]
    return findings, evidence


def _covers_all(matches: list[Match], passage: Passage) -> bool:
    """Whether the record of a message that is recognised is the whole text: no hint says more."""
    sure = [match.record for match in matches if match.confidence != POSSIBLE]
    return (0, len(passage.text)) in sure


def _keep_apart(matches: list[Match], passage: Passage) -> tuple[int, int]:
    """Narrow the records of different errors so that none holds the lines of another: a status beside one says nothing of the next.

    Return the span of what may be said of all of them: the whole text for one error, what stands before the first of several.
    """
    if len(matches) < 2:
        return 0, len(passage.text)
    for before, after in pairwise(matches):
        ends, begins = line_around(passage.text, before.start, before.extent)[1], line_around(passage.text, after.start, after.start)[0]
        if before.id != after.id and ends <= begins:
            before.record = before.record[0], min(before.record[1], begins)
            after.record = max(after.record[0], ends), after.record[1]
    several = len({match.id for match in matches}) > 1
    return 0, line_around(passage.text, matches[0].start, matches[0].start)[0] if several else len(passage.text)


def _from_match(match: Match, catalog: Catalog, evidence: Evidence, general: tuple[int, int]) -> Finding:
    """Return the finding that a match makes; `general` is the span of what may be said of all findings."""
    passage = evidence.passage
    first = passage.line(match.start)
    finding = Finding(
        _entry(catalog, match.id), match.confidence, _NOTHING, values(match.alignment, passage), match.reasons, [],
        first, first + passage.text.count("\n", match.start, match.end - 1),
    )  # fmt: skip
    if match.rivals:
        finding.ambiguous = True
        finding.alternatives = tuple(
            [Alternative(rival.id, _entry(catalog, rival.id).title, match.confidence, "the same words") for rival in match.rivals]
        )
    if not passage.is_one_record:
        reach = evidence.around(match.record, match.alignment.template.key).reach
        general = max(general[0], reach[0]), min(general[1], reach[1])
    finding.place = Place((match.start, match.extent), match.record, general)
    finding.wording = match.alignment.template.name
    finding.whole = match.alignment.complete
    return finding


def _look_around(finding: Finding, evidence: Evidence) -> None:
    """Add what the text says besides the message, and how the message is documented."""
    span, record, general = finding.place.message, finding.place.record, finding.place.general
    finding.message = display(finding.entry.messages[0].text) if finding.entry.messages else ""
    finding.observed = _observed(evidence, span, record, general, finding.entry)
    if finding.entry.id == CONNECTION_ERROR:
        from kimierr.match.hints import kind_of_fault

        finding.wording = kind_of_fault(evidence, record, general) or finding.wording
    if span[0] < span[1]:
        finding.client_sentences = _misleading(evidence, finding.observed.client, record, general)
    finding.key = evidence.key_owner(0, len(evidence.passage.text))
    finding.retry_after = number(evidence.near("retry_after", *record, span[0]) or evidence.near("retry_after", *general, span[0]))


def _misleading(evidence: Evidence, client_id: str, *spans: tuple[int, int]) -> tuple[str, ...]:
    """Return the misleading sentences of the client that stand in the spans."""
    client = evidence.context.client(client_id)
    texts = [evidence.passage.text[start:end] for start, end in spans]
    return tuple(item.text for item in client.misleading if any(item.text in text for text in texts)) if client else ()


def _entry(catalog: Catalog, id: str) -> Entry:
    entry = catalog.get(id)
    assert entry is not None, id
    return entry


def _observed(evidence: Evidence, span: tuple[int, int], record: tuple[int, int], general: tuple[int, int], entry: Entry) -> Observed:
    """Return what stands around a message at `span`, within its record, or else in what may be said of all of the text."""
    place = span[0]
    status = evidence.status(*record, place, span)
    hosts = evidence.product_hosts(*record) or evidence.product_hosts(*general)
    host = first_host(evidence.passage.lower, hosts, evidence.context.products)
    layers = [shown.id for shown in (*evidence.clients_in(*general), *evidence.clients_in(*record))]
    layers.append("kimi" if entry.product != "gateway" else "gateway")
    message = evidence.passage.text[span[0] : span[1]] or evidence.near("message", *record, place)
    return Observed(
        message=message,
        http_status=status.value if status else 0,
        error_type=evidence.near("type", *record, place),
        error_code=evidence.near("code", *record, place),
        request_id=evidence.near("request_id", *record, place) or evidence.near("request_id", *general, place),
        client=evidence.client_at(record, general),
        host=host,
        model=evidence.model(record, general, place),
        layers=tuple(dict.fromkeys(layers)),
    )


def _add_hints(
    findings: list[Finding], matches: list[Match], codes: list[Hint], catalog: Catalog, evidence: Evidence, product: str, paste: bool
) -> list[Finding]:
    """Add what codes, client sentences and bare statuses say, where no message says more."""
    covered = [match.record for match in matches if match.confidence != POSSIBLE]
    for hint in codes:
        if hint.confidence != POSSIBLE or not any(finding.recognised for finding in findings):
            _apply(hint, findings, covered, catalog, evidence, product)
    if not paste or any(finding.recognised for finding in findings):
        return findings
    return _add_of_paste(findings, covered, catalog, evidence, product)


def _add_of_paste(
    findings: list[Finding], covered: list[tuple[int, int]], catalog: Catalog, evidence: Evidence, product: str
) -> list[Finding]:
    """Add what can be said of a paste in which nothing is recognised, or say that instead."""
    from kimierr.match import hints  # most pastes need none

    for _, _, hint in hints.by_headline(evidence, catalog):
        if any(hint.ids == [finding.entry.id] and hint.start <= finding.place.message[0] < hint.end for finding in findings):
            continue  # the sentence has the message in it
        _apply(hint, findings, covered, catalog, evidence, product)
    if fault := hints.by_connection_fault(catalog, evidence):
        findings = []
        _apply(fault, findings, covered, catalog, evidence, product)
    if not any(finding.recognised for finding in findings) and (code := hints.by_bare_code(catalog, evidence)):
        findings = [] if code.confidence != POSSIBLE else findings
        if not findings:
            _apply(code, findings, covered, catalog, evidence, product)
    if not findings and (bare := hints.by_status(catalog, evidence)):
        _apply(bare, findings, covered, catalog, evidence, product)
    return findings


def _apply(hint: Hint, findings: list[Finding], covered: list[tuple[int, int]], catalog: Catalog, evidence: Evidence, product: str) -> None:
    ids = [id for id in hint.ids if catalog.sends(id, product)]
    if not ids or any(start <= hint.start < end for start, end in covered):
        return
    passage = evidence.passage
    record = passage.record(hint.start, hint.end)
    chosen, why = choose_product([id.partition("/")[0] for id in ids], evidence, record, squeeze(passage.text[hint.start : hint.end]))
    first = [id for id in ids if id.startswith(chosen + "/")] if chosen else []
    confidence: Confidence = hint.confidence
    ordered = first or ids
    entry = _entry(catalog, ordered[0])
    others = [id for id in dict.fromkeys(ordered) if id != ordered[0]]
    if others and confidence != POSSIBLE and not all(id == entry.twin for id in others):
        confidence = LIKELY
    line = passage.line(hint.start)
    finding = Finding(
        entry, confidence, _NOTHING, {}, [hint.reason + (f"; {why} shows the product" if chosen and why else "")], [], line, line,
        alternatives=tuple(Alternative(id, _entry(catalog, id).title, POSSIBLE, hint.reason) for id in others),
        ambiguous=bool(others),
    )  # fmt: skip
    finding.wording = hint.wording
    finding.place = Place((hint.start, hint.start), record, (0, len(passage.text)))
    findings.append(finding)
    if confidence != POSSIBLE:
        covered.append(record)


def _urgency(finding: Finding) -> tuple[bool, bool, int, int]:
    """Errors before symptoms and bare statuses, what must be fixed before what passes, then in order of the text."""
    return finding.confidence == POSSIBLE, finding.entry.kind != "error", RETRY_ORDER[finding.entry.retry.verdict], finding.first_line
