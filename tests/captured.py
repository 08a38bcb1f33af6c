"""Texts that real clients printed, with the right answers, and whether a diagnosis of them is right."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kimierr.report import Report

FOLDER = Path(__file__).parent / "data" / "captures"
FLOOR = 0.995
"""The share of captures that must be diagnosed rightly."""


@dataclass(frozen=True)
class Capture:
    """What one client showed for one error, in one shape (`str(e)`, `traceback`, ...)."""

    id: str
    client: str
    shape: str
    text: str
    accept: tuple[str, ...]
    """Right answers, best first; "none": finding nothing is right."""
    hint_only: bool = False
    """The client dropped what tells this error from others: a hint is enough."""

    def line(self) -> str:
        """Return the capture as a JSON line."""
        fields = asdict(self)
        if not self.hint_only:
            del fields["hint_only"]
        return json.dumps(fields, ensure_ascii=False) + "\n"


def stored(folder: Path = FOLDER) -> list[Capture]:
    """Return the captures kept in a folder, one JSON lines file a client."""
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n") if line]
    return [Capture(**row | {"accept": tuple(row["accept"])}) for row in rows]


def fault(capture: Capture, report: Report) -> str:
    """Return what is wrong with the diagnosis of a capture, empty if nothing is."""
    recognised = [finding.entry.id for finding in report.findings if finding.recognised]
    if recognised:
        return "" if recognised[0] in capture.accept else f"wrong: {recognised[0]}"
    return "" if capture.hint_only or "none" in capture.accept else f"missed: {[finding.entry.id for finding in report.findings]}"


def describe(capture: Capture, fault: str) -> str:
    """Return a failure as a developer wants to see it."""
    return f"{capture.id} {capture.client} {capture.shape}: want {', '.join(capture.accept)}; {fault}\n    {capture.text[:600]!r}"
