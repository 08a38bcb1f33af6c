"""What a finding quotes from the text, made fit to be shown: secrets masked, each quotation on one line."""

from __future__ import annotations

from kimierr.redact import cover, redact
from kimierr.report import Finding, Observed
from kimierr.text.clean import SOFT_BREAK

_FRAMES = "│┃║| "
LONGEST_MESSAGE = 300
"""Characters that are shown of a message which is not known."""


def quote(finding: Finding, masked: bool) -> None:
    """Make everything of a finding that comes from the pasted text fit to be shown; keys, ids and addresses are `masked` unless told otherwise."""
    secrets: list[str] = []
    finding.observed = quote_observed(finding.observed, masked, secrets)
    if masked:
        finding.values = {
            name: cover(redact(value), secrets) if isinstance(value, str) else value for name, value in finding.values.items()
        }
        finding.reasons = [redact(reason) for reason in finding.reasons]


def quote_observed(observed: Observed, masked: bool, secrets: list[str] | None = None) -> Observed:
    """Return the observation fit to be shown; what was masked in the message is added to `secrets`.

    The message is masked as it stands in the text: a key that a terminal broke is known by the break.
    """
    if not masked:
        return _with_message(observed, unframed(observed.message))
    secrets = [] if secrets is None else secrets
    message = redact(observed.message, secrets)
    return Observed(
        message=unframed(message),
        http_status=observed.http_status,
        error_type=cover(redact(observed.error_type), secrets),
        error_code=cover(redact(observed.error_code), secrets),
        request_id=cover(redact(observed.request_id), secrets),
        client=observed.client,
        host=redact(observed.host),
        model=cover(redact(observed.model), secrets),
        layers=observed.layers,
    )


def shortened(observed: Observed) -> Observed:
    """Return the observation with no more of its message than is shown where it is not known."""
    return _with_message(observed, observed.message[:LONGEST_MESSAGE])


def unframed(text: str) -> str:
    """Return a text without its line breaks, and without the frame that a terminal drew around its lines."""
    lines = text.replace(SOFT_BREAK, "\n").split("\n")
    if len(lines) > 1:
        lines = [line.strip(_FRAMES) for line in lines]
    return " ".join(" ".join(lines).split())


def _with_message(observed: Observed, message: str) -> Observed:
    return Observed(message, *(getattr(observed, name) for name in Observed.__slots__[1:]))
