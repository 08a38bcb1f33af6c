"""Where in a text signs count for a message: not in the records of errors that say something else."""

from __future__ import annotations

from kimierr.match.names import is_named
from kimierr.match.rivals import nearest_rival
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.evidence import Evidence


class Surroundings:
    """The text around one message, without the records of other errors."""

    __slots__ = ("_evidence", "_record", "_spans", "lower", "reach")

    def __init__(self, evidence: Evidence, record: tuple[int, int], others: list[tuple[int, int]]) -> None:
        """`others` are the records of other errors than the one in `record`."""
        text = evidence.passage.text
        self._evidence = evidence
        self._record = record
        self._spans = [(0, len(text))]
        self.reach = 0, len(text)
        """From the end of the other error before it to the start of the one behind it."""
        self.lower = evidence.passage.lower
        """The text in lower case, blanks for what does not count."""
        if others:
            self.reach = (
                max((end for _, end in others if end <= record[0]), default=0),
                min((start for start, _ in others if start >= record[1]), default=len(text)),
            )
            edges = [0, *[edge for span in others for edge in span], len(text)]
            self._spans = [record, *[(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]]
            for start, end in others:
                self.lower = self.lower[:start] + " " * (end - start) + self.lower[end:]

    def products(self) -> dict[str, str]:
        """Return product id -> the word that shows it."""
        if len(self._spans) == 1:
            return self._evidence.products(*self._spans[0])
        found: dict[str, str] = {}
        for span in self._spans:
            found = {**self._evidence.products(*span), **found}
        return found

    def nearest_products(self) -> dict[str, str]:
        """Return those that the record itself shows, or else those around it."""
        return self._evidence.products(*self._record) or self.products()

    def product_hosts(self) -> dict[str, int]:
        """Return product id -> place of its first host."""
        found: dict[str, int] = {}
        for span in self._spans:
            found = {**self._evidence.product_hosts(*span), **found}
        return found

    def sign_of(self, product: str) -> str:
        """Return the sign that the record, or else what stands around it, is about a product, or about Kimi at all."""
        found = self.nearest_products()
        if product == "gateway":
            return found.get(product, "")
        if found:
            return found.get(product, "") or next(iter(found.values()))
        return self.kimi_sign()

    def kimi_sign(self) -> str:
        """Return what names Kimi or Moonshot at all: not in a path, an account or another product's name; empty if nothing does."""
        lower = self.lower
        return next((sign for sign in self._evidence.context.kimi_signs if sign in lower and is_named(lower, sign)), "")

    def rival(self, start: int, end: int) -> str:
        """Return the other vendor's model or name that stands nearest to a message at a span, unless Kimi's stands nearer."""
        return nearest_rival(self.lower, start, end, self._evidence.context, self._evidence.models_of_others)


def other_errors(evidence: Evidence, record: tuple[int, int], literal: str) -> list[tuple[int, int]]:
    """Return the records of errors that say something else than a message that is known by this squeezed literal."""
    passage = evidence.passage
    messages = [field.start for field in evidence.fields if field.name == "message"]
    return [
        (start, end)
        for start, end in (passage.records() if messages else ())
        if (start, end) != record and any(start <= place < end for place in messages) and literal not in squeeze(passage.text[start:end])
    ]
