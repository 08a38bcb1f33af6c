"""How much of a message must be there, in letters of its squeezed literals or as a part of it, and which letters count for nothing."""

SHORT = 26
"""Squeezed characters below which a message is too common to be believed inside other text."""
TELLING = 30
"""Squeezed characters from which a message is long enough to be believed inside other text."""
LEAST = 16
"""Squeezed characters of a cut or damaged message that are needed at least."""
ENOUGH = 24
"""Letters that are enough of a message that is like others, or lacks its beginning, if it is not nearly whole."""
CUT_SHARE = 0.2
DAMAGED_SHARE = 0.4
HALF = 0.5
NEARLY_WHOLE = 0.7
NEARLY_WHOLE_END = 0.8
NEARLY_WHOLE_DAMAGED = 0.85
"""Parts of a message, 0 to 1, that must be there."""
MOSTLY = 0.66
"""Part of a message that counts only as a whole which must be there when it is cut."""
COMMON_ENDINGS = (
    "pleasecheckyourplanandbillingdetails", "pleasecheckyourplan", "pleasetryagainlater", "pleasetryagain", "pleasecontactsupport",
    "contextdeadlineexceeded", "contextcanceled", "iotimeout", "connectionresetbypeer",
)  # fmt: skip
"""Squeezed ends of sentences that say nothing about whose they are."""


def common_letters(squeezed: str) -> int:
    """Return how many letters of a squeezed text are such an end."""
    return max((len(ending) for ending in COMMON_ENDINGS if ending in squeezed), default=0)
