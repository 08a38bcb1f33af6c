"""Paths of the built-in catalog, of the user's own entries and of the cache for compiled ones."""

from __future__ import annotations

import os
import sys

from kimierr.catalog.store import FORMAT, Catalog, Volume

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMPILED = os.path.join(PACKAGE, "catalog.bin")
ENDINGS = (".yaml", ".yml")
CHECKOUT = os.path.join(os.path.dirname(PACKAGE), "catalog")


def open_catalog(own: Iterable[str] = (), cache: str = "") -> Catalog:
    """Return the built-in catalog with the reader's own files and folders on top.

    `cache` is a folder for compiled forms, empty for none. Raises CatalogError when a file is faulty.
    """
    volumes = [_builtin(cache)]
    for path in own:
        volumes.append(_from_yaml(path, cache, tuple(volumes)))
    return Catalog(tuple(volumes), cache)


def cache_folder(environ: Mapping[str, str]) -> str:
    """Return the folder for compiled catalogs; empty when the environment names no home."""
    if environ.get("KIMIERR_NO_CACHE"):
        return ""
    if sys.platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    else:
        base = environ.get("XDG_CACHE_HOME", "") or _in_home(environ, ".cache")
    return os.path.join(base, "kimierr") if base else ""


def own_catalog(environ: Mapping[str, str]) -> str:
    """Return the folder of the reader's own entries if there is one with files in it, else an empty string."""
    base = environ.get("APPDATA", "") if sys.platform == "win32" else environ.get("XDG_CONFIG_HOME", "") or _in_home(environ, ".config")
    folder = os.path.join(base, "kimierr", "catalog") if base else ""
    found = (name for _, _, names in os.walk(folder) for name in names) if folder else ()
    return folder if any(name.endswith(ENDINGS) for name in found) else ""


def _in_home(environ: Mapping[str, str], name: str) -> str:
    home = environ.get("HOME", "")
    return os.path.join(home, name) if home else ""


def _builtin(cache: str) -> Volume:
    try:
        return Volume.from_descriptor(os.open(COMPILED, os.O_RDONLY | getattr(os, "O_BINARY", 0)))
    except FileNotFoundError:
        return _from_yaml(CHECKOUT, cache, ())


def _from_yaml(path: str, cache: str, beside: tuple[Volume, ...]) -> Volume:
    from kimierr.catalog import cachefile  # not on the way of an installed catalog

    path = os.path.abspath(path)
    key = _key(path, beside)
    kept = os.path.join(cache, cachefile.digest(path)) if cache and key else ""
    volume = _kept(f"{kept}.bin", key) if kept else None
    if volume is None:
        volume = _compiled(path, key, f"{kept}.bin" if kept else "", beside)
    volume.log_index_file = f"{kept}.logs.bin" if kept else ""
    return volume


def _compiled(path: str, key: str, kept: str, beside: tuple[Volume, ...]) -> Volume:
    """Return the volume of YAML files, which are read only here: on a first run, or after a change."""
    import gc

    from kimierr.catalog import cachefile
    from kimierr.catalog.compile import compile_catalog
    from kimierr.catalog.load import load

    known = frozenset(id for volume in beside for id in volume.ids)
    clients = frozenset(client.id for client in beside[0].context.clients) if beside else frozenset()
    collecting = gc.isenabled()
    gc.disable()  # the trees hold no cycles, and looking for some takes a quarter of the time
    try:
        data = compile_catalog(load([path], known, clients), key)
    finally:
        if collecting:
            gc.enable()
    if kept:
        cachefile.keep(kept, data)
    return Volume.from_bytes(data)


def _key(path: str, beside: tuple[Volume, ...]) -> str:
    """Return what changes when a catalog does: its files with their sizes and times, the format, the Python."""
    parts = [str(FORMAT), sys.implementation.cache_tag or "", *(volume.key for volume in beside)]
    try:
        _add_state(path, parts, 0)
    except OSError:
        return ""
    from kimierr.catalog import cachefile

    return "|".join(parts) if len(parts) < 200 else cachefile.digest("|".join(parts))


def _add_state(path: str, parts: list[str], depth: int) -> None:
    if not os.path.isdir(path):
        state = os.stat(path)
        parts.append(f"{path}:{state.st_size}:{state.st_mtime_ns}")
        return
    with os.scandir(path) as found:
        for item in sorted(found, key=lambda item: item.name):
            if item.is_dir(follow_symlinks=False):
                if depth < 4:
                    _add_state(item.path, parts, depth + 1)
            elif item.name.endswith(ENDINGS):
                state = item.stat()
                parts.append(f"{item.path}:{state.st_size}:{state.st_mtime_ns}")


def _kept(path: str, key: str) -> Volume | None:
    """Return the volume of a cache file; None if there is none, or it is damaged, not ours, or of other files."""
    from kimierr.catalog import cachefile

    descriptor = cachefile.opened(path)
    if descriptor is None:
        return None
    try:
        volume = Volume.from_descriptor(descriptor, cachefile.CHECKSUM)
    except (OSError, ValueError, EOFError, TypeError, IndexError):
        os.close(descriptor)
        return None
    return volume if volume.key == key else None
