"""Words of a message that other services use too: how sure they can make us where they stand."""

from __future__ import annotations

from kimierr.context import PROGRAMS
from kimierr.match.names import is_named
from kimierr.match.place import continues, is_bare, line_around
from kimierr.match.quoted import in_source, in_table
from kimierr.match.speaker import speaker
from kimierr.match.status import is_phrase
from kimierr.match.thresholds import LEAST, MOSTLY, SHORT, TELLING
from kimierr.model import CERTAIN, LIKELY, POSSIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.match.align import Alignment
    from kimierr.match.evidence import Evidence
    from kimierr.model import Confidence

    Weighed = tuple[Confidence, str]
    """How sure, and why."""

FEW_LINES = 400
"""Characters of a text in which a name on another line counts for few words."""
LONGEST_CODE = 12
"""Characters of a code in parentheses, with the blank in front of it."""
STACK = 200
"""Characters behind a record that may hold the stack of its error, where a prefix makes each line a record."""


class CommonWords:
    """One place in a text where such words stand."""

    __slots__ = ("_alignment", "_alone", "_around", "_begins", "_evidence", "_product", "_record", "_span", "_template")

    def __init__(
        self, alignment: Alignment, evidence: Evidence, record: tuple[int, int], span: tuple[int, int], begins: bool, alone: bool
    ) -> None:
        """`begins`: whether a message can begin at the start of the `span`; `alone`: whether the words are the whole of one."""
        self._alignment = alignment
        self._template = alignment.template
        self._product = alignment.template.id.partition("/")[0]
        self._evidence = evidence
        self._record = record
        self._around = evidence.around(record, alignment.template.key)
        self._span = span
        self._begins = begins
        self._alone = alone

    def weigh(self) -> Weighed | None:
        """Return how sure the words make us; None if they are somebody else's."""
        if self._are_theirs():
            return None
        ours = self._around.sign_of(self._product)
        if self._product == "gateway" and not ours:
            told = self._alone and not self._around.products()
            return (POSSIBLE, "nothing in the text shows a gateway") if told else None
        if self._template.whole and self._evidence.is_code_beside_message(self._record, self._span):
            return POSSIBLE, "it is the code of an error whose message says something else"
        text = self._evidence.passage.text
        quoted = in_source(text, self._span[0]) or in_table(text, self._span[0])
        if self._is_one_word() and self._product not in self._around.nearest_products() and "gateway" in self._around.nearest_products():
            ours = ""  # a gateway has words of its own
        named = ours.isalpha() and not self._around.nearest_products()
        if ours and (other := self._is_fault_of()):
            return POSSIBLE, f"`{other}` says it"
        if ours and not quoted and not named:
            return self._with(ours)
        doubt = self._doubt(quoted, named)
        if doubt:
            return POSSIBLE, doubt
        if self._is_one_word() or self._is_reason_phrase():
            return (POSSIBLE, "many services say so, and nothing in the text shows that this is Kimi") if self._alone else None
        return (self._beside(ours) if named else None) or self._without_sign()

    def _are_theirs(self) -> bool:
        """Whether another service shows itself, and Kimi does not nearer by."""
        evidence, gateway = self._evidence, self._product == "gateway"
        others = evidence.other_near(self._record, self._span) or (not gateway and evidence.foreign_host(*self._record, self._span))
        if others and not evidence.is_overruled(self._record, self._span):
            return True
        return not gateway and bool(self._around.rival(*self._span))

    def _is_telling(self) -> bool:
        """Whether they are all that is said, or a whole message long enough to be known inside other text."""
        goes_on = continues(self._evidence.passage.text, self._span[1])
        return self._alone or (self._alignment.complete and self._template.length >= TELLING and not goes_on)

    def _with(self, sign: str) -> Weighed:
        """Return how sure they make us beside a sign of their product, or of Kimi."""
        if self._is_telling():
            return CERTAIN, f"the text shows `{sign}`"
        mostly = self._alignment.complete or self._alignment.share >= MOSTLY
        return (LIKELY if self._begins and mostly else POSSIBLE), f"the text shows `{sign}`"

    def _beside(self, name: str) -> Weighed | None:
        """Return how sure they make us where Kimi is named at all: it may be a person, a folder, another program's project."""
        text = self._evidence.passage.lower
        first, last = line_around(text, *self._span)
        if self._template.length < SHORT and len(text) > FEW_LINES and not is_named(text[first:last], name):
            return None
        return (LIKELY if self._is_telling() else self._with(name)[0]), f"the text shows `{name}`"

    def _doubt(self, quoted: bool, named: bool) -> str:
        """Return what speaks against them where no sign but perhaps Kimi's name speaks for them."""
        evidence, template = self._evidence, self._template
        if template.shared and evidence.has_openai_envelope(*self._record):
            return "the error object has the shape of OpenAI's, not of Kimi's"
        if template.not_status:
            evidence.heeds_status = True
            status = evidence.status(*self._record, self._span[0])
            if status and status.stated and status.value in template.not_status:
                return f"other services send these words with status {status.value}, Kimi does not"
        if code := _code_behind(evidence.passage.text, self._span[1]):
            return f"the code {code} follows, which Kimi does not send"
        if quoted:
            return "it stands in source code or a table, not in an answer"
        if template.length < SHORT and self._is_said_by_many(named):
            return "many programs say so, and nothing in the text shows one that calls Kimi"
        return ""

    def _without_sign(self) -> Weighed | None:
        """Return how sure they make us where nothing speaks for or against them."""
        evidence, template, alignment = self._evidence, self._template, self._alignment
        text, telling = evidence.passage.text, self._is_telling()
        if template.origin == "client" and "/http-" in template.id:
            return POSSIBLE, "all that the client shows is a status, and nothing in the text shows that it called Kimi"
        if evidence.is_api_error(self._record[0], min(self._record[1] + STACK, self._around.reach[1])):
            return (LIKELY if telling else POSSIBLE), "it stands in the error of a model API, though other services use the same words"
        if template.length < TELLING and (named := speaker(text, self._span[0])) and not self._has_status():
            return POSSIBLE, f"`{named}` says it"
        damaged = any(difference.where in ("middle", "repaired") for difference in alignment.differs)
        bare = is_bare(text, *self._span, alignment.matched) and (self._alone or alignment.matched >= SHORT)
        if (telling and alignment.complete and template.length >= TELLING) or (bare and not damaged):
            return LIKELY, "other services use the same words, but nothing in the text points to one"
        return (POSSIBLE, "nothing in the text shows that it comes from Kimi") if self._alone else None

    def _is_said_by_many(self, named: bool) -> bool:
        """Whether they are a client's own words, or a library's for a lost connection, and nothing shows a program that calls Kimi."""
        clients = self._evidence.clients
        if self._template.origin == "client":
            return not clients
        return self._is_connection_fault() and not named and not any(shown.kind in PROGRAMS for shown in clients)

    def _is_fault_of(self) -> str:
        """Return for whom a few words tell of a lost connection (`Update check: fetch failed`); empty if it is for a host or model of Kimi's."""
        if self._template.length >= SHORT or not self._is_connection_fault() or self._around.product_hosts():
            return ""
        text = self._evidence.passage.text
        first, last = line_around(text, *self._span)
        return "" if self._evidence.products(first, last) else speaker(text, self._span[0])

    def _is_connection_fault(self) -> bool:
        return self._evidence.context.others.is_connection_fault(self._template.key)

    def _is_one_word(self) -> bool:
        """Whether they are a word that any program says (`unauthenticated`), and no page documents it."""
        template = self._template
        return template.length < LEAST and template.origin in ("older", "live") and (template.key.isascii() or not self._is_of_request())

    def _is_of_request(self) -> bool:
        """Whether anything shows that they are the answer to a request: Kimi's name, a status, a client of a model API."""
        return self._has_status() or bool(self._around.sign_of(self._product)) or self._evidence.is_api_error(*self._record)

    def _has_status(self) -> bool:
        """Whether a status is stated beside them."""
        status = self._evidence.status(*self._record, self._span[0])
        return status is not None and status.stated

    def _is_reason_phrase(self) -> bool:
        """Whether they are what HTTP has for a status, with it (`504 Gateway Timeout`): any web server sends that."""
        return self._template.text[:3].isdigit() and is_phrase(self._template.text)


def _code_behind(text: str, end: int) -> str:
    """Return the number in parentheses right behind a place, if it is no HTTP status: ` (1008)`; empty if there is none."""
    behind = text[end : end + LONGEST_CODE]
    number, closed, _ = behind[2:].partition(")")
    return number if behind[:2] == " (" and closed and number.isdigit() and len(number) > 3 else ""
