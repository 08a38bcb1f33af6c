"""Where the real clients are installed, and whether they are: an environment of their own beside the checkout's files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
MISSING = "real clients are not installed: run python tests/clients/install.py"
PINS = {"python": ("requirements.txt",), "node": ("package.json", "package-lock.json")}


def folder() -> Path:
    """Return the environment's folder: KIMIERR_CLIENT_ENV, or `.client-envs` in the checkout."""
    return Path(os.environ.get("KIMIERR_CLIENT_ENV") or REPOSITORY / ".client-envs").absolute()


def python() -> Path:
    """Return the interpreter that has the Python clients."""
    return folder() / "python" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def pins(language: str) -> str:
    """Return a fingerprint of the pinned versions; an environment made from other pins is not the one we test."""
    digest = hashlib.sha256()
    for name in PINS[language]:
        digest.update((HERE / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def stamp(language: str) -> Path:
    """Return the file that an install writes last."""
    return folder() / language / "kimierr-pins"


def missing(language: str) -> str:
    """Return why the clients of a language (python, node) cannot be run, or an empty string."""
    try:
        found = stamp(language).read_text("utf-8")
    except FileNotFoundError:
        return MISSING
    return "" if found == pins(language) else MISSING.replace("not installed", "of other versions than pinned")
