"""All matches in a passage: whole messages first, cut and damaged ones where no whole one explains the likeness."""

from __future__ import annotations

from kimierr.match.align import SHORTEST_RUN, align, align_damaged
from kimierr.match.candidates import Candidates
from kimierr.match.judge import CUT, SPEAKS_FOR_ITSELF, judge
from kimierr.match.status import is_phrase
from kimierr.match.thresholds import LEAST, SHORT
from kimierr.model import POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog, Template
    from kimierr.match.align import Alignment
    from kimierr.match.candidates import Sharing
    from kimierr.match.evidence import Evidence
    from kimierr.match.judge import Match
    from kimierr.match.passage import Passage

FEWEST = 12
"""Weight below which a part of a message is not looked at further."""
MOST_REPAIRED = 20_000
"""Squeezed characters of a passage in which retyped messages are looked for."""
MOST_RETYPED = 1200
"""Squeezed characters of a paste that is compared with every message."""
PART = 1.5
"""How much more of a damaged message than a short one in its place says must be there, to be believed instead."""
SENTENCE = 60
"""Characters that may stand between a message and the end that another one shares with it."""
COLON = 3
"""Characters between words that announce an error and its message."""
SIMILAR = 0.75
"""Part of a message that a text which is not recognised must hold to be called similar."""
SAME = 3
"""Characters by which two messages in one place may differ and still say the same."""
SEEN = 4
"""Letters of a literal by which its other part is known on another line."""
MOST_RIVALS = 24
"""Templates that are tried on a retyped message."""


def find(passage: Passage, catalog: Catalog, evidence: Evidence, product: str, paste: bool) -> list[Match]:
    """Return every match in the passage, overlapping ones too; `product` narrows to one unless it is empty.

    A `paste` in which nothing is found is compared with every message, as somebody may have typed it from a picture.
    """
    matches = _matches(passage, catalog, evidence, product, paste)
    if paste and not any(match.confidence != POSSIBLE for match in matches):
        matches += _retyped(passage.stream, catalog, evidence, product)
    return _without_parts(_without_reason_phrases(matches, passage)) if len(matches) > 1 else matches


def _without_parts(matches: list[Match]) -> list[Match]:
    """Return the matches without those that another says better in their place.

    That is, short ones that are a part of a longer message or lead into one (`Invalid request: `), parts of a longer message
    where a whole one says as much, and what seems to lack its beginning but goes on with the message before it.
    """

    def is_part(this: Match, other: Match) -> bool:
        return _says_better(other.alignment, this.alignment) or _follows(other, this) or _goes_on_with(this, other)

    return [match for match in matches if not any(is_part(match, other) for other in matches)]


def _follows(other: Match, this: Match) -> bool:
    """Whether a short message only announces another, which stands behind its colon."""
    shorter = this.alignment.template.length < SHORT and this.alignment.matched < other.alignment.matched
    return shorter and 0 < other.start - this.end <= COLON and other.confidence != POSSIBLE


def _goes_on_with(this: Match, other: Match) -> bool:
    """Whether a match without its beginning stands close behind a whole message: servers vary the ends of their messages."""
    behind = other.alignment.complete and not this.alignment.head
    return behind and 0 <= this.start - other.end <= SENTENCE and other.confidence != POSSIBLE


def _says_better(other: Alignment, this: Alignment) -> bool:
    if not (other.start <= this.start and this.end <= other.end):
        return False
    if not this.complete:
        return other.complete and other.matched >= this.matched
    return this.template.length < SHORT and other.matched >= PART * this.matched


def _without_reason_phrases(matches: list[Match], passage: Passage) -> list[Match]:
    """Return the matches without short ones directly behind a status (`499 Client Closed Request`), if there are others."""
    phrases = [match for match in matches if is_reason_phrase(match, passage)]
    others = [match for match in matches if match not in phrases and match.confidence != POSSIBLE]
    return [match for match in matches if match not in phrases] if others else matches


def is_reason_phrase(match: Match, passage: Passage) -> bool:
    """Whether a match is the phrase that HTTP has for the status directly before it (`504 Gateway Timeout`)."""
    if match.alignment.template.length >= SHORT or not is_phrase(passage.text[match.start : match.end]):
        return False
    return passage.text[max(0, match.start - 4) : match.start].strip().isdigit() or passage.text[match.start : match.start + 3].isdigit()


class _Likeness:
    """The candidates of a passage, by how they stand in it."""

    __slots__ = ("complete", "damaged", "partial", "rest")

    def __init__(self, sharing: list[tuple[Template, list[int]]], stream: str, tried: dict[Template, list[Alignment]]) -> None:
        """`sharing` are templates with the places of their blocks, `tried` alignments that are known already."""
        self.complete: list[Alignment] = []
        self.partial: list[Alignment] = []
        """Of templates too short for blocks."""
        self.damaged: list[Sharing] = []
        """A telling literal is there, but not all of them."""
        self.rest: list[Sharing] = []
        """Blocks are there, but no whole telling literal."""
        for template, places in sharing:
            known = tried.get(template)
            alignments = align(template, stream) if known is None else known
            if alignments and alignments[0].complete:
                self.complete += alignments
            elif not places:
                self.partial += alignments
            else:
                (self.damaged if alignments else self.rest).append((template, places, alignments))


def _matches(passage: Passage, catalog: Catalog, evidence: Evidence, product: str, paste: bool) -> list[Match]:
    """Return all matches of the passage; damaged ones only where no undamaged one explains the likeness."""
    stream = passage.stream
    lookup = Candidates(catalog, stream, product)
    matches, sure, found = (_in_paste if paste else _in_line)(lookup, stream, evidence)
    partial = found.partial + [alignment for _, _, alignments in found.damaged for alignment in alignments]
    # Growing blocks costs more than all else, and a log holds few messages that are cut at both ends.
    partial += [grown for template, places, _ in found.rest if (grown := align_damaged(template, stream, places if paste else []))]
    like = found.complete + partial
    evidence.similar = bool(like) and any(alignment.share >= SIMILAR and passage.starts_word(alignment.start) for alignment in like)
    if partial or found.rest:
        evidence.heed()  # the rest of the text is like messages too
    if not partial and not paste:
        return matches
    if not passage.text.rstrip().endswith("..."):
        _note_missing(partial, evidence)
    likely = [
        match
        for alignment in partial
        if alignment.matched >= FEWEST and not any(_outranks(whole, alignment) for whole in sure) and (match := judge(alignment, evidence))
    ]
    if paste and not sure and not likely and (found.rest or found.damaged):
        likely = _repaired([sharing[:2] for sharing in found.rest + found.damaged], stream, evidence)
    return matches + likely


def _in_paste(lookup: Candidates, stream: str, evidence: Evidence) -> tuple[list[Match], list[Match], _Likeness]:
    """Return the matches of whole messages, those of them that are sure, and what is like other messages."""
    found = _Likeness(lookup.sharing(), stream, {})
    matches, sure = _judged(found.complete, evidence)
    if stream.isascii():
        found.rest = _unexplained(found.rest, sure)
    return matches, sure, found


def _in_line(lookup: Candidates, stream: str, evidence: Evidence) -> tuple[list[Match], list[Match], _Likeness]:
    """Return the same for a line of a log, sooner: most hold one whole message, which explains all that is like it there."""
    codes = evidence.codes_beside_message() if stream.isascii() else []
    tried: dict[Template, list[Alignment]] = {}
    complete: list[Alignment] = []
    for template in lookup.whole():
        alignments = align(template, stream)
        tried[template] = alignments = _outside(codes, alignments) if codes else alignments
        if alignments and alignments[0].complete:
            complete += alignments
    matches, sure = _judged(complete, evidence)
    explained = codes + [(match.alignment.start, match.alignment.end) for match in sure] if stream.isascii() else []
    return matches, sure, _Likeness(lookup.running(explained), stream, tried)


def _outside(spans: list[tuple[int, int]], alignments: list[Alignment]) -> list[Alignment]:
    """Return the alignments that lie in none of the spans."""
    return [alignment for alignment in alignments if not any(start <= alignment.start and alignment.end <= end for start, end in spans)]


def _note_missing(partial: list[Alignment], evidence: Evidence) -> None:
    """Note what the lines before and behind the passage must hold, if they hold the rest of a message."""
    for alignment in partial:
        for difference in alignment.differs if alignment.matched >= SHORTEST_RUN else ():
            literal = alignment.template.pieces[difference.piece]
            if difference.where == "start" and alignment.start == 0:
                evidence.missing_before.add(literal[: difference.end][-SEEN:])
            elif difference.where == "end" and alignment.cut and alignment.matched >= LEAST:
                evidence.missing_behind.add(literal[difference.start :][:SEEN] if difference.start else "")


def _judged(complete: list[Alignment], evidence: Evidence) -> tuple[list[Match], list[Match]]:
    """Return the matches of undamaged messages, all of them and those that are more than possible; none for a part of a sure one."""
    matches: list[Match] = []
    sure: list[Match] = []
    if len(complete) > 1:
        complete = sorted(complete, key=lambda alignment: -alignment.matched)
    for alignment in complete:
        if not (sure and any(_holds(match.alignment, alignment) for match in sure)) and (match := judge(alignment, evidence)):
            matches.append(match)
            if match.confidence != POSSIBLE:
                sure.append(match)
    return matches, sure


def _holds(whole: Alignment, part: Alignment) -> bool:
    """Whether an alignment says more than another, which lies in it."""
    more = whole.matched > part.matched + SAME and whole.matched >= SPEAKS_FOR_ITSELF
    return more and whole.start <= part.start and part.end <= whole.end


def _unexplained(sharing: list[Sharing], sure: list[Match]) -> list[Sharing]:
    """Return the templates of which not all blocks lie in messages that are found already."""
    for match in sure:
        start, end = match.alignment.start, match.alignment.end
        sharing = [found for found in sharing if found[1][0] < start or found[1][-1] >= end]
    return sharing if len(sure) < 2 else [found for found in sharing if any(_unfound(place, sure) for place in found[1])]


def _unfound(place: int, matches: list[Match]) -> bool:
    return not any(match.alignment.start <= place < match.alignment.end for match in matches)


def _repaired(rest: list[tuple[Template, list[int]]], stream: str, evidence: Evidence) -> list[Match]:
    """Look for retyped messages among the templates that share most blocks with the text."""
    if len(stream) > MOST_REPAIRED:
        return []
    from kimierr.match.repair import repair

    rest.sort(key=lambda pair: -len(pair[1]))
    alignments = [
        alignment for template, places in rest[:MOST_RIVALS] if template.length >= LEAST and (alignment := repair(template, stream, places))
    ]
    return [match for alignment in alignments if (match := judge(alignment, evidence))]


def _outranks(match: Match, damaged: Alignment) -> bool:
    whole = match.alignment
    return whole.start < damaged.end and damaged.start < whole.end and whole.matched >= min(damaged.matched * CUT, SPEAKS_FOR_ITSELF)


def _retyped(stream: str, catalog: Catalog, evidence: Evidence, product: str) -> list[Match]:
    if not LEAST <= len(stream) <= MOST_RETYPED:
        return []
    from kimierr.match.repair import alike, repair

    templates = [volume.template(number) for volume in catalog.volumes for number in range(volume.template_count)]
    chosen = [template for template in catalog.without_hidden(templates) if catalog.sends(template.id, product)]
    cut = [alignment for template in chosen if _may_be_cut(template, stream) and (alignment := align_damaged(template, stream, []))]
    matches = [match for alignment in cut if alignment.matched >= FEWEST and (match := judge(alignment, evidence))]
    if matches:
        return matches
    alignments = [
        alignment for template in alike(chosen, stream)[:MOST_RIVALS] if (alignment := repair(template, stream, [0, len(stream)]))
    ]
    return [match for alignment in alignments if (match := judge(alignment, evidence))]


def _may_be_cut(template: Template, stream: str) -> bool:
    """Whether only one end of a template's most telling literal is there; so little may hold none of its blocks."""
    piece = template.key
    return (piece[:SHORTEST_RUN] in stream or piece[-SHORTEST_RUN:] in stream) and piece not in stream
