"""Make logs: ordinary lines of several programs, and among them Kimi's errors in the shapes of several clients.

The same arguments give the same bytes. `python tests/benchmarks/loggen.py --mb 20 --rate 0.01 OUT` writes one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "robustness"))

from samples import Sample, samples

WORDS = (
    "account archive batch bucket cache cancel channel checkpoint client cluster commit config connect consumer cursor deadline deploy disk drain "
    "enqueue error event export fetch flush gateway handler health import index invoice job key latency lease limit load lock merge message metric "
    "migrate model node offset order page partition payload peer pending pool profile prompt proxy queue quota read rebalance record region reload "
    "replica request reset resolve response retry route schema session shard signal snapshot socket stage status storage stream sync task tenant "
    "timeout token topic trace update upload user valid version volume wait warn window worker write zone"
).split()
PATHS = ("/v1/chat/completions", "/healthz", "/api/orders", "/login", "/metrics", "/static/app.js", "/v1/models", "/search?q=invoice")
LEVELS = ("INFO", "INFO", "INFO", "INFO", "DEBUG", "DEBUG", "WARN", "ERROR")
NEAR = (
    "openai.RateLimitError: Error code: 429 - {{'error': {{'message': 'Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000', 'id': '{0}'}}}}",
    'level=error msg="dial tcp 10.2.{1}.7:5432: connect: connection refused" id={0}',
    "upstream returned 503 Service Unavailable for request {0}",
    "invalid authentication token {0} for user {1}",
    "FATAL: terminating connection due to idle-session timeout, session {0}",
)
"""What looks like an error of the Kimi APIs and is none."""


class Chance:
    """Cheap seeded choices."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random
        self.clock = 1_795_000_000_000

    def below(self, bound: int) -> int:
        return int(self.random() * bound)

    def one(self, things: Sequence[str]) -> str:
        return things[int(self.random() * len(things))]

    def words(self, least: int, most: int) -> str:
        return " ".join([self.one(WORDS) for _ in range(least + self.below(most - least))])

    def hexes(self) -> str:
        return f"{int(self.random() * (1 << 52)):013x}"

    def time(self) -> str:
        self.clock += self.below(40)
        seconds, millis = divmod(self.clock, 1000)
        return (
            f"2026-11-{1 + seconds // 86400 % 28:02d}T{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{millis:03d}Z"
        )


def access(c: Chance) -> str:
    status = (200, 200, 200, 304, 404, 429, 502)[c.below(7)]
    return f'10.{c.below(256)}.{c.below(256)}.{c.below(256)} - - [{c.time()}] "POST {c.one(PATHS)} HTTP/1.1" {status} {c.below(90000)}'


def structured(c: Chance) -> str:
    logger = f"{c.one(WORDS)}.{c.one(WORDS)}"
    return f'{{"ts":"{c.time()}","level":"{c.one(LEVELS).lower()}","logger":"{logger}","msg":"{c.words(3, 14)}","req":"{c.hexes()}","ms":{c.below(5000)}}}'


def logfmt(c: Chance) -> str:
    return f'time={c.time()} level={c.one(LEVELS)} caller={c.one(WORDS)}/{c.one(WORDS)}.go:{c.below(900)} msg="{c.words(3, 10)}" trace={c.hexes()}'


def python(c: Chance) -> str:
    return f"{c.time()} {c.one(LEVELS)} [{c.one(WORDS)}.{c.one(WORDS)}] {c.words(4, 16)} {c.one(WORDS)}={c.below(100000)}"


def syslog(c: Chance) -> str:
    return f"Nov {1 + c.below(28):2d} {c.time()[11:19]} host-{c.below(40)} {c.one(WORDS)}d[{c.below(32000)}]: {c.words(4, 14)}"


def colored(c: Chance) -> str:
    return f"\x1b[2m{c.time()}\x1b[0m \x1b[32m INFO\x1b[0m \x1b[1m{c.one(WORDS)}\x1b[0m: {c.words(4, 14)}"


def near(c: Chance) -> str:
    return f"{c.time()} ERROR {c.one(NEAR).format(c.hexes(), c.below(256))}"


ORDINARY: tuple[Callable[[Chance], str], ...] = (*(access, structured, logfmt, python) * 12, *(syslog,) * 8, *(colored,) * 3, near)


def sdk_line(c: Chance, s: Sample) -> str:
    body = {"error": {"message": s.message, "type": s.type}}
    return f"{c.time()} ERROR openai.{s.exception}: Error code: {s.status} - {body} {s.url}"


def nested(c: Chance, s: Sample) -> str:
    return json.dumps({"ts": c.time(), "level": "error", "msg": f"request failed: {s.json()}", "url": s.url}, ensure_ascii=False)


def go(c: Chance, s: Sample) -> str:
    return f"{c.time()} level=error host={s.host} error, status code: {s.status}, message: {s.message}"


def agent(c: Chance, s: Sample) -> str:
    return f"\x1b[31m  API Error: {s.status} {s.json()}\x1b[0m {s.host} req={c.hexes()}"


def pretty(c: Chance, s: Sample) -> str:
    return f"{c.time()} ERROR answer of {s.host}:\n{json.dumps({'error': {'message': s.message, 'type': s.type}}, indent=2, ensure_ascii=False)}"


ERRORS: tuple[Callable[[Chance, Sample], str], ...] = (sdk_line, nested, go, agent, pretty)


def lines(rate: float, seed: int) -> Iterator[str]:
    """Yield records without end; each is an error with the probability `rate`."""
    c = Chance(seed)
    known = [sample for sample in samples() if len(sample.literals()) >= 24]
    while True:
        if c.random() < rate:
            yield ERRORS[c.below(len(ERRORS))](c, known[c.below(len(known))])
        else:
            yield ORDINARY[c.below(len(ORDINARY))](c)


def write(path: Path, megabytes: float, rate: float, seed: int = 1, end: str = "\n") -> Path:
    """Write a log of about so many megabytes; with another `end` than a line feed it is one long line."""
    left = int(megabytes * 1e6)
    with path.open("wb", 1 << 20) as file:
        for line in lines(rate, seed):
            data = ((line if end == "\n" else line.replace("\n", end)) + end).encode()
            file.write(data)
            left -= len(data)
            if left <= 0:
                return path
    raise AssertionError("lines() does not end")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write(arguments.out, arguments.mb, arguments.rate, arguments.seed)
