"""How sure a found template makes us: its completeness, weighed with what else the text says."""

from __future__ import annotations

from kimierr.match.place import closes, goes_on, opens
from kimierr.match.quoted import is_quoted
from kimierr.match.refuse import is_other_use, slots_fit
from kimierr.match.thresholds import MOSTLY, SHORT
from kimierr.match.values import field_end
from kimierr.model import ANSWERED_BY_OPENAI, CERTAIN, CONFIDENCES, LIKELY, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment
    from kimierr.match.evidence import Evidence
    from kimierr.model import Confidence

OPENAI = "OpenAI"
SPEAKS_FOR_ITSELF = 20
"""Weight from which a whole message goes before any damaged or cut one in its place."""
WHOLE = 1000.0
DAMAGED = 0.6
CUT = 0.8
"""What a letter of a damaged message, or of one cut at its end, counts beside one of a whole message."""
OFFICIAL = ("documented", "newer")
OFFICIAL_FIRST = {"documented": 0.4, "newer": 0.3, "older": 0.2, "live": 0.1}
"""Decides between entries with the same words: the one that documents them comes first."""
WORDING = {
    "documented": "the documented message is in the text",
    "newer": "the message is in the text, in the wording of the current official page",
    "older": "the message is in the text, in an older official wording",
    "live": "the message is in the text, in a wording the server sends but no page documents",
    "client": "the text holds a client's own sentence for it",
}
"""What to say of a whole message, by the origin of its wording."""


class Match:
    """A template believed to be in the text."""

    __slots__ = ("alignment", "confidence", "end", "extent", "id", "reasons", "record", "rivals", "start")

    def __init__(
        self,
        alignment: Alignment,
        id: str,
        confidence: Confidence,
        reasons: list[str],
        start: int,
        end: int,
        extent: int,
        record: tuple[int, int],
    ) -> None:
        self.alignment = alignment
        self.id = id
        self.confidence = confidence
        self.reasons = reasons
        self.start = start
        self.end = end
        """`start` and `end` are places in the readable text."""
        self.extent = extent
        """Where the message ends, with what its last placeholder took."""
        self.record = record
        self.rivals: list[Match] = []
        """Other entries that the same words may mean."""

    @property
    def weight(self) -> float:
        """More literal characters are more specific; damaged or cut ones count less than whole ones."""
        alignment = self.alignment
        if alignment.complete and alignment.matched >= SPEAKS_FOR_ITSELF:
            return (
                WHOLE
                + alignment.matched
                + OFFICIAL_FIRST.get(alignment.template.origin, 0)
                - (2 * WHOLE if self.confidence == POSSIBLE else 0)
            )
        cut_only = alignment.head and all(difference.where == "end" for difference in alignment.differs)
        missing = 0 if alignment.complete or cut_only else alignment.template.length - alignment.matched
        letters = alignment.matched * (1 if alignment.complete else CUT if cut_only else DAMAGED) - missing / 10
        return letters + OFFICIAL_FIRST.get(alignment.template.origin, 0) - (30 if self.confidence == POSSIBLE else 0)


def judge(alignment: Alignment, evidence: Evidence) -> Match | None:
    """Return the match an alignment makes, or None if the words are somebody else's or too few."""
    passage, template = evidence.passage, alignment.template
    if not alignment.complete:
        from kimierr.match.chance import drop_chance_letters  # most texts hold whole messages
        from kimierr.match.incomplete import may_be_enough

        if not may_be_enough(alignment):
            return None
        drop_chance_letters(alignment, passage)
    start, end = passage.span(alignment.start, alignment.end)
    if (alignment.matched < SHORT or not alignment.complete) and is_other_use(passage.text, start, end, alignment):
        return None
    begins = bool(template.gaps[0]) or opens(passage.text, start, template)
    alone = begins and (bool(template.gaps[-1]) or closes(passage.text, end))
    if template.whole and not (alone if alignment.complete else begins and alignment.head and alignment.share >= MOSTLY):
        return None
    if not slots_fit(alignment, passage):
        return None
    confidence: Confidence = LIKELY
    if alignment.complete:
        confidence = CERTAIN if template.origin in OFFICIAL else LIKELY
        reason = WORDING[template.origin]
        if not template.gaps[-1] and goes_on(passage.text, end) and not _has_sign(alignment, evidence, start, end):
            confidence, reason = POSSIBLE, f"{reason}, but its sentence goes on"
    else:
        from kimierr.match.incomplete import WITHOUT_CODE, damaged_end, enough

        reason = enough(alignment, passage, start, end, begins)
        if not reason or (reason == WITHOUT_CODE and not _has_sign(alignment, evidence, start, end)):
            return None
        end = max(end, damaged_end(alignment, passage))
        alone = begins and (bool(template.gaps[-1]) or closes(passage.text, end))
    id, record = template.id, passage.record(start, end)
    if id == ANSWERED_BY_OPENAI and _is_of_another_than_openai(evidence, record, (start, end)):
        return None
    if template.shared or template.length < SHORT:
        from kimierr.match.common_words import CommonWords  # most messages are nobody else's

        weighed = CommonWords(alignment, evidence, record, (start, end), begins, alone).weigh()
        if weighed is None:
            return None
        most, why = weighed
        confidence = max(confidence, most, key=CONFIDENCES.index)
        reason = f"{reason}; {why}"
    if confidence != POSSIBLE and is_quoted(passage.text, start, end):
        confidence = POSSIBLE
    extent = end
    if template.gaps[-1] and not any(difference.where == "end" and difference.start for difference in alignment.differs):
        extent = max(end, field_end(passage.text, end))  # it is not cut in the middle of its words
    return Match(alignment, id, confidence, [reason], start, end, extent, record)


def _has_sign(alignment: Alignment, evidence: Evidence, start: int, end: int) -> bool:
    """Whether anything around a message at a span shows its product, or Kimi."""
    template = alignment.template
    around = evidence.around(evidence.passage.record(start, end), template.key)
    return bool(around.sign_of(template.id.partition("/")[0]))


def _is_of_another_than_openai(evidence: Evidence, record: tuple[int, int], span: tuple[int, int]) -> bool:
    """Whether a service shows itself that sells Kimi's models under names of its own, and answers in OpenAI's words for others."""
    other, host = evidence.other_near(record, span), evidence.foreign_host(*record, span)
    return (other is not None and other.name != OPENAI) or (host != "" and OPENAI.lower() not in host)
