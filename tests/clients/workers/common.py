"""Runs in the clients' environment: call one client for each case on standard input, write what it shows as JSON lines."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import sysconfig
import traceback
from collections.abc import Callable
from typing import Any

KEY = "sk-abcdefghijklmnopqrstuvwxyz0123456789"
MODEL = "kimi-k2.5"
PLACES = [
    (sysconfig.get_path("purelib"), "/home/user/project/.venv/lib/python3.11/site-packages"),
    (os.path.dirname(os.path.abspath(__file__)), "/home/user/project"),
    (os.path.dirname(os.__file__), "/usr/lib/python3.11"),
]


def serve(call: Callable[[dict[str, Any]], object]) -> None:
    """Call the client for each case; a case is {"id", "url", "stream"}."""
    out = sys.stdout
    for line in sys.stdin:
        case = json.loads(line)
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                call(case)
        except Exception as error:
            trace = "".join(traceback.format_exception(type(error), error, error.__traceback__ and error.__traceback__.tb_next))
            shapes = {"str(e)": str(error), "repr(e)": repr(error), "traceback": printed.getvalue() + trace}
        else:
            shapes = {"no error": printed.getvalue()}
        for shape, text in shapes.items():
            out.write(json.dumps({"id": case["id"], "shape": shape, "text": tidy(text)}) + "\n")
        out.flush()


def tidy(text: str) -> str:
    """Put a reader's folders for those of this machine."""
    for here, there in PLACES:
        text = text.replace(here, there)
    return text
