"""Print how kimierr and plain text search do on tests/data/corpus.jsonl and tests/data/seen, as a Markdown table.

Run by hand: `python tests/benchmarks/accuracy.py`. The others search for the same messages, placeholders taken out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process, utils

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus import rows, score, seen

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import Slot, parse

SHORTEST_LITERAL = 8


def wordings() -> list[tuple[str, list[str]]]:
    """Return (id, literals between the placeholders) of every message of the catalog."""
    return [
        (entry.id, [part for part in parse(message.text) if not isinstance(part, Slot)])
        for entry in builtin_catalog().entries()
        for message in entry.messages
    ]  # fmt: skip


def by_kimierr(text: str) -> str:
    first = next((finding for finding in diagnose(text).findings if finding.recognised), None)
    return first.entry.id if first else ""


def by_grep() -> Callable[[str], str]:
    """`grep -F -i` for the longest literal of each message; the longest hit wins."""
    longest = [(id, max(literals, key=len).strip().lower()) for id, literals in wordings()]
    needles = [(id, literal) for id, literal in longest if len(literal) >= SHORTEST_LITERAL]

    def answer(text: str) -> str:
        lower = text.lower()
        return max((pair for pair in needles if pair[1] in lower), key=lambda pair: len(pair[1]), default=("", ""))[0]

    return answer


def by_rapidfuzz(scorer: Callable[..., float], least: float) -> Callable[[str], str]:
    """The best message by a rapidfuzz score, if it reaches the least one."""
    ids, texts = zip(*((id, " ".join(literals)) for id, literals in wordings()), strict=True)

    def answer(text: str) -> str:
        best = process.extractOne(text, texts, scorer=scorer, processor=utils.default_process, score_cutoff=least)
        return ids[best[2]] if best else ""

    return answer


def main() -> None:
    methods = {
        "kimierr": by_kimierr,
        "`grep -F -i`, longest literal": by_grep(),
        "rapidfuzz `WRatio` >= 85": by_rapidfuzz(fuzz.WRatio, 85),
        "rapidfuzz `partial_ratio` >= 85": by_rapidfuzz(fuzz.partial_ratio, 85),
        "rapidfuzz `token_set_ratio` >= 75": by_rapidfuzz(fuzz.token_set_ratio, 75),
    }
    told, shown = rows(), seen()
    print("| method | told by people: right | says something where nothing is ours | shown by programs: right | the same | ms per text |")
    print("|---|---|---|---|---|---|")
    for name, answer in methods.items():
        answer("warm up")
        start = time.perf_counter()
        results = [score(answer, told), score(answer, shown)]
        each = (time.perf_counter() - start) * 1000 / (len(told) + len(shown))
        rates = " | ".join(f"{result.right_rate:.1%} | {result.bluff_rate:.1%}" for result in results)
        print(f"| {name} | {rates} | {each:.2f} |")


if __name__ == "__main__":
    main()
