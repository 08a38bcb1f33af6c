"""The clients that show themselves in a text by their signs."""

from __future__ import annotations

from kimierr.context import PROMPTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.context import Mark

PASSING = ("gateway", "proxy")
"""Kinds of clients that pass on what others send."""


class Shown:
    """A client that shows itself, and where."""

    __slots__ = ("id", "kind", "place")

    def __init__(self, id: str, kind: str, place: int) -> None:
        self.id = id
        self.kind = kind
        self.place = place


def clients_shown(marks: list[tuple[int, Mark]]) -> list[Shown]:
    """Return the clients that show themselves, outermost (first in the text) first.

    Weak signs count where nothing but a gateway shows itself, and only if they point to one client, or one gateway, or one of each.
    What was typed to start a client says more than other weak signs.
    """
    if not marks:
        return []
    strong: dict[str, Shown] = {}
    weak: dict[str, Shown] = {}
    typed: set[str] = set()
    for place, (sign, id, kind, is_weak) in marks:
        found = weak if is_weak else strong
        if id not in found or place < found[id].place:
            found[id] = Shown(id, kind, place)
        if is_weak and sign.startswith(PROMPTS):
            typed.add(id)
    if all(shown.kind in PASSING for shown in strong.values()):
        passing = [shown for shown in weak.values() if shown.kind in PASSING]
        reading = [shown for shown in weak.values() if shown.kind not in PASSING and (not typed or shown.id in typed)]
        strong = {shown.id: shown for few in (passing, reading) if len(few) == 1 for shown in few} | strong
    return sorted(strong.values(), key=lambda shown: shown.place)
