"""Secrets out of what a finding quotes from the text."""

from __future__ import annotations

from kimierr.redact import redact
from kimierr.report import Finding, Observed


def mask(finding: Finding) -> None:
    """Mask keys, ids and addresses in everything of a finding that comes from the pasted text."""
    finding.observed = mask_observed(finding.observed)
    finding.values = {name: redact(value) if isinstance(value, str) else value for name, value in finding.values.items()}
    finding.reasons = [redact(reason) for reason in finding.reasons]


def mask_observed(observed: Observed) -> Observed:
    """Return the observation with its strings masked."""
    return Observed(*(redact(value) if isinstance(value := getattr(observed, name), str) else value for name in observed.__slots__))
