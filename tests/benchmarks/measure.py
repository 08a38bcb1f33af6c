"""Compare whole commands fairly: every round runs each of them once (A B C, A B C, ...), so that a machine's moods cancel out.

Figures are medians over the rounds of the ratio to the first command of the same round. POSIX only.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

DISTORTING = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "PYTHONHASHSEED")
"""Variables that change how fast Python starts or writes."""
LEAST_CPU = 1e-4
LAUNCHER = """
import os, sys
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
print(os.wait4(pid, 0)[2].ru_maxrss, file=sys.stderr)
"""
"""A process starts with the memory of the one that starts it on its account: so that is a small one here."""


@dataclass
class Command:
    """A program and how to run it."""

    name: str
    argv: Sequence[str | Path]
    stdin: bytes | Path | None = None
    """Bytes come through a pipe (at most 64 KiB, the size of one), a path is opened as a file."""
    terminal: bool = False
    """Its output is a pseudo-terminal instead of a pipe."""
    prepare: Callable[[], None] | None = None
    """Called before each run, outside the time measured."""
    variables: dict[str, str] = field(default_factory=dict)
    status: int | None = 0
    """The exit status it must have; None for any."""


@dataclass
class Run:
    wall: float
    cpu: float


@dataclass
class Figures:
    """A command's medians; wall and cpu as ratios to the first command."""

    name: str
    wall: float
    cpu: float
    cpu_seconds: float


def compare(commands: Sequence[Command], rounds: int) -> list[Figures]:
    """Run all commands in turn, once to warm up and then `rounds` times."""
    runs: list[list[Run]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for command, seen in zip(commands, runs, strict=True):
            done = run(command)
            if number:
                seen.append(done)
    base = runs[0]
    return [
        Figures(
            command.name,
            statistics.median(one.wall / other.wall for one, other in zip(seen, base, strict=True)),
            statistics.median(one.cpu / max(other.cpu, LEAST_CPU) for one, other in zip(seen, base, strict=True)),
            statistics.median(one.cpu for one in seen),
        )
        for command, seen in zip(commands, runs, strict=True)
    ]


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without what distorts."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in DISTORTING and not name.startswith("KIMIERR") and not name.endswith("COLOR")
    }
    return {**kept, "TERM": "xterm-256color", **more}


def run(command: Command) -> Run:
    """Run a command to its end, reading and dropping its output."""
    if command.prepare:
        command.prepare()
    ours, theirs = os.openpty() if command.terminal else os.pipe()
    stdin = _stdin(command)
    argv = [os.fspath(part) for part in command.argv]
    actions = [(os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, theirs, 1), (os.POSIX_SPAWN_DUP2, theirs, 2)]
    start = time.perf_counter()
    pid = os.posix_spawnp(argv[0], argv, environment(**command.variables), file_actions=actions)
    os.close(theirs)
    os.close(stdin)
    said = _drain(ours)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    os.close(ours)
    if command.status is not None and os.waitstatus_to_exitcode(status) != command.status:
        raise RuntimeError(f"{command.name}: status {os.waitstatus_to_exitcode(status)}: {said.decode('utf-8', 'replace')[:400]}")
    return Run(wall, used.ru_utime + used.ru_stime)


def megabytes(command: Command) -> float:
    """Return the most memory that a command has in use at once, in a run of its own; 8 MB is the least that can be told."""
    if command.prepare:
        command.prepare()
    stdin = _stdin(command)
    argv = [sys.executable, "-I", "-S", "-c", LAUNCHER, *map(os.fspath, command.argv)]
    try:
        done = subprocess.run(
            argv, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(**command.variables), check=True
        )
    finally:
        os.close(stdin)
    return int(done.stderr.split()[-1]) / (1024 if sys.platform != "darwin" else 1 << 20)


def _stdin(command: Command) -> int:
    if not isinstance(command.stdin, bytes):
        return os.open(command.stdin or os.devnull, os.O_RDONLY)
    reading, writing = os.pipe()
    os.write(writing, command.stdin)
    os.close(writing)
    return reading


def _drain(descriptor: int) -> bytes:
    """Read to the end; return the first piece, for error messages."""
    first = b""
    try:
        while piece := os.read(descriptor, 1 << 20):
            first = first or piece
    except OSError:  # how a pseudo-terminal ends on Linux
        pass
    return first


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)) + "\n"
