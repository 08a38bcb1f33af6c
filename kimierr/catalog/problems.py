"""What can be wrong with a catalog file, told in one line each."""

from __future__ import annotations

MAX_IN_FILE = 100
"""Faults of one file that are told."""
MAX_FAULTS = 1000
"""Faults of all files together that are told."""
MAX_FIELD = 120
MAX_TEXT = 800


class Problem:
    """One fault of one file: where it is and what was expected, in a single line that can be printed as it is."""

    __slots__ = ("entry", "field", "file", "line", "text")

    def __init__(self, file: str, line: int, text: str, field: str = "", entry: str = "") -> None:
        self.file = file
        self.line = line
        """1-based; 0 when the fault is the file itself."""
        self.text = printable(text, MAX_TEXT)
        self.field = printable(field, MAX_FIELD)
        self.entry = printable(entry, MAX_FIELD)

    def __str__(self) -> str:
        file = printable(self.file)
        parts = [f"{file}:{self.line}" if self.line else file]
        if self.entry:
            parts.append(self.entry)
        if self.field:
            parts.append(self.field)
        return ": ".join([*parts, self.text])


class CatalogError(Exception):
    """A catalog could not be used; `problems` says why, all faults at once, up to `MAX_FAULTS` of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Enough(Exception):
    """So many faults that the rest is not looked for."""


class Problems(list[Problem]):
    """The faults found so far; `append` raises Enough when a file, or all files together, have too many."""

    def __init__(self) -> None:
        super().__init__()
        self.cut = False
        """Whether there may be faults that are not told."""
        self.full = False
        """Whether no more faults are taken, of any file."""
        self._counts: dict[str, int] = {}

    def append(self, problem: Problem) -> None:
        count = self._counts[problem.file] = self._counts.get(problem.file, 0) + 1
        if count <= MAX_IN_FILE and len(self) < MAX_FAULTS:
            super().append(problem)
            return
        self.cut = True
        if not self.full and (count == MAX_IN_FILE + 1 or len(self) >= MAX_FAULTS):
            self.full = len(self) >= MAX_FAULTS
            told = f"{MAX_FAULTS} faults of all files" if self.full else f"{MAX_IN_FILE} faults of a file"
            super().append(Problem(problem.file, 0, f"has more faults; only the first {told} are told"))
        raise Enough


def printable(text: str, limit: int = 0) -> str:
    r"""Return a text as one line without control or invisible characters, which become escapes like \n and \u202e.

    With a `limit`, the middle of a longer text is left out.
    """
    if limit and len(text) > limit:
        text = f"{text[: limit // 2]} ... {text[-limit // 2 :]}"
    if text.isprintable():
        return text
    return "".join([char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text])
