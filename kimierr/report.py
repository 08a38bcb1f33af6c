"""What a diagnosis gives: findings with their advice, what was seen in the text, and the JSON document of it all."""

from __future__ import annotations

from kimierr.model import CERTAIN, LIKELY, Entry, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kimierr.model import Confidence, Link, Verdict

SCHEMA_VERSION = 1


class Observed(Value):
    """What the text itself says, unchecked; empty strings and 0 for what it does not say."""

    __slots__ = ("message", "http_status", "error_type", "error_code", "request_id", "client", "host", "model", "layers")

    def __init__(
        self,
        message: str = "",
        http_status: int = 0,
        error_type: str = "",
        error_code: str = "",
        request_id: str = "",
        client: str = "",
        host: str = "",
        model: str = "",
        layers: tuple[str, ...] = (),
    ) -> None:
        self.message = message
        self.http_status = http_status
        self.error_type = error_type
        self.error_code = error_code
        self.request_id = request_id
        self.client = client
        """Id of the outermost client that shows itself."""
        self.host = host
        self.model = model
        self.layers = layers
        """Clients and gateways from the outside in, Kimi last."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form: null for what the text does not say."""
        return {name: list(value) if isinstance(value := getattr(self, name), tuple) else value or None for name in self.__slots__}


class Place:
    """Where in the readable text a finding stands, as spans (start, end)."""

    __slots__ = ("general", "message", "record")

    def __init__(self, message: tuple[int, int], record: tuple[int, int], general: tuple[int, int]) -> None:
        self.message = message
        """Empty for a hint."""
        self.record = record
        self.general = general
        """What holds for all errors of the text."""


class RetryAdvice(Value):
    """Whether and how to send the same request again."""

    __slots__ = ("verdict", "after_seconds", "max_attempts", "backoff")

    def __init__(self, verdict: Verdict, after_seconds: float | None = None, max_attempts: int = 0, backoff: tuple[int, ...] = ()) -> None:
        self.verdict = verdict
        self.after_seconds = after_seconds
        self.max_attempts = max_attempts
        self.backoff = backoff
        """Seconds to wait before each attempt when the message names none."""


class Alternative(Value):
    """Another entry that the text may mean."""

    __slots__ = ("id", "title", "confidence", "why")

    def __init__(self, id: str, title: str, confidence: Confidence, why: str) -> None:
        self.id = id
        self.title = title
        self.confidence = confidence
        self.why = why


_NOWHERE = Place((0, 0), (0, 0), (0, 0))
_ONLY_VERDICT: dict[Verdict, RetryAdvice] = {verdict: RetryAdvice(verdict) for verdict in ("fix", "wait", "retry")}
"""What is said of retrying before there is advice."""


class Finding:
    """One error recognised in a text, with advice for this reader."""

    __slots__ = (
        "alternatives", "ambiguous", "cause", "client_notes", "client_sentences", "confidence", "conflicts", "count", "entry", "file",
        "first_line", "fix", "key", "last_line", "message", "note", "observed", "place", "product_name", "question", "ranges", "reasons",
        "retry", "retry_after", "times", "title", "values", "whole", "wording",
    )  # fmt: skip

    def __init__(
        self,
        entry: Entry,
        confidence: Confidence,
        observed: Observed,
        values: dict[str, int | float | str],
        reasons: list[str],
        conflicts: list[str],
        first_line: int,
        last_line: int,
        message: str = "",
        alternatives: tuple[Alternative, ...] = (),
        ambiguous: bool = False,
        question: str = "",
    ) -> None:
        self.entry = entry
        self.confidence = confidence
        self.observed = observed
        self.values = values
        self.reasons = reasons
        self.conflicts = conflicts
        self.first_line = first_line
        self.last_line = last_line
        self.message = message
        """The documented wording of the message, with its placeholders."""
        self.alternatives = alternatives
        self.ambiguous = ambiguous
        """The text does not decide between this entry and the alternatives."""
        self.question = question
        """What decides between them."""
        self.count = 1
        self.ranges: dict[str, tuple[float, float]] = {}
        """Least and greatest of the numbers that vary between the occurrences in a log."""
        self.file = ""
        """Name of the file that a scan found it in, fit to be shown; empty for a paste and for standard input."""
        self.times: tuple[str, str] = ("", "")
        """Time stamps of the first and last line, where they carry one."""
        self.whole = True
        """The message stands undamaged and in full in the text."""
        self.place = _NOWHERE
        self.wording = ""
        """Name of the wording that was found, if the entry has several with different steps."""
        self.product_name = ""
        self.title = entry.title
        self.cause = ""
        self.note = ""
        self.fix: list[str] = []
        self.client_notes: list[str] = []
        """What the reader's client hides or gets wrong about this error."""
        self.key: tuple[str, str] = ("", "")
        """(product, prefix) of an API key in the text whose prefix is used by that product only."""
        self.client_sentences: tuple[str, ...] = ()
        """Sentences of the client's own that stand around the message and mislead."""
        self.retry_after: float | None = None
        """Seconds that the server's `Retry-After` header asks for."""
        self.retry = _ONLY_VERDICT[entry.retry.verdict]

    @property
    def recognised(self) -> bool:
        """Whether this is an answer, not only a hint."""
        return self.confidence in (CERTAIN, LIKELY)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form of one finding."""
        entry = self.entry
        return {
            "entry": {
                "id": entry.id,
                "product": entry.product,
                "title": self.title,
                "kind": entry.kind,
                "documented": entry.documented,
                "http_status": entry.http_status[0] if entry.http_status else None,
                "error_type": entry.error_type[0] if entry.error_type else None,
                "error_code": entry.error_code[0].code if entry.error_code else None,
                "message": self.message or None,
                "cause": self.cause,
                "note": self.note or None,
                "links": [link_dict(link) for link in entry.links],
                "checked": entry.source.checked,
            },
            "confidence": self.confidence,
            "ambiguous": self.ambiguous,
            "question": self.question or None,
            "reasons": self.reasons,
            "conflicts": self.conflicts,
            "values": self.values,
            "fix": self.fix,
            "client_notes": self.client_notes,
            "retry": {
                "verdict": self.retry.verdict,
                "after_seconds": self.retry.after_seconds,
                "max_attempts": self.retry.max_attempts or None,
                "backoff": list(self.retry.backoff),
            },
            "observed": self.observed.to_dict(),
            "alternatives": [
                {"id": other.id, "title": other.title, "confidence": other.confidence, "why": other.why} for other in self.alternatives
            ],
            "file": self.file or None,
            "count": self.count,
            "first_line": self.first_line,
            "last_line": self.last_line,
            "first_time": self.times[0] or None,
            "last_time": self.times[1] or None,
            "ranges": {name: list(pair) for name, pair in self.ranges.items()},
        }  # fmt: skip


class Unknown:
    """What to say of a text in which no entry was recognised."""

    __slots__ = ("advice", "links", "observed", "send_to", "summary")

    def __init__(self, summary: str, observed: Observed, advice: list[str], send_to: str = "", links: tuple[Link, ...] = ()) -> None:
        self.summary = summary
        """One sentence: not documented, or whose error it is."""
        self.observed = observed
        self.advice = advice
        """Steps: how to get the server's message, what to send to support."""
        self.send_to = send_to
        self.links = links
        """Pages in which the error may be told of: of the product and of the client, as far as the text shows them."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "summary": self.summary,
            "observed": self.observed.to_dict(),
            "advice": self.advice,
            "send_to": self.send_to or None,
            "links": [link_dict(link) for link in self.links],
        }


class Report:
    """The answer to one text."""

    __slots__ = ("catalog_size", "findings", "lines", "similar_lines", "unknown", "version")

    def __init__(
        self, findings: list[Finding], unknown: Unknown | None, catalog_size: int, version: str, lines: int = 0, similar_lines: int = 0
    ) -> None:
        self.findings = findings
        """Most telling first; those of confidence "possible" are hints."""
        self.unknown = unknown
        """Set when nothing was recognised."""
        self.catalog_size = catalog_size
        self.version = version
        self.lines = lines
        """Lines read, when the input was read as a log."""
        self.similar_lines = similar_lines
        """Lines of a log that look similar to a documented error, but were not recognised."""

    @property
    def recognised(self) -> bool:
        return any(finding.recognised for finding in self.findings)

    def __repr__(self) -> str:
        found = ", ".join(f"{finding.entry.id} ({finding.confidence})" for finding in self.findings)
        return f"<Report: {found or 'nothing found'}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON document of the contract (schema_version 1)."""
        return {
            "schema_version": SCHEMA_VERSION,
            "kimierr": self.version,
            "catalog": {"entries": self.catalog_size},
            "findings": [finding.to_dict() for finding in self.findings],
            "unrecognised": self.unknown.to_dict() if self.unknown else None,
            "lines": self.lines or None,
            "similar_lines": self.similar_lines if self.lines else None,
        }


def link_dict(link: Link) -> dict[str, str]:
    return {"title": link.title, "url": link.url}
