"""The runs of bytes by which messages are told apart in logs: a block with enough of its message beside it.

A run is 15 bytes, 22 in a catalog of thousands, whose words meet in any text.
"""

from __future__ import annotations

from kimierr.match.candidates import SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog

    Beside = tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]


class Runs:
    """The blocks of a catalog's messages with what stands beside them."""

    __slots__ = ("_beside", "_side", "sides")

    def __init__(self, catalog: Catalog) -> None:
        self.sides, *others = sorted((volume.sides for volume in catalog.volumes), key=len, reverse=True)
        """Block -> what stands beside it in each message (kimierr.catalog.sides)."""
        for sides in others:
            for number, beside in sides.items():
                self.sides[number] = self.sides.get(number, ()) + beside
        self._side = max(volume.run for volume in catalog.volumes) - SIZE
        self._beside: dict[int, Beside] = {}

    def holds(self, stream: bytes, place: int, number: int) -> bool:
        """Whether the block `number`, which is at a place of a squeezed text, has enough of a message beside it."""
        left, right, whole_left, whole_right = self._beside.get(number) or self._shorten(number)
        behind = place + SIZE
        if not stream.startswith(right, behind) and not stream.endswith(left, 0, place):
            return False
        return stream.startswith(whole_right, behind) or stream.endswith(whole_left, 0, place) or self._fits(number, stream, place)

    def may_hold(self, stream: bytes, place: int) -> bool:
        """Whether the block at a place has enough of a message beside it, for all that is known of it here."""
        number = int.from_bytes(stream[place : place + SIZE], "little")
        return number not in self.sides or self.holds(stream, place, number)

    def _shorten(self, number: int) -> Beside:
        """Return what stands left and right of a block: half as long as both must be together, as one of them has that, and all of it."""
        half: tuple[set[bytes], set[bytes]] = set(), set()
        whole: tuple[set[bytes], set[bytes]] = set(), set()
        for left, right, needed in self.sides[number]:
            for chosen, length in ((half, (needed + 1) // 2), (whole, needed)):
                if len(left) >= length:
                    chosen[0].add(left[len(left) - length :])
                if len(right) >= length:
                    chosen[1].add(right[:length])
        beside = self._beside[number] = tuple(half[0]), tuple(half[1]), tuple(whole[0]), tuple(whole[1])
        return beside

    def _fits(self, number: int, stream: bytes, place: int) -> bool:
        """Whether a message with the block at a place goes on beside it, to both sides together as far as it must."""
        before, after = stream[max(0, place - self._side) : place], stream[place + SIZE : place + SIZE + self._side]
        for left, right, needed in self.sides[number]:
            same = more = 0
            while same < len(left) and before[-1 - same :][:1] == left[-1 - same :][:1]:
                same += 1
            while more < len(right) and after[more : more + 1] == right[more : more + 1]:
                more += 1
            if same + more >= needed:
                return True
        return False
