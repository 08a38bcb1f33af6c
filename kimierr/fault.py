"""A fault of kimierr itself, as a short report that can be posted: no input, no values, no home folder."""

from __future__ import annotations

import platform
import traceback

from kimierr import VERSION

MOST_FRAMES = 8


def describe(error: BaseException) -> str:
    """Return a few lines: what failed and where in kimierr, with the versions; nothing of the reader's text."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "kimierr" in frame.filename][-MOST_FRAMES:]
    lines = [f"kimierr: this is a fault of kimierr, not of your text: {type(error).__name__}"]
    for frame in frames:
        where = frame.filename.replace("\\", "/").rpartition("/kimierr/")[2]
        lines.append(f"  {where}:{frame.lineno} in {frame.name}")
    lines.append(f"  kimierr {VERSION}, Python {platform.python_version()}, {platform.system()}")
    lines.append("Please report these lines; they hold nothing of what you pasted.")
    return "\n".join(lines)
