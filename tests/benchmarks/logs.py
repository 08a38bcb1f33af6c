"""How fast and in how much memory `kimierr scan` reads logs, beside rg, which only searches; how soon it reports."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

import loggen
from bench import EXACT, Site, installed, write_catalog
from measure import Command, compare, environment, table
from measure import megabytes as most_memory

from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import literals

RATES = (0.0001, 0.01, 0.2)
LATENCY_LINES = 200
LEAST_LITERAL = 8


def patterns(path: Path) -> Path:
    """Write the longest literal of every message, one a line, for rg."""
    longest = {
        max(literals(message.text), key=len, default="").strip() for entry in builtin_catalog().entries() for message in entry.messages
    }
    path.write_text("\n".join(sorted(literal for literal in longest if len(literal) >= LEAST_LITERAL)) + "\n", "utf-8")
    return path


def throughput(site: Site, megabytes: float, rounds: int) -> str:
    """Return a table of CPU time, beside rg where it is installed."""
    wanted = patterns(site.folder / "patterns.txt")
    rows: dict[str, list[str]] = {}
    fast = site.fast()
    for rate in RATES:
        log = loggen.write(site.folder / "speed.log", megabytes, rate)
        programs = {"`kimierr scan`": site.kimierr, **({"`kimierr scan` with `kimierr[fast]`": fast} if fast else {})}
        commands = [Command(name, [program, "scan", "--quiet", log], variables=site.variables) for name, program in programs.items()]
        if shutil.which("rg"):
            commands.insert(0, Command("`rg -c -F -i -f`", ["rg", "-c", "-F", "-i", "-f", wanted, log]))
        for figures in compare(commands, rounds):
            speed = f"{megabytes / figures.cpu_seconds:.0f} MB/s"
            rows.setdefault(figures.name, [figures.name]).append(
                speed + (f" ({1 / figures.cpu:.2f})" if commands[0].name.startswith("`rg") else "")
            )
        log.unlink()
    head = ["by CPU time; in brackets the share of rg's speed", *(f"{rate * 100:g} % errors" for rate in RATES)]
    return table(head, list(rows.values()))


def catalog_size(site: Site, megabytes: float, rounds: int) -> str:
    """Return a table of CPU time by the number of entries."""
    log = loggen.write(site.folder / "catalog.log", megabytes, 0.01)
    scan = [site.kimierr, "scan", "--quiet", log]
    commands = [Command("those of kimierr", scan, variables=site.variables)]
    for more in (1_000, 9_860):
        own = write_catalog(site.folder / f"{more}.yaml", more)
        commands.append(Command(f"{more:,} more", [*scan, "--catalog", own], variables=site.variables))
    rows = [[each.name, f"{megabytes / each.cpu_seconds:.1f} MB/s", f"{1 / each.cpu:.2f}"] for each in compare(commands, rounds)]
    return table(("entries in the catalog", "`kimierr scan`, 1 % errors", "share of the speed"), rows)


def memory(site: Site, megabytes: float) -> str:
    """Return a table of the most memory that logs of several kinds take."""
    rows = []
    for name, size, rate, end in (
        (f"{megabytes / 10:g} MB, 20 % errors", megabytes / 10, 0.2, "\n"),
        (f"{megabytes:g} MB, 20 % errors", megabytes, 0.2, "\n"),
        (f"{megabytes:g} MB without a line feed", megabytes, 0.0001, " "),
    ):
        log = loggen.write(site.folder / "memory.log", size, rate, end=end)
        used = most_memory(Command(name, [site.kimierr, "scan", "--quiet", log], variables=site.variables))
        rows.append([name, f"{used:.0f} MB"])
        log.unlink()
    return table(("`kimierr scan`", "most memory"), rows)


class Follower:
    """A filter with its input kept open: a line goes in, and the time counts until something comes out."""

    def __init__(self, argv: list[str | Path], variables: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0, env=environment(**variables))
        self.times: list[float] = []

    def ask(self, line: bytes) -> None:
        assert self.process.stdin and self.process.stdout
        start = time.perf_counter()
        self.process.stdin.write(line)
        got = b""
        while not got.endswith(b"\n"):
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece:
                raise RuntimeError("the filter ended")
            got += piece
        self.times.append(time.perf_counter() - start)

    def median(self) -> float:
        """Return microseconds, without the first lines, in which it starts."""
        return statistics.median(self.times[LATENCY_LINES // 10 :]) * 1e6

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)


def latency(site: Site) -> str:
    """Return a table of the time from a line in to a line out."""
    if not shutil.which("grep") or not hasattr(os, "sched_setaffinity"):
        return ""
    follow: list[str | Path] = [site.kimierr, "scan", "--follow"]
    hit = f"2026-11-20T09:14:06Z ERROR {EXACT}\n".encode()
    chance = loggen.Chance(1)
    ordinary = [f"{loggen.python(chance)}\n".encode() for _ in range(LATENCY_LINES)]
    rows = []
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})  # waking a second core takes longer than any of this, now and then
    for name, argv, lines in (
        ("ordinary line, passed on", [*follow, "--pass-through"], ordinary),
        ("line with an error, passed on", [*follow, "--pass-through"], [hit] * LATENCY_LINES),
        ("line with an error, reported", follow, [hit] * LATENCY_LINES),
        ("line with an error, reported in full as JSON", [*follow, "--format", "jsonl"], [hit] * LATENCY_LINES),
    ):
        ours, grep = Follower(argv, site.variables), Follower(["grep", "--line-buffered", ""], {})
        for line in lines:
            grep.ask(line)
            ours.ask(line)
        rows.append([name, f"{ours.median():.0f} µs", f"{grep.median():.0f} µs", f"{ours.median() / grep.median():.1f}"])
        ours.close()
        grep.close()
    os.sched_setaffinity(0, cores)
    return table(("from line in to line out, median", "`kimierr scan --follow`", "`grep --line-buffered`", "ratio"), rows)


def main(megabytes: float = 200, rounds: int = 3) -> str:
    with installed() as site:
        return "\n".join(
            (throughput(site, megabytes, rounds), catalog_size(site, megabytes / 20, rounds), memory(site, megabytes), latency(site))
        )


if __name__ == "__main__":
    print(main())
