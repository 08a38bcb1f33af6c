"""Where an answer goes: in which format, and what can be shown there."""

from __future__ import annotations

from kimierr import streams
from kimierr.render import Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from kimierr.options import Options


class Target:
    """Standard output or standard error, with the format and the colours chosen for it."""

    __slots__ = ("_environ", "_stream", "color", "format", "terminal")

    def __init__(self, options: Options, environ: Mapping[str, str], stream: TextIO | None) -> None:
        self._environ = environ
        self._stream = stream
        self.terminal = stream is not None and stream.isatty()
        self.color = streams.color_wanted(options.color, environ, self.terminal)
        self.format = options.format or ("rich" if self.terminal or self.color else "plain")

    def screen(self) -> Screen:
        """Return what `rich` looks at."""
        return Screen(streams.width(self._environ, self._stream), self.color, streams.ascii_only(self._stream))
