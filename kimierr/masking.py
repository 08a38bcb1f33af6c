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
    return Observed(
        message=redact(observed.message),
        http_status=observed.http_status,
        error_type=redact(observed.error_type),
        error_code=redact(observed.error_code),
        request_id=redact(observed.request_id),
        client=observed.client,
        host=redact(observed.host),
        model=redact(observed.model),
        layers=observed.layers,
    )
