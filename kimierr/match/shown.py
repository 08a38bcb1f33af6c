"""The clients that show themselves in a text by their signs."""

from __future__ import annotations

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

    Weak signs count where nothing but a gateway shows itself, and only if they point to one client.
    """
    strong: dict[str, Shown] = {}
    weak: dict[str, Shown] = {}
    for place, (_, id, kind, is_weak) in marks:
        found = weak if is_weak else strong
        if id not in found or place < found[id].place:
            found[id] = Shown(id, kind, place)
    if len(weak) == 1 and all(shown.kind in PASSING for shown in strong.values()):
        strong = {**weak, **strong}
    return sorted(strong.values(), key=lambda shown: shown.place)
