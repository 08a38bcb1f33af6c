"""What the lines and records of a log say: those that differ only in digits and hexadecimal ids are looked at once."""

from __future__ import annotations

from kimierr.advice import advise
from kimierr.diagnosis import examine
from kimierr.masking import quote
from kimierr.match.passage import Passage
from kimierr.scan.outcome import Outcome, statuses
from kimierr.scan.types import make_no_difference, split_types
from kimierr.text.decode import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.match.evidence import Evidence
    from kimierr.report import Finding

MOST_KEPT = 4096
"""Shapes of lines and records whose outcomes are kept for when they come again."""
LONGEST_KEPT = 2048
"""Bytes of a line or record that is kept; longer ones hardly come again."""
VARIES = b"0123456789abcdefABCDEF"
"""Bytes in which lines of one shape may differ."""


class Verdicts:
    """The outcomes of lines and records, by their shape."""

    __slots__ = ("_catalog", "_client", "_language", "_of_any_type", "_product", "_redact", "_types_count", "known")

    def __init__(self, catalog: Catalog, product: str, client: str, language: str, redact: bool, types_count: bool = True) -> None:
        """`types_count`: the error type of each occurrence is shown, so that those of other types have outcomes of their own."""
        self._catalog = catalog
        self._product = product
        self._client = client
        self._language = language
        self._redact = redact
        self.known: dict[bytes, Outcome] = {}
        """Shape -> outcome; one that heeds the status (`by_status`) holds for one status only."""
        self._types_count = types_count
        self._of_any_type: dict[bytes, Outcome] = {}
        """Shape without error types -> outcome, where they make no difference."""

    def of(self, raw: bytes, keep: bool = True) -> Outcome:
        """Return what a line or record holds; `keep` it unless it will hardly come again."""
        key = raw.translate(None, VARIES)
        outcome = self.known.get(key)
        if outcome is None:
            if not keep or len(raw) > LONGEST_KEPT:
                return self._new(raw)[0]
            outcome = self._new_shape(raw)
            if len(self.known) >= MOST_KEPT:
                self.known.clear()
                self._of_any_type.clear()
            self.known[key] = outcome
        elif outcome.by_status is not None:
            shown = statuses(raw)
            same = outcome.by_status.get(shown)
            if same is None:
                same = outcome.by_status[shown] = self._new(raw)[0]
            outcome = same
        return outcome

    def finding(self, outcome: Outcome, which: int) -> Finding:
        """Return a finding of an outcome with what the text says besides, masked and with its advice; made when first asked for."""
        if not outcome.is_complete:
            outcome.is_complete = True
            outcome.findings = self._examined(outcome.raw, brief=False)[0]
            for finding in outcome.findings:
                quote(finding, self._redact)
                advise(finding, self._catalog.context, self._client, self._language)
        return outcome.findings[which]

    def advise_on_all(self, finding: Finding) -> None:
        """Give a finding of many occurrences advice that fits all of them: the longest wait, and no number that varies."""
        first, wait = finding.values, finding.entry.retry.seconds[1:-1]
        same = {name: value for name, value in first.items() if name not in finding.ranges}
        finding.values = same | ({wait: finding.ranges[wait][1]} if wait in finding.ranges else {})
        finding.conflicts = []
        advise(finding, self._catalog.context, self._client, self._language)
        finding.values = first

    def _new_shape(self, raw: bytes) -> Outcome:
        """Return the outcome of a line or record of a new shape: that of another one if only the error type is new, and makes no difference."""
        plain, types = (raw, []) if self._types_count else split_types(raw)
        if not types:
            return self._new(raw)[0]
        key = plain.translate(None, VARIES)
        outcome = self._of_any_type.get(key)
        if outcome is None:
            outcome, evidence = self._new(raw)
            if make_no_difference(types, evidence):
                self._of_any_type[key] = outcome
        return outcome

    def _new(self, raw: bytes) -> tuple[Outcome, Evidence]:
        findings, evidence = self._examined(raw, brief=True)
        outcome = Outcome(findings, raw, evidence)
        if outcome.by_status is not None:
            outcome.by_status[statuses(raw)] = outcome
        return outcome, evidence

    def _examined(self, raw: bytes, brief: bool) -> tuple[list[Finding], Evidence]:
        """Return what is recognised in a line or record, and the evidence."""
        findings, evidence = examine(Passage(decode(raw)), self._catalog, self._product, brief=brief)
        return [finding for finding in findings if finding.recognised], evidence
