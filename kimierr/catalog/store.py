"""The compiled catalog: found by blocks of a message, entries and templates unpacked only when asked for."""

from __future__ import annotations

import marshal
import os

from kimierr.context import Context
from kimierr.model import Entry
from kimierr.packed import unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kimierr.catalog.log_index import Leads, LogIndex, Runs

LENGTH = 8
"""Bytes of the number, in front of a compiled catalog, that tells the size of its head."""
FORMAT = 45
"""Changes whenever the compiled form does, so that an old cache is not read."""


class Template:
    """One wording of one entry, ready for matching."""

    __slots__ = (
        "_long", "_text", "entry_number", "gaps", "id", "key", "keys", "length", "name", "not_status", "number", "order", "origin",
        "pieces", "shared", "volume", "whole",
    )  # fmt: skip

    def __init__(self, volume: Volume, data: tuple[Any, ...], number: int = -1) -> None:
        self.volume = volume
        self.number = number
        """Which of the volume's templates it is; -1 for one that is made of an entry."""
        self.entry_number: int = data[0]
        self.id = volume.ids[self.entry_number]
        self.order: int = data[1]
        """Which of the entry's wordings it is."""
        self.origin: str = data[2]
        self.name: str = data[3]
        self.shared: bool = data[4]
        self.whole: bool = data[5]
        self.not_status: tuple[int, ...] = data[6]
        self.pieces: tuple[str, ...] = data[7]
        self.gaps: tuple[tuple[tuple[str, str], ...], ...] = data[8]
        self.keys: tuple[int, ...] = data[9]
        """Indexes of the literals by which the message is looked for, the one that says most first."""
        self.key = self.pieces[self.keys[0]]
        """The squeezed literal that says most."""
        self.length: int = data[10]
        """Weight of the literals."""
        self._long: bytes | None = None
        self._text: str | None = None

    @property
    def long_literals(self) -> bytes:
        """The literals that hold a run by which their volume tells messages apart in logs, a line each."""
        if self._long is None:
            self._long = b"\n".join([data for data in map(str.encode, self.pieces) if len(data) >= self.volume.run])
        return self._long

    @property
    def entry(self) -> Entry:
        return self.volume.entry(self.entry_number)

    @property
    def text(self) -> str:
        """The wording as written in the catalog."""
        if self._text is None:
            self._text = self.entry.messages[self.order].text
        return self._text


class Volume:
    """One compiled catalog."""

    _descriptor = -1
    """The file that entries are read from, if it is open; the volume closes it."""

    def __init__(self, head: bytes, read: Callable[[int, int], bytes]) -> None:
        """`head` is the first part of a compiled catalog, `read(start, size)` gives bytes of the rest.

        Raises ValueError (or EOFError, TypeError) when it is not a compiled catalog of this format.
        """
        (meta, grams, gram_templates, template_offsets, entry_offsets, context, log_index_size) = marshal.loads(head)
        if meta[0] != FORMAT:
            raise ValueError("a compiled catalog of another format")
        _, self.key, self._joined_ids, self.short, self.types, self.codes, self.twins, self.statuses, self.run = meta
        self.grams = unpack("Q", grams)
        self.gram_templates = unpack("I", gram_templates)
        self._template_offsets = unpack("I", template_offsets)
        self._entry_offsets = unpack("I", entry_offsets)
        self._read = read
        self._log_index_size = log_index_size
        self._late = b""
        self._log_index: LogIndex | None = None
        self.log_index_file = ""
        """Where to keep what logs are searched for, if it was compiled without; empty for nowhere."""
        self._context_data = context
        self._ids: list[str] = []
        self._unpacked: dict[int, Entry] = {}
        self._loaded: dict[int, Template] = {}
        self._context: Context | None = None
        self._short_pieces: list[tuple[str, Template]] = []
        self._known_grams: frozenset[int] | None = None
        self._leads: Leads | None = None
        self._runs: Runs | None = None

    @classmethod
    def from_bytes(cls, data: bytes, begin: int = 0) -> Volume:
        """Return the volume of a compiled catalog in memory, which begins at a place in `data`."""
        begin += LENGTH
        start = begin + int.from_bytes(data[begin - LENGTH : begin], "little")
        return cls(data[begin:start], lambda at, size: data[start + at : start + at + size])

    @classmethod
    def from_descriptor(cls, descriptor: int, begin: int = 0) -> Volume:
        """Return the volume that begins at a place in an open file.

        Entries are read when they are asked for, so the file stays open as long as the volume lives.
        """
        if not hasattr(os, "pread"):
            os.lseek(descriptor, begin, os.SEEK_SET)
            with open(descriptor, "rb", closefd=False) as file:
                volume = cls.from_bytes(file.read())
            os.close(descriptor)
            return volume
        length = int.from_bytes(os.pread(descriptor, LENGTH, begin), "little")
        start = begin + LENGTH + length
        if start > os.fstat(descriptor).st_size:
            raise ValueError("no compiled catalog")
        volume = cls(os.pread(descriptor, length, begin + LENGTH), lambda at, size: os.pread(descriptor, size, start + at))
        volume._descriptor = descriptor
        return volume

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)

    @property
    def ids(self) -> list[str]:
        if not self._ids and self._joined_ids:
            self._ids = self._joined_ids.split("\n")
        return self._ids

    @property
    def known_grams(self) -> frozenset[int]:
        """All blocks; worth its making for many texts, such as the lines of a log."""
        if self._known_grams is None:
            self._known_grams = frozenset(self.grams)
        return self._known_grams

    @property
    def leads(self) -> Leads:
        """Block -> its templates."""
        if self._leads is None:
            from kimierr.catalog.log_index import Leads

            self._leads = Leads(self)
        return self._leads

    @property
    def runs(self) -> Runs:
        """Which templates share more than a block with a text."""
        if self._runs is None:
            from kimierr.catalog.log_index import Runs

            self._runs = Runs(self)
        return self._runs

    @property
    def short_pieces(self) -> list[tuple[str, Template]]:
        """The most telling literal of each template that has no blocks, with the template."""
        if not self._short_pieces:
            self._short_pieces = [(template.key, template) for template in map(self.template, self.short)]
        return self._short_pieces

    @property
    def context(self) -> Context:
        if self._context is None:
            self._context = Context.unpack(marshal.loads(self._context_data))
        return self._context

    @property
    def log_index(self) -> LogIndex:
        """What logs are searched for."""
        if self._log_index is None:
            from kimierr.catalog.log_index import LogIndex

            self._log_index = LogIndex(self.packed_log_index)
        return self._log_index

    @property
    def packed_log_index(self) -> bytes:
        """The same as it is stored."""
        if self._log_index_size:
            return self._read(self._template_offsets[-1] + self._entry_offsets[-1], self._log_index_size)
        if not self._late:
            from kimierr.catalog.compile_logs import late_log_index

            self._late = late_log_index(self, self.log_index_file)
        return self._late

    def entry(self, number: int) -> Entry:
        found = self._unpacked.get(number)
        if found is None:
            start, end = self._entry_offsets[number], self._entry_offsets[number + 1]
            skip = self._template_offsets[-1]
            found = self._unpacked[number] = Entry.unpack(marshal.loads(self._read(skip + start, end - start)))
        return found

    def template(self, number: int) -> Template:
        found = self._loaded.get(number)
        if found is None:
            start, end = self._template_offsets[number], self._template_offsets[number + 1]
            found = self._loaded[number] = Template(self, marshal.loads(self._read(start, end - start)), number)
        return found

    @property
    def template_count(self) -> int:
        return len(self._template_offsets) - 1


class Catalog:
    """The built-in volume and the reader's own ones; an own entry replaces a built-in one of the same id."""

    def __init__(self, volumes: tuple[Volume, ...], cache: str = "") -> None:
        self.volumes = volumes
        self.cache = cache
        """Folder for what takes time to make of the catalog; empty for none."""
        self.context = volumes[0].context
        self._known: dict[str, Entry | None] = {}
        self._hidden: set[tuple[int, str]] = set()
        for number, volume in enumerate(volumes[:-1]):
            later = {id for other in volumes[number + 1 :] for id in other.ids}
            self._hidden |= {(number, id) for id in volume.ids if id in later}

    def without_hidden(self, templates: list[Template]) -> list[Template]:
        """Return the templates of which no later volume replaces the entry."""
        if not self._hidden:
            return templates
        return [template for template in templates if (self.volumes.index(template.volume), template.id) not in self._hidden]

    def __len__(self) -> int:
        return len({id for volume in self.volumes for id in volume.ids}) if len(self.volumes) > 1 else len(self.volumes[0].ids)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all entries, each once."""
        seen: set[str] = set()
        for volume in self.volumes:
            for id in volume.ids:
                if id not in seen:
                    seen.add(id)
                    yield id

    def get(self, id: str) -> Entry | None:
        """Return the entry with the id, the reader's own one first."""
        if id not in self._known:
            holding = next((volume for volume in reversed(self.volumes) if id in volume.ids), None)
            self._known[id] = holding.entry(holding.ids.index(id)) if holding else None
        return self._known[id]

    def sends(self, id: str, product: str) -> bool:
        """Whether a product sends the error of an entry, be it another product's; true if the product is empty."""
        if id.startswith(product + "/" if product else ""):
            return True
        entry = self.get(id)
        return entry is not None and product in entry.also_sent_by

    def entries(self) -> Iterator[Entry]:
        for id in self.ids():
            entry = self.get(id)
            if entry is not None:
                yield entry

    def with_type(self, type: str) -> list[str]:
        """Return the ids of the entries that come with an error type."""
        return [volume.ids[number] for volume in self.volumes for number in volume.types.get(type, ())]

    def with_code(self, code: str) -> list[tuple[str, bool]]:
        """Return (id, shared) of the entries that come with an error code."""
        return [(volume.ids[number], shared) for volume in self.volumes for number, shared in volume.codes.get(code, ())]
