"""Of several findings in one text, one for each error: without what only repeats another, and with a count."""

from __future__ import annotations

from kimierr.model import CONNECTION_ERROR, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.evidence import Evidence
    from kimierr.report import Finding


def merged(findings: list[Finding], evidence: Evidence) -> list[Finding]:
    """Return the findings, each entry once, without codes and statuses that stand beside what says more."""
    return _folded(_without_bare_statuses(_without_codes_beside(findings, evidence)))


def _without_codes_beside(findings: list[Finding], evidence: Evidence) -> list[Finding]:
    """Return the findings without mere hints from the code or type of an error whose message is recognised."""
    told = {finding.place.record for finding in findings if finding.recognised}
    return [
        finding
        for finding in findings
        if finding.confidence != POSSIBLE
        or finding.place.record not in told
        or not evidence.is_code_beside_message(finding.place.record, finding.place.message)
    ]


def _without_bare_statuses(findings: list[Finding]) -> list[Finding]:
    """Return the findings without the words of bare statuses (`403 Forbidden`) where an error says more."""
    told = any(finding.recognised and finding.entry.kind == "error" for finding in findings)
    return [finding for finding in findings if not (told and finding.entry.kind == "status")]


def _folded(findings: list[Finding]) -> list[Finding]:
    """Return the findings with those of one entry folded into one, with a count."""
    folded: dict[str, Finding] = {}
    for finding in findings:
        known = folded.get(finding.entry.id)
        if known is None:
            folded[finding.entry.id] = finding
            continue
        same = finding.entry.id == CONNECTION_ERROR and finding.place.record == known.place.record
        known.count += not same  # each library says of one fault what it has for it
        known.first_line = min(known.first_line, finding.first_line)
        known.last_line = max(known.last_line, finding.last_line)
        if finding.recognised and not known.recognised:
            finding.count, finding.first_line, finding.last_line = known.count, known.first_line, known.last_line
            folded[finding.entry.id] = finding
    return list(folded.values())
