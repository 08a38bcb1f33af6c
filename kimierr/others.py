"""Who is not Kimi but looks like it: services and programs with similar texts, and the words that tell."""

from __future__ import annotations

from kimierr.model import Value
from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Other(Value):
    """A service or program that is not Kimi's but prints similar texts."""

    __slots__ = ("name", "signs", "serves_kimi")

    def __init__(self, name: str, signs: tuple[str, ...], serves_kimi: bool = False) -> None:
        self.name = name
        self.signs = signs
        """Lower-case literal strings."""
        self.serves_kimi = serves_kimi


class Others:
    """All of them, and the words, in lower case, of those that have no signs of their own."""

    __slots__ = ("_faults", "_is_fault", "connection_faults", "models", "names", "owners", "services", "signs")

    def __init__(
        self,
        services: tuple[Other, ...] = (),
        connection_faults: tuple[tuple[str, str], ...] = (),
        models: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
    ) -> None:
        self.services = services
        self.connection_faults = connection_faults
        """What programs say that got no answer, in lower case, and the kind of fault it is, the most telling first."""
        self._faults: tuple[str, ...] = ()
        self._is_fault: dict[str, bool] = {}
        self.models = models
        """How the names of other vendors' models begin."""
        self.names = names
        """The vendors themselves."""
        self.owners = tuple([service for service in services for _ in service.signs])
        """For each of the signs, whose it is."""
        self.signs = tuple([sign for service in services for sign in service.signs])

    def found_in(self, lower: str, possible: list[int]) -> tuple[list[int], list[str]]:
        """Return the numbers of the signs, and the models, in a text in lower case.

        `possible` are the numbers of those signs, and with numbers behind theirs of those models, that may be in it.
        """
        signs, count = self.signs, len(self.signs)
        return (
            [number for number in possible if number < count and signs[number] in lower],
            [self.models[number - count] for number in possible if number >= count and self.models[number - count] in lower],
        )

    def is_connection_fault(self, literal: str) -> bool:
        """Whether a squeezed literal of a message holds what programs say that got no answer; known for each literal asked for."""
        known = self._is_fault.get(literal)
        if known is None:
            self._faults = self._faults or tuple([squeeze(said) for said, _ in self.connection_faults])
            known = self._is_fault[literal] = any(said in literal for said in self._faults)
        return known

    def pack(self) -> tuple[Any, ...]:
        """Return plain values for storage."""
        services = tuple([service.pack() for service in self.services])
        return services, self.connection_faults, self.models, self.names

    @classmethod
    def unpack(cls, data: tuple[Any, ...]) -> Others:
        """Return what `pack` stored."""
        services, faults, models, names = data
        return cls(tuple([Other(*service) for service in services]), faults, models, names)
