"""The catalog that comes with the program, for those who name none."""

from __future__ import annotations

import os

from kimierr.catalog.places import cache_folder, open_catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog

_opened: Catalog | None = None


def builtin_catalog() -> Catalog:
    """Return the built-in catalog, read once; what is compiled of it is kept in the cache folder of the environment."""
    global _opened
    if _opened is None:
        _opened = open_catalog(cache=cache_folder(os.environ))
    return _opened
