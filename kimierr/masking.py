"""Secrets out of what a finding quotes from the text."""

from __future__ import annotations

from kimierr.redact import cover, redact
from kimierr.report import Finding, Observed


def mask(finding: Finding) -> None:
    """Mask keys, ids and addresses in everything of a finding that comes from the pasted text."""
    secrets: list[str] = []
    finding.observed = mask_observed(finding.observed, secrets)
    finding.values = {name: cover(redact(value), secrets) if isinstance(value, str) else value for name, value in finding.values.items()}
    finding.reasons = [redact(reason) for reason in finding.reasons]


def mask_observed(observed: Observed, secrets: list[str] | None = None) -> Observed:
    """Return the observation with its strings masked; what was masked in the message is added to `secrets`."""
    secrets = [] if secrets is None else secrets
    message = redact(observed.message, secrets)
    return Observed(
        message=message,
        http_status=observed.http_status,
        error_type=cover(redact(observed.error_type), secrets),
        error_code=cover(redact(observed.error_code), secrets),
        request_id=cover(redact(observed.request_id), secrets),
        client=observed.client,
        host=redact(observed.host),
        model=cover(redact(observed.model), secrets),
        layers=observed.layers,
    )
