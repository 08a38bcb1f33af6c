"""Bytes of a log, in pieces, to findings: only lines that the prefilter names are looked at closely.

A line is diagnosed on its own if that suffices, else with the lines of its record, else with its neighbours, as a
terminal may have broken the message. Lines that differ only in digits and hexadecimal ids are diagnosed once.
"""

from __future__ import annotations

from kimierr import VERSION
from kimierr.advice import advise
from kimierr.diagnosis import RETRY_ORDER, examine
from kimierr.masking import mask
from kimierr.match.passage import Passage
from kimierr.report import Report
from kimierr.scan.groups import HEAD, Group
from kimierr.scan.numbers import number_after
from kimierr.scan.outcome import Outcome, may_be_wrapped, says_more, statuses, waits_from
from kimierr.scan.prefilter import Prefilter
from kimierr.scan.records import MOST_BYTES, MOST_LINES, continues, joined_by_wrap, last_record, record_end, span
from kimierr.text.decode import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.match.evidence import Evidence
    from kimierr.report import Finding

LONGEST_LINE = 1 << 20
"""Bytes of one line that are looked at together; a longer one is cut, with an overlap."""
OVERLAP = 4096
LOOKED_AT = 16 << 10
"""Bytes of a very long line that are diagnosed, around its middle of interest."""
MOST_KEPT = 4096
"""Shapes of lines and records whose findings are kept for when they come again."""
LONGEST_KEPT = 2048
"""Bytes of a line or record that is kept; longer ones hardly come again."""
_VARIES = b"0123456789abcdefABCDEF"


class Sighting:
    """One occurrence of a finding: where it was seen this time."""

    __slots__ = ("_outcome", "_scanner", "_which", "first_line", "last_line")

    def __init__(self, scanner: Scanner, outcome: Outcome, which: int, first_line: int, last_line: int) -> None:
        self._scanner = scanner
        self._outcome = outcome
        self._which = which
        self.first_line = first_line
        self.last_line = last_line

    @property
    def id(self) -> str:
        return self._outcome.findings[self._which].entry.id

    @property
    def finding(self) -> Finding:
        """The finding with its advice, secrets masked; made when first asked for."""
        return self._scanner.complete(self._outcome, self._which)


class Scanner:
    """Reads a log piece by piece; `feed` gives what was seen, `report` the whole, folded by entry."""

    def __init__(
        self, catalog: Catalog, product: str = "", client: str = "", language: str = "en", redact: bool = True, rows: bool = True
    ) -> None:
        """`rows`: each occurrence is wanted, not only the report."""
        self.catalog = catalog
        self.lines_read = 0
        self.similar_lines = 0
        self._prefilter = Prefilter(catalog)
        self._product = product
        self._client = client
        self._language = language
        self._redact = redact
        self._rows = rows
        self._rest = b""
        self._known: dict[bytes, Outcome] = {}
        self._groups: dict[str, Group] = {}
        self._said: set[str] = set()
        """Ids of the errors of the record that the last piece ended in."""

    def feed(self, data: bytes, hold: bool = True) -> list[Sighting]:
        """Take the next bytes; return what was seen in the lines they complete.

        With `hold`, a hit whose record may go on in the next bytes waits for them.
        """
        block = self._rest + data if self._rest else data
        end = block.rfind(b"\n") + 1
        if not end:
            if len(block) < LONGEST_LINE:
                self._rest = block
                return []
            self._rest = block[-OVERLAP:]
            return self._block(block, hold=False, cut=True)
        self._rest = block[end:]
        if len(self._rest) < LONGEST_LINE:
            return self._block(block[:end], hold)
        seen = self._block(block[:end], hold=False)
        long, self._rest = self._rest, self._rest[-OVERLAP:]
        return seen + self._block(long, hold=False, cut=True)

    def finish(self) -> list[Sighting]:
        """Take what is left as the end of the input."""
        rest, self._rest = self._rest, b""
        return self._block(rest if rest.endswith(b"\n") else rest + b"\n", hold=False) if rest else []

    def report(self) -> Report:
        """Return all findings so far, each entry once, the one to act on first in front."""
        findings = [group.folded() for group in self._groups.values()]
        findings.sort(key=lambda finding: (RETRY_ORDER[finding.entry.retry.verdict], -finding.count, finding.first_line))
        return Report(findings, None, len(self.catalog), VERSION, self.lines_read, self.similar_lines)

    def _block(self, block: bytes, hold: bool, cut: bool = False) -> list[Sighting]:
        hits = self._prefilter.lines(block)
        if not hits:
            end = self._held_from(block, last_record(block)) if hold else len(block)
            self.lines_read += 0 if cut else block.count(b"\n", 0, end)
            return []
        lines = block.split(b"\n")
        if not cut:
            lines.pop()
        seen: list[Sighting] = []
        said = self._said
        done, tail = -1, record_end(lines, -1) if said else -1
        known = self._known
        for index in hits:
            if index <= done:
                continue
            raw = lines[index]
            outcome = known.get(raw.translate(None, _VARIES))  # most lines end here, without a call
            if outcome is None or outcome.by_status is not None:
                outcome = self._outcome(raw)
            if index <= tail and outcome.says_no_more_than(said):
                continue  # the rest of the record says the same again: its type, its stack
            if outcome.is_nothing and index + 1 < len(lines) and not continues(lines[index + 1]):
                self.similar_lines += outcome.similar
                continue
            if hold and not outcome.suffices and index + MOST_LINES >= len(lines):
                first = waits_from(lines, index, done, outcome)
                if first < len(lines) <= first + MOST_LINES and sum(map(len, lines[first:])) + len(self._rest) <= MOST_BYTES:
                    self._rest = b"\n".join(lines[first:]) + b"\n" + self._rest
                    del lines[first:]
                    hold = False
                    break
            done_before, done = done, index
            if (group := outcome.only) is not None:
                group.count += 1
                group.last_line = self.lines_read + index + 1
                group.last_head = raw[:HEAD]
            elif outcome.suffices:
                done += self._count(outcome, raw, self.lines_read + index, seen)
            elif (until := self._look(lines, index, outcome, seen, done_before)) is not None:
                done = until
            else:
                continue
            if done + 1 >= len(lines) or continues(lines[done + 1]):
                ids = {finding.entry.id for finding in outcome.findings}
                said = said | ids if index <= tail else ids
                tail = record_end(lines, done)
        self._said = said if tail == len(lines) - 1 else set()
        if hold:
            start = last_record(block)
            first = len(lines) - block.count(b"\n", start)
            if max(tail, done, hits[-1]) < first and self._held_from(block, start) == start:
                del lines[first:]
        self.lines_read += 0 if cut else len(lines)
        return seen

    def _held_from(self, block: bytes, start: int) -> int:
        """Keep the last record of a block, from a place on, for the next bytes, which may go on with it; return where it is kept from."""
        if len(block) - start + len(self._rest) > MOST_BYTES:
            return len(block)
        self._rest = block[start:] + self._rest
        return start

    def _look(self, lines: list[bytes], index: int, outcome: Outcome, seen: list[Sighting], done: int) -> int | None:
        """Take what the line at `index`, its record or its neighbours say; return the last line that a finding is on, None for no finding.

        The lines up to `done` have said what they have to say.
        """
        start, raw, chosen = index, lines[index], outcome.findings
        first, last = span(lines, index)
        wider = [(first, last)] if last - first > 1 else []
        if not outcome.whole and may_be_wrapped(lines, index, *outcome.missing):
            wider.append(joined_by_wrap(lines, index, done))
        for from_line, to_line in wider:
            record = b"\n".join(lines[from_line:to_line])
            around = self._outcome(record)
            # What stands on other lines alone is found when they are looked at.
            here = index - from_line + 1
            over = [finding for finding in around.findings if finding.first_line <= here <= finding.last_line]
            if over and says_more(over, around, outcome):
                outcome, start, raw, chosen = around, from_line, record, over
                break
        if not outcome.findings:
            self.similar_lines += outcome.similar
            return None
        return max(index, start + self._count(outcome, raw, self.lines_read + start, seen, chosen))

    def _count(self, outcome: Outcome, raw: bytes, before: int, seen: list[Sighting], chosen: list[Finding] | None = None) -> int:
        """Count what a line or record holds, or some of it, which has so many lines before it.

        Return on which of its lines, from 0, the last finding ends.
        """
        last = 0
        head = raw[:HEAD]
        for which, finding in enumerate(outcome.findings):
            if chosen is not None and finding not in chosen:
                continue
            group = outcome.groups[which] or self._group(outcome, which, before + finding.first_line, head)
            group.count += 1
            group.last_line = before + finding.last_line
            group.last_head = head
            for name, text in outcome.numbers[which]:
                if (value := number_after(raw, text)) is not None:
                    group.widen(name, value)
            if finding.last_line > last:
                last = finding.last_line
            if self._rows:
                seen.append(Sighting(self, outcome, which, before + finding.first_line, before + finding.last_line))
            elif outcome.is_plain:
                outcome.only = group
        return last - 1

    def _group(self, outcome: Outcome, which: int, line: int, head: bytes) -> Group:
        id = outcome.findings[which].entry.id
        group = self._groups.get(id)
        if group is None:
            group = self._groups[id] = Group(self.complete(outcome, which), line, head)
        outcome.groups[which] = group
        return group

    def complete(self, outcome: Outcome, which: int) -> Finding:
        """Return a finding of an outcome with what the text says besides, masked and with its advice; made once."""
        if not outcome.is_complete:
            outcome.is_complete = True
            outcome.findings = self._examine(outcome.raw, brief=False)[0]
            for finding in outcome.findings:
                if self._redact:
                    mask(finding)
                advise(finding, self.catalog.context, self._client, self._language)
        return outcome.findings[which]

    def _outcome(self, raw: bytes) -> Outcome:
        if len(raw) > LOOKED_AT:
            raw = _window(raw, self._prefilter)
        key = raw.translate(None, _VARIES)
        known = self._known.get(key)
        if known is None:
            known = self._new_outcome(raw)
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            if len(raw) <= LONGEST_KEPT:
                self._known[key] = known
        elif known.by_status is not None:
            shown = statuses(raw)
            same = known.by_status.get(shown)
            if same is None:
                same = known.by_status[shown] = self._new_outcome(raw)
            known = same
        return known

    def _new_outcome(self, raw: bytes) -> Outcome:
        findings, evidence = self._examine(raw, brief=True)
        outcome = Outcome(findings, raw, evidence)
        if outcome.by_status is not None:
            outcome.by_status[statuses(raw)] = outcome
        return outcome

    def _examine(self, raw: bytes, brief: bool) -> tuple[list[Finding], Evidence]:
        """Return what is recognised in a line or record, and the evidence."""
        findings, evidence = examine(Passage(decode(raw)), self.catalog, self._product, brief=brief)
        return [finding for finding in findings if finding.recognised], evidence


def _window(raw: bytes, prefilter: Prefilter) -> bytes:
    """Return the part of a very long line that holds the message."""
    step = LOOKED_AT // 2
    for start in range(0, len(raw), step):
        part = raw[start : start + LOOKED_AT]
        if prefilter.lines(part):
            return part
    return raw[:LOOKED_AT]
