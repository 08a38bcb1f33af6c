"""Run as if from a prompt: a shell's job in the background ignores interrupts, and so would the programs that the tests start."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
