"""Text for pipes, logs and screen readers: no wrapping, no escapes, one fact a line, the label first."""

from __future__ import annotations

from kimierr.render.view import cards, count
from kimierr.render.words import fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.render.view import Card
    from kimierr.report import Report


def render(report: Report) -> str:
    """Return the report as plain text that ends with a line feed, a blank line between findings, below 64 KB."""
    return fit((block(card) for card in cards(report)), count(report))


def block(card: Card) -> str:
    """Return one card as lines, each ended."""
    tag = f"   [{card.tag}]" if card.tag else ""
    return "".join(line + "\n" for line in [card.lead + card.heading + tag, *body(card)])


def body(card: Card) -> list[str]:
    """Return the lines below the heading."""
    lines = []
    for section in card.sections:
        if section.steps:
            lines.append(f"{section.label}:")
            lines += [f"  {number}. {step}" for number, step in enumerate(section.items, 1)]
        else:
            lines += [f"{section.label}: {item}" for item in section.items]
    return lines + [f"More: {url}" for _, url in card.links]
