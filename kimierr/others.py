"""Who is not Kimi but looks like it: services and programs with similar texts, and the words that tell."""

from __future__ import annotations

from kimierr.model import Value


class Other(Value):
    """A service or program that is not Kimi's but prints similar texts."""

    __slots__ = ("name", "signs", "serves_kimi")

    def __init__(self, name: str, signs: tuple[str, ...], serves_kimi: bool = False) -> None:
        self.name = name
        self.signs = signs
        """Lower-case literal strings."""
        self.serves_kimi = serves_kimi


class OtherWords(Value):
    """Words, in lower case, of those that are not Kimi: unanswered programs, other vendors' models, and the vendors themselves."""

    __slots__ = ("connection_faults", "models", "names")

    def __init__(self, connection_faults: tuple[str, ...] = (), models: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> None:
        self.connection_faults = connection_faults
        self.models = models
        """How the names of their models begin."""
        self.names = names
