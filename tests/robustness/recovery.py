"""How many of the catalog's own messages come back as their entry, wrapped and damaged; also a script: `python recovery.py [-v]`."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from damages import CUTS, DAMAGES, cut
from samples import Sample, samples
from wrappers import WRAPPERS

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import squeezed

DAMAGED_WRAPPERS = ("bare", "openai_python", "claude_code")
LEAST_LETTERS = 16
"""Letters of a message's own words that a cut must leave for an answer to be asked for."""
LEAST_LETTERS_WITHOUT_START = 24


@dataclass
class Tally:
    """Answers to the texts of one wrapper or damage."""

    right: int = 0
    hinted: int = 0
    """Those of `right` that are only hints, which shared wordings may be."""
    asked: int = 0
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """(id asked for, id answered or "nothing", text)."""

    @property
    def rate(self) -> float:
        return self.right / self.asked if self.asked else 1.0


class Judge:
    """Says whether an answer is right, and keeps count."""

    def __init__(self) -> None:
        self.tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
        self.confused: Counter[tuple[str, str]] = Counter()
        self._literals: defaultdict[str, set[str]] = defaultdict(set)
        for entry in builtin_catalog().entries():
            for message in entry.messages:
                self._literals["".join(squeezed(message.text)[0])].add(entry.id)

    def ask(self, sample: Sample, text: str, group: str, name: str, start: int = 0, end: int | None = None) -> None:
        """Diagnose a text in which the part `start` to `end` of the message is left."""
        tally = self.tallies[group, name]
        tally.asked += 1
        accepted = self.accepted(sample, sample.literals(start, end), start > 0)
        findings = diagnose(text).findings
        first = next((finding for finding in findings if finding.recognised), None)
        if first:
            if first.entry.id in accepted:
                tally.right += 1
                return
            answer = first.entry.id
        else:
            hints = {finding.entry.id for finding in findings} | {other.id for finding in findings for other in finding.alternatives}
            if hints & accepted and (
                sample.wording.shared or sample.wording.whole or len(accepted - {sample.entry.id, sample.entry.twin}) > 0
            ):
                tally.right += 1
                tally.hinted += 1
                return
            answer = "nothing"
        self.confused[sample.entry.id, answer] += 1
        tally.failures.append((sample.entry.id, answer, text))

    def accepted(self, sample: Sample, left: str, cut_start: bool) -> set[str]:
        """Return the entry, its twin, and every entry that says the words that are left."""
        ids = {sample.entry.id, sample.entry.twin} - {""}
        for literals, owners in self._literals.items():
            if literals.startswith(left) or (cut_start and left in literals):
                ids |= owners
        return ids


def measure() -> Judge:
    """Ask for every message in every wrapper, and with every damage in a few wrappers."""
    judge = Judge()
    for group, name, sample, text, start, end in texts():
        judge.ask(sample, text, group, name, start, end)
    return judge


def texts() -> Iterator[tuple[str, str, Sample, str, int, int]]:
    """Yield (group, name, sample, text, start and end of the part of the message that is left)."""
    for number, sample in enumerate(samples()):
        whole = (0, len(sample.message))
        for name, wrap in WRAPPERS.items():
            yield "wrapper", name, sample, wrap(sample, _random(number, name)), *whole
        for wrapper in DAMAGED_WRAPPERS:
            text = WRAPPERS[wrapper](sample, _random(number, wrapper))
            for name, damage in DAMAGES.items():
                damaged = damage(text, sample, _random(number, wrapper, name))
                if damaged is not None:
                    yield "damage", name, sample, damaged, *whole
            for name, span in CUTS.items():
                yield from _cut(name, span, text, sample, _random(number, wrapper, name))


def _cut(
    name: str, span: Callable[[str], tuple[int, int]], text: str, sample: Sample, random: Random
) -> Iterator[tuple[str, str, Sample, str, int, int]]:
    start, end = span(sample.message)
    left = len(sample.literals(start, end))
    least = LEAST_LETTERS_WITHOUT_START if start else LEAST_LETTERS
    damaged = cut(text, sample, (start, end), random)
    if damaged is not None and not sample.wording.whole and left >= least and 2 * left >= len(sample.literals()):
        yield "damage", name, sample, damaged, start, end


def _random(*seed: object) -> Random:
    return Random(" ".join(map(str, seed)))


def table(judge: Judge) -> str:
    """Return the rates per wrapper and damage, worst first, and which entry answers for which other."""
    rows = [f"{'':38} right   asked  hints"]
    for (group, name), tally in sorted(judge.tallies.items(), key=lambda item: (item[0][0] != "wrapper", item[1].rate)):
        rows.append(f"{group:8}{name:30} {tally.rate:6.1%}  {tally.asked:5}  {tally.hinted:5}")
    if judge.confused:
        rows += ["", "asked for -> answered"]
        rows += [f"{count:5}  {wanted} -> {answer}" for (wanted, answer), count in judge.confused.most_common(40)]
    return "\n".join(rows)


if __name__ == "__main__":
    result = measure()
    print(table(result))
    if "-v" in sys.argv:
        for (group, name), tally in result.tallies.items():
            for wanted, answer, text in tally.failures[:6]:
                print(f"\n--- {group} {name}: {wanted} -> {answer}\n{text[:700]}")
