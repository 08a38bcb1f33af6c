"""The shapes in which programs show a server error: name -> function from a sample and seeded chance to a text."""

from __future__ import annotations

import wrappers_agents
import wrappers_logs
import wrappers_sdk
from shaping import WRAPPERS

__all__ = ["WRAPPERS", "wrappers_agents", "wrappers_logs", "wrappers_sdk"]
