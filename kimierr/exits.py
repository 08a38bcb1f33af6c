"""The exit statuses, once."""

from __future__ import annotations

FOUND = 0
"""At least one error was recognised (confidence certain or likely)."""
NOTHING = 1
"""Nothing was recognised; hints of confidence "possible" may have been printed."""
USAGE = 2
"""Wrong use, unreadable input, bad catalog."""
FAULT = 3
"""A fault of kimierr itself."""
INTERRUPTED = 130
PIPE_CLOSED = 141
CANNOT_EXECUTE = 126
NOT_FOUND = 127

MEANINGS = (
    (str(FOUND), "at least one error was recognised (confidence certain or likely)"),
    (str(NOTHING), 'nothing was recognised; hints of confidence "possible" may have been printed'),
    (str(USAGE), "wrong use, unreadable input, bad catalog"),
    (str(FAULT), "a fault of kimierr itself, with a short redacted report on standard error"),
    (f"{INTERRUPTED} / {PIPE_CLOSED}", "interrupted / the reader closed the pipe"),
)


class Stop(Exception):
    """End with an exit status and one line for standard error."""

    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.text = text
