"""All benchmarks in one go, as Markdown tables: `python tests/benchmarks/run.py [--quick] [--readme]`.

`--readme` puts the tables into README.md, with the date and the kind of machine; `--quick` measures less.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import re
import sys
from datetime import date
from pathlib import Path

import accuracy
import logs
import start

README = Path(__file__).parents[2] / "README.md"


def machine() -> str:
    """Return what the figures depend on: processor, system, Python."""
    try:
        model = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.M)
    except OSError:
        model = None
    processor = model[1] if model else platform.machine()
    return f"{os.cpu_count()} cores ({processor}), {platform.system()}, {platform.python_implementation()} {platform.python_version()}"


def accuracy_table() -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        accuracy.main()
    return said.getvalue()


def fill(text: str, name: str, table: str) -> str:
    """Return the README with a table between the comments of its name."""
    begin, end = f"<!-- benchmark:{name} -->\n", f"<!-- /benchmark:{name} -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        sys.exit(f"README.md has no {begin.strip()} ... {end}")
    return f"{before}{begin}Measured on {date.today().isoformat()}: {machine()}.\n\n{table}{end}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("names", nargs="*", metavar="start|logs|accuracy", help="only these")
    arguments = parser.parse_args()
    benchmarks = {
        "start": lambda: start.main(5 if arguments.quick else 21),
        "logs": lambda: logs.main(20, 3) if arguments.quick else logs.main(),
        "accuracy": accuracy_table,
    }
    for name in arguments.names or benchmarks:
        table = benchmarks[name]()
        print(f"{machine()}\n\n{table}", flush=True)
        if arguments.readme:
            README.write_text(fill(README.read_text("utf-8"), name, table), "utf-8")


if __name__ == "__main__":
    main()
