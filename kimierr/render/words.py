"""The sentences and limits that all renderings for people share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kimierr.report import Finding, Observed, RetryAdvice

MOST_BYTES = 60_000
"""Bytes of output for people; the promise is 64 KB."""
MOST_CHARS = 2000
"""Characters of one sentence or step."""
MOST_NAME = 200
"""Characters of one name or id."""

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def one_line(text: str, most: int = MOST_CHARS) -> str:
    """Return the text on one line of at most `most` characters, so that a line break in a value cannot fake a line of ours."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 4].rstrip() + " ..."


def name(text: str) -> str:
    """Return a name or id on one line, cut to a length that leaves room for the rest."""
    return one_line(text, MOST_NAME)


def plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def whole_seconds(seconds: float | None) -> int | None:
    """Return the seconds rounded up; None when there are none, or none that make sense."""
    if seconds is None or not 0 <= seconds < 1e10:  # the comparison is false for NaN too
        return None
    return -int(-seconds // 1)


def duration(seconds: float | None) -> str:
    """Return `1.5 seconds`, `2 hours 5 minutes`; empty without a sensible number."""
    whole = whole_seconds(seconds)
    if seconds is None or whole is None:
        return ""
    if whole < 120:
        number = f"{seconds:.1f}".removesuffix(".0")
        return f"{number} second" + ("" if number == "1" else "s")
    parts = []
    for unit, size in _UNITS:
        count, whole = divmod(whole, size)
        if count:
            parts.append(plural(count, unit))
    return " ".join(parts)


def reason(retry: RetryAdvice) -> str:
    """Return why the same request is not to be sent again now; empty if it is."""
    if retry.verdict == "fix":
        return "something must change first."
    after = duration(retry.after_seconds)
    return ("a limit must reset first" + (f", in {after}." if after else ".")) if retry.verdict == "wait" else ""


def verdict(retry: RetryAdvice) -> str:
    """Return the answer to "shall I send it again?", its first word yes, no or not yet."""
    after = duration(retry.after_seconds)
    if retry.verdict == "fix":
        return f"no, {reason(retry)}"
    if retry.verdict == "wait":
        return f"not yet: {reason(retry)}"
    said = ["yes"]
    if after:
        said.append(f"after {after}")
    elif retry.backoff:
        pauses = retry.backoff[:6]
        said.append("after " + ", then ".join(str(pause) for pause in pauses) + (" second" if pauses == (1,) else " seconds"))
    if retry.max_attempts:
        said.append("at most once" if retry.max_attempts == 1 else f"at most {retry.max_attempts} times")
    return ", ".join(said) + "." if len(said) > 1 else "yes, the same request may succeed."


def status_of(finding: Finding) -> int:
    """Return the HTTP status to name: the one in the text if the entry comes with it, else the entry's; 0 for none.

    Clients and gateways rewrite statuses, so the text's own is not always the error's.
    """
    seen, own = finding.observed.http_status, finding.entry.http_status
    return seen if seen in own or not own else own[0]


def known(observed: Observed, status: int = 0) -> list[str]:
    """Return what the text says of itself, but not the status that was named already."""
    facts = [f"status {observed.http_status}"] if observed.http_status not in (0, status) else []
    named = (("request id", observed.request_id), ("model", observed.model), ("host", observed.host))
    facts += [f"{what} {name(value)}" for what, value in named if value]
    layers = observed.layers or ((observed.client,) if observed.client else ())
    if layers and layers != ("kimi",):
        facts.append("via " + " > ".join(name(layer) for layer in layers[:8]))
    return facts


def seen(finding: Finding) -> str:
    """Return where and how often the error stands in the text, and what stands with it; empty if there is nothing to say."""
    facts = [", ".join(known(finding.observed, status_of(finding))), name(finding.file)]
    if finding.last_line > finding.first_line:
        facts.append(f"lines {finding.first_line}-{finding.last_line}")
    elif finding.first_line > 1:
        facts.append(f"line {finding.first_line}")
    if finding.count > 1:
        facts.append(f"{finding.count} times")
    facts.append(period(finding))
    return "; ".join(fact for fact in facts if fact)


def period(finding: Finding) -> str:
    """Return the time stamps of the first and last occurrence, as the log has them."""
    first, last = finding.times
    return f"{first} to {last}" if first and last and first != last else first or last


def fit(blocks: Iterable[str], total: int, between: str = "\n", most: int = MOST_BYTES) -> str:
    """Return the blocks as one text of at most about `most` bytes, saying how many of the `total` blocks were left out."""
    kept: list[str] = []
    size = 0
    for block in blocks:
        size += len((block + between).encode("utf-8", "replace"))
        if size > most:
            if not kept:
                kept.append(cut(block, most))
            if total > len(kept):
                kept.append(f"({total - len(kept)} more left out; `--format json` shows all.)\n")
            break
        kept.append(block)
    return between.join(kept)


def cut(block: str, most: int) -> str:
    """Return the first lines of the block that fit into `most` bytes, and how many do not."""
    lines = block.splitlines(keepends=True)
    size = 0
    for at, line in enumerate(lines):
        size += len(line.encode("utf-8", "replace"))
        if size > most:
            return "".join(lines[:at]) + f"({plural(len(lines) - at, 'more line')} left out; `--format json` shows all.)\n"
    return block
