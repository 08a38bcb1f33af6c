"""What is said of a finding, and in which order, before it is clear how it will look.

The order is that of a reader in a hurry: what it is, whether that is sure and why it may look different from what
the client says, what to do, whether to try again, and only then the circumstances.
"""

from __future__ import annotations

from kimierr.model import CERTAIN, POSSIBLE
from kimierr.render.words import known, name, one_line, plural, seen, status_of, verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.model import Link
    from kimierr.report import Alternative, Finding, Report, Unknown

MOST_STEPS = 20
MOST_STEPS_OF_HINT = 3
MOST_LINKS = 3
MOST_OTHERS = 6
NOTHING = "No Kimi error found in this text."


class Section:
    """A label and what belongs to it: sentences, or steps to be numbered."""

    __slots__ = ("items", "label", "steps")

    def __init__(self, label: str, items: list[str], steps: bool = False) -> None:
        self.label = label
        self.items = items
        self.steps = steps


class Card:
    """One answer: a heading, labelled sections and links; every string is one line."""

    __slots__ = ("lead", "links", "product", "sections", "status", "tag", "title", "verdict")

    def __init__(self, title: str, product: str = "", status: str = "", tag: str = "", lead: str = "", verdict: str = "") -> None:
        self.title = title
        self.product = product
        self.status = status
        self.tag = tag
        """Entry id and confidence."""
        self.lead = lead
        """Place among several, and the warning that it is only a hint."""
        self.verdict = verdict
        """retry, wait, fix, or empty."""
        self.sections: list[Section] = []
        self.links: list[tuple[str, str]] = []

    def say(self, label: str, *items: str, steps: bool = False) -> None:
        """Add a section, unless there is nothing in it."""
        lines = [line for item in items if (line := one_line(item))]
        if lines:
            self.sections.append(Section(label, lines, steps))

    def link(self, links: tuple[Link, ...], most: int = MOST_LINKS) -> None:
        self.links += [(name(link.title), one_line(link.url)) for link in links[:most]]

    @property
    def headline(self) -> str:
        """Product and title; a title that begins with the product needs no more."""
        return f"{self.product}: {self.title}" if self.product and not self.title.startswith(self.product) else self.title

    @property
    def heading(self) -> str:
        """The first line without lead and tag: status, product and title."""
        return f"{self.status} {self.headline}" if self.status else self.headline


def count(report: Report) -> int:
    """Return how many cards `cards` gives."""
    return len(report.findings) + (report.unknown is not None and not report.recognised) or 1


def cards(report: Report) -> Iterator[Card]:
    """Yield the answers of a report: what is not recognised first, then the findings in the report's order."""
    if report.unknown is not None and not report.recognised:
        yield of_unknown(report.unknown)
    elif not report.findings:
        yield Card(NOTHING)
    many = len(report.findings)
    for place, finding in enumerate(report.findings, 1):
        yield of_finding(finding, f"({place} of {many}) " if many > 1 else "")


def of_finding(finding: Finding, lead: str = "") -> Card:
    """Return the card of a finding; of a mere hint in its short form."""
    entry, hint = finding.entry, finding.confidence == POSSIBLE
    card = Card(
        one_line(finding.title),
        name(finding.product_name or entry.product),
        str(status_of(finding) or ""),
        f"{name(entry.id)}, {finding.confidence}",
        lead + ("Possible, not certain: " if hint else ""),
        "" if hint else finding.retry.verdict,
    )
    others = _others(finding.alternatives)
    if finding.ambiguous:
        card.say("Undecided", f"the text does not decide which error it is. {finding.question}")
        card.say("Or", *others)
    card.say("Conflict", *finding.conflicts[:MOST_OTHERS])
    if finding.confidence != CERTAIN:
        card.say("Why", "; ".join(finding.reasons[:MOST_OTHERS]))
    card.say("Cause", finding.cause)
    card.say("Fix", *_some(finding.fix, MOST_STEPS_OF_HINT if hint else MOST_STEPS, entry.id), steps=True)
    card.say("Client", *finding.client_notes[:MOST_OTHERS])
    if not hint:
        card.say("Retry", verdict(finding.retry))
        card.say("Note", finding.note)
    if not finding.ambiguous:
        card.say("Or", *others)
    if not entry.documented:
        card.say("Source", "seen in the field, in no official page.")
    card.say("Seen", seen(finding))
    card.link(entry.links, 1 if hint else MOST_LINKS)
    return card


def of_unknown(unknown: Unknown) -> Card:
    """Return the card of a text in which nothing was recognised."""
    card = Card(one_line(unknown.summary), lead="Not recognised: ")
    observed = unknown.observed
    card.say("Message", observed.message)
    named = (("type", observed.error_type), ("code", observed.error_code))
    card.say("Known", ", ".join([f"{what} {name(value)}" for what, value in named if value] + known(observed)))
    card.say("Next", *_some(unknown.advice, MOST_STEPS), steps=True)
    card.say("Send to", unknown.send_to)
    card.link(unknown.links)
    return card


def _others(alternatives: tuple[Alternative, ...]) -> list[str]:
    lines = [
        f"{one_line(other.title)} [{name(other.id)}, {other.confidence}]" + (f": {one_line(other.why)}" if other.why else "")
        for other in alternatives[:MOST_OTHERS]
    ]
    left = len(alternatives) - MOST_OTHERS
    return [*lines, f"{left} more"] if left > 0 else lines


def _some(steps: list[str], most: int, id: str = "") -> list[str]:
    left = len(steps) - most
    if left <= 1:  # a line to say so is no shorter than the step
        return steps
    return [
        *steps[:most],
        f"For {plural(left, 'more step')}, run `kimierr show {name(id)}`." if id else f"{plural(left, 'more step')} left out.",
    ]
