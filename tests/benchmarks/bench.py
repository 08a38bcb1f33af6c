"""What the benchmarks share: a clean environment with the wheel, made-up catalogs, messages to ask about."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import wheel
from loggen import Chance

EXACT = (
    "openai.RateLimitError: Error code: 429 - {'error': {'message': 'Your account org-0123456789abcdef<ak-abcdefghij1234567890> request reached "
    "organization max RPM: 20, please try again after 1 seconds', 'type': 'rate_limit_reached_error'}}"
)
DAMAGED = "Your acount org-0123456789abcdef<ak-abcdefghij1234567890> requst reached organisation max RPM 20, plase try agian after 1 second"


class Site:
    """The installed program, away from the checkout."""

    def __init__(self, built: Path, scripts: Path, folder: Path) -> None:
        self.python = scripts / "python"
        self.kimierr = scripts / "kimierr"
        self.folder = folder
        """For files of the benchmarks; also the home folder."""
        self._built = built
        self.variables = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}

    def fast(self) -> Path | None:
        """Install the program with its extra `fast` beside it; return its command, None where hyperscan cannot be had."""
        try:
            return wheel.install(self._built, self.folder / "fast", "fast") / "kimierr"
        except wheel.PackagingError:
            return None


@contextmanager
def installed() -> Iterator[Site]:
    """Build the wheel, install it into a new environment, and remove all of it in the end."""
    with tempfile.TemporaryDirectory(prefix="kimierr-benchmark-") as name:
        folder = Path(name)
        built = wheel.build(folder)
        yield Site(built, wheel.install(built, folder / "venv"), folder)


def write_catalog(path: Path, entries: int) -> Path:
    """Write a catalog of made-up entries into one file: every third word of a message is an ordinary one."""
    chance = Chance(entries)

    def words(least: int, most: int) -> str:
        return " ".join(chance.words(1, 2) if chance.below(3) == 0 else _word(chance) for _ in range(least + chance.below(most - least)))

    parts = ["entries:"]
    for number in range(entries):
        message = words(6, 12)
        parts.append(
            f"- id: own/made-up-{number}\n"
            f"  title: Made-up error {number}\n"
            f"  messages: [{{text: '{message} {{limit:int}} {words(2, 5)}'}}]\n"
            f"  cause: It says {words(3, 6)}.\n"
            f"  fix: ['Change {words(2, 4)}.']\n"
            "  retry: {verdict: fix}\n"
            "  links: [{title: None, url: 'https://example.com/'}]\n"
            "  source: {document: made up, checked: 2026-11-20}\n"
            f"  examples: ['{message} 1', '{message} 2']"
        )
    path.write_text("\n".join(parts) + "\n", "utf-8")
    return path


def _word(chance: Chance) -> str:
    return "".join(chance.one("bdfgklmnprstvz") + chance.one("aeiou") for _ in range(2 + chance.below(3)))
