"""What can be wrong with a catalog file, told in one line each."""

from __future__ import annotations


class Problem:
    """One fault of one file: where it is and what was expected."""

    __slots__ = ("entry", "field", "file", "line", "text")

    def __init__(self, file: str, line: int, text: str, field: str = "", entry: str = "") -> None:
        self.file = file
        self.line = line
        """1-based; 0 when the fault is the file itself."""
        self.text = text
        self.field = field
        self.entry = entry

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        parts = [where]
        if self.entry:
            parts.append(self.entry)
        if self.field:
            parts.append(self.field)
        return ": ".join([*parts, self.text])


class CatalogError(Exception):
    """A catalog could not be used; `problems` says why, all faults at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
