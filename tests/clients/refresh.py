"""Write what the real clients show today to tests/data/captures: `python tests/clients/refresh.py`, after install.py.

A share of all texts is kept, so that the folder stays small: for every client and case one of the short shapes in turn,
then as many tracebacks and dumps as the client's budget holds.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from zlib import crc32

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import client_env
from captured import FOLDER, Capture
from client_runs import CLIENTS, run
from loopback import Loopback

BYTES_PER_CLIENT = 34_000
SHORT = 1_000


def kept(captures: list[Capture], turn: int) -> list[Capture]:
    """Return the captures of one client to keep; `turn` differs between clients, so that each keeps other shapes."""
    chosen: dict[str, Capture] = {}
    for number, (_, group) in enumerate(groupby(captures, key=lambda capture: capture.id)):
        short = list({capture.text: capture for capture in group if len(capture.text) <= SHORT}.values())
        if short:
            capture = short[(number + turn) % len(short)]
            chosen[capture.id + capture.shape] = capture
    room = BYTES_PER_CLIENT - sum(map(size, chosen.values()))
    for capture in sorted(captures, key=lambda capture: crc32((capture.id + capture.shape).encode())):
        if len(capture.text) > SHORT and size(capture) <= room:
            chosen[capture.id + capture.shape] = capture
            room -= size(capture)
    return [capture for capture in captures if capture.id + capture.shape in chosen]


def size(capture: Capture) -> int:
    return len(capture.line().encode())


def main() -> None:
    for language in ("python", "node"):
        if client_env.missing(language):
            sys.exit(client_env.missing(language))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.jsonl"):
        path.unlink()
    with Loopback() as server:
        for turn, client in enumerate(CLIENTS):
            captures = kept(run(client, server), turn)
            with open(FOLDER / f"{client.name}.jsonl", "w", encoding="utf-8", newline="\n") as file:
                file.writelines(capture.line() for capture in captures)
            print(f"{client.name}: {len(captures)} captures, {sum(map(size, captures))} bytes")


if __name__ == "__main__":
    main()
