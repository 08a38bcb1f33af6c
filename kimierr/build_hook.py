"""Hatch build hook: compile catalog/ into the wheel, so that nobody reads YAML at run time."""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface[Any]):
    """Adds kimierr/catalog.bin to a wheel; an editable install reads the checkout's catalog/ instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from kimierr.catalog.compile import compile_catalog
        from kimierr.catalog.load import load

        compiled = os.path.join(self.directory, "catalog.bin")
        os.makedirs(self.directory, exist_ok=True)
        with open(compiled, "wb") as file:
            file.write(compile_catalog(load([os.path.join(self.root, "catalog")]), logs=True))
        build_data["force_include"][compiled] = "kimierr/catalog.bin"
