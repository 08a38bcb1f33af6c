"""Diagnose errors of the Kimi APIs from whatever text they come in."""

from kimierr.diagnosis import diagnose
from kimierr.version import VERSION

__version__ = VERSION
__all__ = ["__version__", "diagnose"]
