"""Redaction costs little: no text takes more than its share of time, and it loads no heavy library."""

import subprocess
import sys
import time

import pytest

from kimierr.redact import redact

K = "4f9a1c7e2b8d4063"

WORST = [
    "a", " ", "\n", "\\", "-", "@", '"', "…", "sk-", "task-", "ask-sk-", "sk-xxx-", "sk-\n", "sk-a1b2\n", "sk-a1b2c3d4 ", f"sk-{K}.", "s\nk-", "s\n",
    "org-", "<ak-", "a<ak-", "account ", "eyJ", "eyJa.",
    "SG.", "ya29.", "key=", "key:", "key='", "api_key=", "a_key=x;", "token:", "token: ", "password=", "pwd=/", "?key=", "密钥:", "api key ", f"Key {K} ",
    "bearer ", "bearer\n", "Bearer a1b2c3d4 ",
    "basic ", "authorization:", "Authorization: Bearer ", "cookie:", "cookie: a=b; ", "cookie:a=b;\n", "a@", "a@b.c", "a@b.co ", "%40", "://", "://a:",
    "://a:b@", "a:b@tcp(", "-u a:b ", "PRIVATE KEY-----\n",
    "│ \n ", "[", "İ",
]  # fmt: skip


@pytest.mark.parametrize("unit", WORST)
def test_linear_time(unit: str) -> None:
    """Four times the text takes about four times as long; 16 would be quadratic."""
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (25_000, 100_000))
    for _ in range(3):
        fast, slow = _seconds(short), _seconds(long)
        if slow < 0.05 or slow < fast * 9:
            break
    else:
        pytest.fail(f"{fast:.3f} s for 25 kB, {slow:.3f} s for 100 kB")
    assert slow < 2


def _seconds(text: str) -> float:
    start = time.process_time()
    redact(text)
    return time.process_time() - start


def test_start_up_imports_nothing_heavy() -> None:
    heavy = ["re", "json", "typing", "dataclasses", "enum", "pathlib", "collections", "functools"]
    code = f"import sys; import kimierr.redact; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=_root())
    assert done.stdout.strip() == "[]", done.stderr


def _root() -> str:
    import kimierr

    return next(iter(kimierr.__path__)).rpartition("kimierr")[0]
