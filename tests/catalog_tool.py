"""What the tests of catalog files share: a sound entry, and the program run on files inside this process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MESSAGE = "the flux capacitor of delorean is empty, load 12 units"
ENTRY = """\
title: Own error
messages:
  - text: 'the flux capacitor of {name:word} is empty, load {count:int} units'
cause: The {name} has nothing left.
fix:
  - 'Load {count} units.'
retry:
  verdict: fix
links:
  - title: Notes
    url: https://example.com/flux
source:
  document: Own notes
  checked: 2026-11-20
examples:
  - text: 'the flux capacitor of delorean is empty, load 12 units'
  - text: '{"error":{"message":"the flux capacitor of delorean is empty, load 12 units","type":"flux"}}'
"""
LAST = len(ENTRY.splitlines())


def changed(old: str, new: str) -> str:
    """Return the sound entry with one piece replaced."""
    assert ENTRY.count(old) == 1, old
    return ENTRY.replace(old, new)


def entries(*ids: str, **titles: str) -> str:
    """Return a file with a list of entries, each a copy of the sound one."""
    items = []
    for id in ids:
        head, *rest = ENTRY.replace("Own error", titles.get(id.replace("/", "_"), "Own error")).splitlines()
        items.append("\n".join([f"  - id: {id}", f"    {head}", *(f"    {line}" for line in rest)]))
    return "entries:\n" + "\n".join(items) + "\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which nothing of the reader's own is found but what lies under `home`."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LANG")}
    own = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    return kept | own | more


def run(home: Path, *arguments: str | Path, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "kimierr", *map(str, arguments)]
    return subprocess.run(
        command, input="", capture_output=True, text=True, encoding="utf-8", env=environment(home, **more), timeout=timeout
    )
