"""Diagnose errors of the Kimi APIs from whatever text they come in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.places import open_catalog
    from kimierr.diagnosis import diagnose

VERSION = "0.1.0"
__version__ = VERSION
__all__ = ["__version__", "diagnose", "open_catalog"]


def __getattr__(name: str) -> object:
    """Import a function when it is asked for: `--version` and completion do without."""
    if name == "diagnose":
        from kimierr.diagnosis import diagnose

        return diagnose
    if name == "open_catalog":
        from kimierr.catalog.places import open_catalog

        return open_catalog
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
