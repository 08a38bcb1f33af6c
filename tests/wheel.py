"""The wheel and a clean environment with nothing but it, for the tests of the package and for the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check")


class PackagingError(Exception):
    """pip failed; the text is the end of what it said."""


def build(folder: Path) -> Path:
    """Build the wheel into a folder, as `pip wheel . --no-deps` does, and return it."""
    _pip(Path(sys.executable), "wheel", str(ROOT), "--no-deps", "--wheel-dir", str(folder))
    (wheel,) = folder.glob("kimierr-*.whl")
    return wheel


def install(wheel: Path, folder: Path, extra: str = "") -> Path:
    """Make an environment with the wheel, an extra of it and what they depend on; return its folder of commands."""
    venv.EnvBuilder(with_pip=True).create(folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    _pip(scripts / "python", "install", "--compile", f"{wheel}[{extra}]" if extra else str(wheel))
    return scripts


def _pip(python: Path, *arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    done = subprocess.run(
        [str(python), *PIP, *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600
    )
    if done.returncode:
        raise PackagingError(f"pip {arguments[0]} failed: {done.stderr.strip()[-500:]}")
