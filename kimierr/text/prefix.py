"""Prefixes that a terminal, a container tool or a system log repeats on each line of a message wrapped under them.

Most lines with the same prefix are records of their own, and stay; only a line that goes on where the one before
was broken for want of room is freed of it.
"""

from __future__ import annotations

from itertools import pairwise

MARKS = ("| ", ": ", "] ")
"""What ends a prefix: `worker-1  | `, `Nov 20 10:00:01 host app[123]: `, `[pod/web-0/app] `."""
COMMENTS = ("# ", "> ", "// ")
LONGEST = 120
"""Characters of a line that are looked through for the end of its prefix."""
NARROWEST = 20
"""Characters of the shortest line that can have been broken for want of room."""
_LEVELS = ("error", "warn", "info", "debug", "trace", "fatal", "crit", "notice", "panic")
"""Parts of words in a prefix that make each line a record."""
_ENDS = ".!?;{}[。！？；"
_JOINING = (
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "our", "the", "to", "with", "your",
)  # fmt: skip
"""Words that end no sentence: the next line goes on, whatever it begins with."""


def drop_prefixes(text: str) -> str:
    """Return the text without the prefix on lines that continue the one before; the number of lines stays the same."""
    lines = text.split("\n")
    starts = [0, *[_shared(above, line) for above, line in pairwise(lines)], 0]
    out: list[str] = []
    while len(out) < len(lines):
        first = len(out)
        end = first + 1
        while starts[end]:
            end += 1
        out += _joined(lines[first:end], starts[first:end])
    return "\n".join(out)


def _joined(lines: list[str], starts: list[int]) -> list[str]:
    """Return lines that have their prefixes in common, without them where a line goes on with the one before.

    Lines of a log end anywhere; those of a wrapped text are full, at least half of them.
    """
    widest = max(map(len, lines))
    full = [len(above) + 1 + len(_word(line, start)) >= widest for above, line, start in zip(lines, lines[1:], starts[1:], strict=False)]
    wrapped = 2 * sum(full) >= len(lines) - 1
    out: list[str] = []
    quotes = 0
    for index, (line, start) in enumerate(zip(lines, starts, strict=True)):
        above = lines[index - 1]
        word = _word(line, start)
        if not index or line == above or len(above) < NARROWEST or above[-1] in _ENDS or not word or _begins_record(word):
            goes_on = False
        elif quotes % 2:
            goes_on = len(above) + 1 + len(word) >= len(line)
        else:
            unfinished = above[-1] in ",:" or above.rpartition(" ")[2] in _JOINING
            goes_on = full[index - 1] and (unfinished or (wrapped and word[0].isascii() and not word[0].isupper()))
        out.append(line[start:] if goes_on else line)
        quotes = line.count('"', start) + (quotes if goes_on else 0)
    return out


def _word(line: str, start: int) -> str:
    """Return the first word behind the prefix of a line; empty if the line is indented there."""
    rest = line[start : start + LONGEST]
    return "" if rest.startswith("  ") else rest.lstrip(" ").partition(" ")[0]


def _shared(above: str, line: str) -> int:
    """Return the length of the prefix of both lines, up to its last mark; 0 if it is none or tells a record's level."""
    if above[:2] != line[:2] or line[:1].isspace():
        return 0
    for sign in COMMENTS:
        if line.startswith(sign):
            return len(sign) if above.startswith(sign) else 0
    length = 0
    for one, other in zip(above[:LONGEST], line[:LONGEST], strict=False):
        if one != other:
            break
        length += 1
    common = line[:length]
    prefix = common[: max(common.rfind(mark, 1) + len(mark) if mark in common[1:] else 0 for mark in MARKS)]
    pod = "" if prefix else _pod(common)
    named = pod or prefix.endswith("| ") or any(map(str.isdigit, prefix))
    prefix = prefix or pod
    return len(prefix) if named and not any(level in prefix.lower() for level in _LEVELS) else 0


def _pod(common: str) -> str:
    """Return `web-7d9f8b6c5-x2x4z app `, a pod and its container, if that is how the lines begin."""
    words = common.split(" ", 2)
    return f"{words[0]} {words[1]} " if len(words) == 3 and "-" in words[0] and words[0][0].isalpha() else ""


def _begins_record(first: str) -> bool:
    """Whether a line's first word is that of a record: a date, `key=value`, `name:`, a level, a bracket."""
    dated = first[0].isdigit() and any(sign in first for sign in "-:/")
    name = first.partition("=")[0] if "=" in first else first[:-1] if first.endswith(":") else ""
    return dated or name.isidentifier() or first[0] in "{[" or first.rstrip(":,").lower() in (*_LEVELS, "warning", "critical")
