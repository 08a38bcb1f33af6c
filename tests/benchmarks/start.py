"""How long a whole call takes, beside the bare interpreter and programs of its kind."""

from __future__ import annotations

import shutil
from pathlib import Path

import loggen
from bench import DAMAGED, EXACT, Site, installed, write_catalog
from measure import Command, compare, megabytes, table

HELLO = "import typer\n\n\ndef main(name: str) -> None:\n    typer.echo(name)\n\n\ntyper.run(main)\n"
PEERS = (("`rustc --explain E0308`", ("rustc", "--explain", "E0308")), ("`jq -n 1`", ("jq", "-n", "1")))
MEGABYTE = 1_000_000


def cases(site: Site) -> list[Command]:
    """Return the commands; the first one is what the others are compared with."""
    big, small = write_catalog(site.folder / "big.yaml", 9_860), write_catalog(site.folder / "small.yaml", 100)
    with_one, without = _pastes(site.folder)
    hello = site.folder / "hello.py"
    hello.write_text(HELLO, "utf-8")
    cold = site.folder / "cold-cache"

    def kimierr(name: str, *arguments: str | Path, **options: object) -> Command:
        variables = {**site.variables, **options.pop("variables", {})}  # type: ignore[dict-item]
        return Command(name, [site.kimierr, *arguments], variables=variables, **options)  # type: ignore[arg-type]

    return [
        Command("`python -c pass`", [site.python, "-c", "pass"]),
        kimierr("exact message, by argument", EXACT),
        kimierr("exact message, by pipe", stdin=EXACT.encode()),
        kimierr("exact message, `--format json`", "--format", "json", EXACT),
        kimierr("exact message, `--print id`", "--print", "id", EXACT),
        kimierr("exact message, on a terminal", EXACT, terminal=True),
        kimierr("damaged message", DAMAGED),
        kimierr("`--version`", "--version"),
        kimierr("`--help`", "--help"),
        kimierr("exact message, 10,000 entries", "--catalog", big, EXACT),
        kimierr(
            "exact message, own YAML of 100 entries, first time", "--catalog", small, EXACT,
            variables={"XDG_CACHE_HOME": str(cold)}, prepare=lambda: shutil.rmtree(cold, ignore_errors=True),
        ),
        kimierr("exact message, own YAML of 100 entries, later", "--catalog", small, EXACT),
        kimierr("1 MB with one message", stdin=with_one),
        kimierr("1 MB without any", stdin=without, status=1),
        Command("Typer program that prints a word", [site.python, hello, "hello"]),
        *(Command(name, argv) for name, argv in PEERS if shutil.which(argv[0])),
    ]  # fmt: skip


def _pastes(folder: Path) -> tuple[Path, Path]:
    """Write a megabyte of log lines with one message in the middle, and one without."""
    without = loggen.write(folder / "without.txt", 1, 0)
    data = without.read_bytes()
    middle = data.index(b"\n", len(data) // 2) + 1
    with_one = folder / "with-one.txt"
    with_one.write_bytes(data[:middle] + EXACT.encode() + b"\n" + data[middle:])
    return with_one, without


def main(rounds: int = 21) -> str:
    with installed() as site:
        commands = cases(site)
        rows = [
            [each.name, f"{each.wall:.2f}", f"{megabytes(command):.0f}"]
            for command, each in zip(commands, compare(commands, rounds), strict=True)
        ]
    return table(("whole process", "time, as a multiple of `python -c pass`", "most memory, MB"), rows)


if __name__ == "__main__":
    print(main())
