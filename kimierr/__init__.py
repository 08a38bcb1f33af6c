"""Diagnose errors of the Kimi APIs from whatever text they come in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.diagnosis import diagnose

VERSION = "0.1.0"
__version__ = VERSION
__all__ = ["__version__", "diagnose"]


def __getattr__(name: str) -> object:
    """Import `diagnose` when it is asked for: `--version` and completion do without it."""
    if name == "diagnose":
        from kimierr.diagnosis import diagnose

        return diagnose
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
