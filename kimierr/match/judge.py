"""How sure a found template makes us: its completeness, weighed with what else the text says."""

from __future__ import annotations

from kimierr.match.damage import resembles
from kimierr.match.values import field_end, values
from kimierr.model import CERTAIN, CONFIDENCES, LIKELY, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment
    from kimierr.match.evidence import Evidence
    from kimierr.match.passage import Passage
    from kimierr.model import Confidence

SHORT = 26
"""Squeezed characters below which a message is too common to be believed inside other text."""
TELLING = 30
"""Squeezed characters from which a message is long enough to be believed inside other text."""
LEAST = 16
"""Squeezed characters of a cut or damaged message that are needed at least."""
DAMAGED = 0.6
"""What a letter of a damaged or cut message counts beside one of a whole message."""
OFFICIAL = ("documented", "newer")
OFFICIAL_FIRST = {"documented": 0.4, "newer": 0.3, "older": 0.2, "live": 0.1}
"""Decides between entries with the same words: the one that documents them comes first."""
MEANS_LITTLE = 18
"""Weight below which a message is so short that it must begin the paste."""
MOST_BEFORE = MOST_AFTER = 40
FEW_BEFORE = 8
"""Letters around a message in a paste that is little more than it: `Error: 400`, a client's name."""
MOSTLY = 0.75
"""Part of a message that counts only as a whole which must be there when it is cut."""
_LEVELS = ("error", "err", "warn", "warning", "fatal", "critical", "severe", "info", "failed", "exception", "panic")
_QUOTES = ("\"", "'", "`")
_OPENERS = ":\"'`([{]-|>=·•●*—✗✕■,\v\n"
_CLOSERS = "\"'`)]}>|·,;<(\v\n"


class Match:
    """A template believed to be in the text."""

    __slots__ = ("alignment", "confidence", "end", "extent", "id", "reasons", "record", "rivals", "start")

    def __init__(self, alignment: Alignment, id: str, confidence: Confidence, reasons: list[str], start: int, end: int, extent: int, record: tuple[int, int]) -> None:
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
        weight = self.alignment.matched * (1 if self.alignment.complete else DAMAGED)
        return weight + OFFICIAL_FIRST.get(self.alignment.template.origin, 0) - (30 if self.confidence == POSSIBLE else 0)


def judge(alignment: Alignment, evidence: Evidence) -> Match | None:
    """Return the match an alignment makes, or None if the words are somebody else's or too few."""
    passage, template = evidence.passage, alignment.template
    start, end = passage.span(alignment.start, alignment.end)
    if alignment.matched < SHORT and _is_identifier(passage.text, start, end) and " " in template.text:
        return None
    begins = bool(template.gaps[0]) or opens(passage.text, start)
    alone = begins and (bool(template.gaps[-1]) or closes(passage.text, end))
    if template.whole and not (alone if alignment.complete else begins and alignment.head and alignment.share >= MOSTLY):
        return None
    if alignment.complete:
        if not _slots_fit(alignment, passage):
            return None
        confidence: Confidence = CERTAIN if template.origin in OFFICIAL else LIKELY
        reason = _wording(template.origin)
    else:
        confidence = LIKELY
        reason = _enough(alignment, passage, start, end, begins)
        if not reason:
            return None
    record = passage.record(start, end)
    if template.shared or template.length < SHORT:
        weighed = _weigh(alignment, evidence, record, (begins, alone), start, end)
        if weighed is None:
            return None
        most, why = weighed
        confidence = max(confidence, most, key=CONFIDENCES.index)
        reason = f"{reason}; {why}"
    extent = field_end(passage.text, end) if template.gaps[-1] else end
    return Match(alignment, template.id, confidence, [reason], start, end, max(end, extent), record)


def _weigh(alignment: Alignment, evidence: Evidence, record: tuple[int, int], place: tuple[bool, bool], start: int, end: int) -> tuple[Confidence, str] | None:
    """Return how sure words that others use too can make us here, and why; None if they are somebody else's.

    `place`: whether a message can begin where they stand, and whether they are the whole of it.
    """
    template = alignment.template
    begins, alone = place
    ours = _ours(evidence, record, template.id.partition("/")[0])
    if evidence.other(*record) or (template.id.partition("/")[0] != "gateway" and evidence.foreign_host(*record)):
        return None
    telling = alone or (alignment.complete and template.length >= TELLING)
    if template.id.startswith("gateway/") and not ours:
        kimi_itself = evidence.products(0, len(evidence.passage.text))
        return (POSSIBLE, "nothing in the text shows a gateway") if alone and not kimi_itself else None
    if ours:
        return (CERTAIN if telling else LIKELY if begins and alignment.complete else POSSIBLE), f"the text shows {ours}"
    if template.shared and evidence.has_openai_envelope(*record):
        return POSSIBLE, "the error object has the shape of OpenAI's, not of Kimi's"
    if evidence.is_api_error(*record):
        return (LIKELY if telling else POSSIBLE), "it stands in the error of a model API, though other services use the same words"
    if alignment.complete and template.length >= TELLING or (is_bare(evidence.passage.text, start, end, alignment.matched) and (alone or alignment.matched >= SHORT)):
        return LIKELY, "other services use the same words, but nothing in the text points to one"
    return (POSSIBLE, "nothing in the text shows that it comes from Kimi") if alone else None


def _is_identifier(text: str, start: int, end: int) -> bool:
    """Whether a span is the name of a type or class, or a part of one: `invalid_request_error`, `InvalidRequestError`."""
    found = text[start:end]
    if not found.replace("_", "").isalnum():
        return False
    glued = text[start - 1 : start] == "_" or text[end : end + 1] == "_"
    return glued or "_" in found or (any(char.isupper() for char in found[1:]) and any(char.islower() for char in found))


def _slots_fit(alignment: Alignment, passage: Passage) -> bool:
    """Whether the values between the literals are of their types, as far as that rules a message out."""
    strict = {name for slots in alignment.template.gaps for name, type in slots if type == "kimi_model"}
    if not strict:
        return True
    read = values(alignment, passage)
    return all(is_kimi_model(str(read.get(name, ""))) for name in strict)


def is_kimi_model(name: str) -> bool:
    """Whether a model name is one that Kimi itself sells: `kimi-k2.5`, `moonshot-v1-8k`, `k3`; not `moonshotai/kimi-k2`."""
    lowered = name.lower()
    return lowered.startswith(("kimi-", "moonshot-v1", "k3", "k2")) and "/" not in lowered


def _wording(origin: str) -> str:
    return {
        "documented": "the documented message is in the text",
        "newer": "the message is in the text, in the wording of the current official page",
        "older": "the message is in the text, in an older official wording",
        "live": "the message is in the text, in a wording the server sends but no page documents",
        "client": "the text holds a client's own sentence for it",
    }[origin]


def _enough(alignment: Alignment, passage: Passage, start: int, end: int, begins: bool) -> str:
    """Say why an incomplete message is enough; an empty string if it is not.

    Where it differs, the text must either be cut off there, or hold the same words with typing errors.
    """
    template, matched = alignment.template, alignment.matched
    cut_start = cut_end = damaged = False
    for difference in alignment.differs:
        if difference.where == "end" and (alignment.cut or ends_cut(passage.text, end, difference.start == 0)):
            cut_end = True
        elif difference.where == "start" and starts_cut(passage.text, start):
            cut_start = True
        elif matched >= LEAST and resembles(difference, template, passage.stream):
            damaged = True
        else:
            return ""
    least, share = (LEAST, 0.4 if damaged else 0.2)
    if template.shared or cut_start:
        nearly_whole = cut_end and begins and not cut_start and not damaged and alignment.share >= 0.7
        least, share = (LEAST, 0.7) if nearly_whole else (24, 0.5)
    if cut_end and not (begins or cut_start) or cut_end and ends_quoted(passage.text, end):
        least = max(least, 24)
    if matched < least or alignment.share < share:
        return ""
    if damaged:
        return "the message is in the text, damaged"
    return "the message is in the text, its beginning is missing" if cut_start else "the message is in the text, cut off"


def _ours(evidence: Evidence, record: tuple[int, int], product: str) -> str:
    """Return the sign that the record (or else the whole paste) is about this product, or about Kimi at all."""
    found = evidence.products(*record) or evidence.products(0, len(evidence.passage.text))
    if product == "gateway":
        return found.get(product, "")
    if found:
        return found.get(product, "") or next(iter(found.values()))
    return "Kimi" if evidence.speaks_of_kimi() else ""


def opens(text: str, start: int) -> bool:
    """Whether a message can begin at a place: on a line, in quotes, behind a colon, a bracket or a status."""
    before = text[max(0, start - 12) : start].rstrip(" \t")
    if not before or before[-1] in _OPENERS or before[-3:].isdigit() or not before[-1].isascii():
        return True
    return text[max(0, start - 12) : start].split()[-1].lower() in _LEVELS


def closes(text: str, end: int) -> bool:
    """Whether a message can end at a place: with its line, its quotes, or a full stop."""
    after = text[end : end + 12].lstrip(" \t")
    tail = after.lstrip(".!")
    return not tail or tail[0] in _CLOSERS or (after[:1] in ".!" and tail[0].isspace()) or not tail[0].isascii()


def is_bare(text: str, start: int, end: int, weight: int) -> bool:
    """Whether a paste is little more than the message; the less a message says itself, the less may stand before it.

    Time stamps and levels of a log do not count.
    """
    words = [word for word in text[max(0, start - 200) : start].split() if word.strip("[]:").lower() not in _LEVELS and sum(map(str.isdigit, word)) < 4]
    before = sum(1 for word in words for char in word if char.isalnum())
    after = sum(1 for char in text[end : end + 400] if char.isalnum())
    return before <= MOST_BEFORE and after <= MOST_AFTER if weight >= MEANS_LITTLE else before <= FEW_BEFORE


def ends_cut(text: str, end: int, behind_value: bool = False) -> bool:
    """Whether the text stops where a message goes on: at its end, an ellipsis, or a closing quote.

    `behind_value`: a placeholder's value may stand between.
    """
    after = text[end : end + 8].lstrip(" ")
    if not after.strip() or after.startswith(("...", "[...")) or after[0] in _QUOTES:
        return True
    if not behind_value:
        return False
    rest = text[end : end + 80].partition("\n")[0]
    value, dots, _ = rest.partition("...")
    return sum(1 for word in value.split() if any(map(str.isalnum, word))) <= 1 and (bool(dots) or end + len(rest) == len(text))


def ends_quoted(text: str, end: int) -> bool:
    """Whether a closing quote follows: a weak sign of a cut, as a quoted value ends there by itself."""
    return text[end : end + 8].lstrip(" ")[:1] in _QUOTES


def starts_cut(text: str, start: int) -> bool:
    """Whether the text begins inside a message: at its start, a line's start, after an ellipsis or an opening quote."""
    before = text[max(0, start - 8) : start].rstrip(" ")
    quoted = before[-1:] in _QUOTES and not before[-2:-1].isalnum()
    return not before.strip() or quoted or before.endswith(("...", "\n"))
