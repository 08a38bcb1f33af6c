"""README.md as data: its set-up blocks, its transcripts, and running them.

`python tests/readme.py setup 1` prints the commands of the first set-up block (.ci/run runs them).
`python tests/readme.py --write` puts the present output of the program into every transcript.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FILES = ROOT / "tests" / "data" / "readme"
"""What the examples work on; they run in a copy of this folder."""
OMITTED = "..."
"""A line of a transcript that stands for any number of lines."""
_MARK = "\x1e%s\x1e"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


@dataclass
class Block:
    """A fenced block."""

    language: str
    text: str
    start: int
    """Where its text starts in the README."""


@dataclass
class Call:
    """A command of a transcript and the lines below it."""

    command: str
    shown: list[str] = field(default_factory=list)


def read() -> str:
    return README.read_text("utf-8")


def blocks(text: str, language: str = "") -> list[Block]:
    return [Block(found[1], found[2], found.start(2)) for found in _FENCE.finditer(text) if language in ("", found[1])]


def setup(text: str) -> list[list[str]]:
    """Return the commands of the two set-up blocks: the first two `sh` blocks."""
    return [[line for line in block.text.splitlines() if line.strip()] for block in blocks(text, "sh")[:2]]


def calls(block: Block) -> list[Call]:
    """Split a transcript: `$ ` begins a command, `> ` continues it, all else is its output."""
    found: list[Call] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Call(line[2:]))
        elif line.startswith("> ") and not found[-1].shown:
            found[-1].command += "\n" + line[2:]
        else:
            found[-1].shown.append(line)
    return found


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which only the README's own settings count."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KIMIERR", "XDG_", "PYTHON")) and not name.endswith("COLOR")
    }
    kept.pop("COLUMNS", None)
    return {
        **kept,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PATH": os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath))),
    }


def run(commands: list[str], folder: Path) -> list[list[str]]:
    """Run commands one after the other in one shell; return the lines that each printed on both streams."""
    end = _MARK.replace("\x1e", "\\036")
    script = "".join(f"{command}\n__status=$?; printf '{end % 'end'}'; (exit $__status)\n" for command in commands)
    quiet, together = subprocess.DEVNULL, subprocess.STDOUT
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment(folder), stdin=quiet, stdout=subprocess.PIPE, stderr=together, timeout=120
    )
    outputs = done.stdout.decode("utf-8", "replace").split(_MARK % "end")
    assert len(outputs) == len(commands) + 1, outputs[-1]
    return [output.splitlines() for output in outputs[:-1]]


def transcripts(text: str, folder: Path) -> list[tuple[Block, list[tuple[Call, list[str]]]]]:
    """Run every transcript in a copy of the example files; return each block's calls with what they printed."""
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    found = [(block, calls(block)) for block in blocks(text, "console")]
    printed = iter(run([call.command for _, group in found for call in group], folder))
    return [(block, [(call, next(printed)) for call in group]) for block, group in found]


def answers(text: str) -> list[tuple[str, Block]]:
    """Return (command, text block with its output) of the first set-up block and of the Python example."""
    python = blocks(text, "python")[0]
    example = f"python - <<'END'\n{python.text}END"
    return [
        (setup(text)[0][-1], blocks(text, "text")[0]),
        (example, next(block for block in blocks(text, "text") if block.start > python.start)),
    ]


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Whether the lines are the same, a line `...` standing for any number of lines."""
    pattern = "".join("(?:.*\n)*?" if line == OMITTED else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def write(folder: Path) -> None:
    """Replace the output in every transcript that no longer agrees; one with `...` is only named."""
    text = read()
    for block, group in reversed(transcripts(text, folder)):
        lines: list[str] = []
        for call, printed in group:
            if any("this is a fault of kimierr" in line for line in printed):
                sys.exit(f"{call.command}\n" + "\n".join(printed))
            keep = agrees(call.shown, printed)
            if not keep and OMITTED in call.shown:
                print(f"change by hand: {call.command}\n" + "\n".join(printed))
                keep = True
            lines += ["$ " + call.command.replace("\n", "\n> "), *(call.shown if keep else printed)]
        text = text[: block.start] + "\n".join(lines) + "\n" + text[block.start + len(block.text) :]
    for command, block in reversed(answers(text)):
        text = text[: block.start] + "\n".join(run([command], folder)[0]) + "\n" + text[block.start + len(block.text) :]
    README.write_text(text, "utf-8")


def main() -> None:
    if sys.argv[1:2] == ["setup"]:
        print("\n".join(setup(read())[int(sys.argv[2]) - 1]))
    elif sys.argv[1:] == ["--write"]:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
