"""Run a real client against the loopback server, one process for all cases, and label what it showed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import client_env
from captured import Capture
from client_cases import CASES, Case
from loopback import BY_ID, Loopback

from kimierr.catalog.builtin import builtin_catalog

WORKERS = Path(__file__).resolve().parent / "workers"
QUIET = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # else it fetches its price list and others at import
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_AUTOROUTER_PRESETS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    "LITELLM_LOCAL_POLICY_TEMPLATES": "True",
    "LITELLM_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "OTEL_SDK_DISABLED": "true",
    "LOGFIRE_SEND_TO_LOGFIRE": "false",
    "DO_NOT_TRACK": "1",
    "NO_COLOR": "1",
    "NO_PROXY": "*",
    "no_proxy": "*",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
}
KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE")
SECONDS = 180


@dataclass(frozen=True)
class Client:
    """One way to call a package: the worker script, its argument, and the protocol it speaks."""

    name: str
    protocol: str
    worker: str
    argument: str = ""

    @property
    def language(self) -> str:
        return "python" if self.worker.endswith(".py") else "node"


CLIENTS = (
    Client("openai-python", "openai", "openai_calls.py"),
    Client("anthropic-python", "anthropic", "anthropic_calls.py"),
    Client("litellm-moonshot", "openai", "litellm_calls.py", "moonshot"),
    Client("litellm-openai", "openai", "litellm_calls.py", "openai"),
    Client("litellm-anthropic", "anthropic", "litellm_calls.py", "anthropic"),
    Client("langchain-openai", "openai", "langchain_calls.py"),
    Client("pydantic-ai", "openai", "pydantic_ai_calls.py"),
    Client("openai-node", "openai", "openai_calls.mjs"),
    Client("anthropic-node", "anthropic", "anthropic_calls.mjs"),
    Client("ai-openai-compatible", "openai", "ai_calls.mjs", "openai"),
    Client("ai-anthropic", "anthropic", "ai_calls.mjs", "anthropic"),
)


def run(client: Client, server: Loopback) -> list[Capture]:
    """Return what the client showed for every case. Raises CalledProcessError or TimeoutExpired when the worker fails."""
    orders = "".join(
        json.dumps({"id": case.id, "url": server.url(client.protocol, case.id), "stream": case.form == "stream"}) + "\n" for case in CASES
    )
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | QUIET
    try:
        done = subprocess.run(
            _command(client), input=orders, capture_output=True, encoding="utf-8", env=environment, timeout=SECONDS, check=True
        )
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"{client.name} failed: {error.stderr[-2000:]}") from error
    return [_capture(client, **json.loads(line)) for line in done.stdout.split("\n") if line]


def _command(client: Client) -> list[str]:
    if client.language == "python":
        return [str(client_env.python()), str(WORKERS / client.worker), client.argument]
    home = client_env.folder() / "node"
    for script in WORKERS.glob("*.mjs"):  # Node looks for packages beside the script only
        shutil.copy(script, home)
    node = shutil.which("node")
    assert node, client_env.MISSING
    return [node, str(home / client.worker), client.argument]


def _capture(client: Client, id: str, shape: str, text: str) -> Capture:
    case = BY_ID[id]
    text = tidy(text, case, client.protocol)
    certain = decides(text, case, client.protocol)
    return Capture(f"{client.name}/{id}", client.name, shape, text, accepted(text, case, certain), not certain)


def tidy(text: str, case: Case, protocol: str) -> str:
    """Put the base URL a reader would have for the loopback server's, and fixed values for addresses in memory and ports."""
    for path in (f"/{protocol}/{case.id}/v1", f"/{protocol}/{case.id}"):
        base = case.base_url(protocol)
        if path.endswith("/v1") and not base.endswith("/v1"):
            base += "/v1"
        text = re.sub(r"http://127\.0\.0\.1:\d+" + re.escape(path) + r"(?![\w-])", base, text)
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:443", text)
    text = re.sub(r"""\bport("?: ?)\d+""", r"port\g<1>443", text)
    return re.sub(r"\b0x[0-9a-f]{6,}", "0x7f0123456789", text)


def decides(text: str, case: Case, protocol: str) -> bool:
    """Return whether the text still holds what tells this error from others: the message, and for a message that other services use too its type or code."""
    if case.template is None or _letters(case.message) not in _letters(text):
        return False
    if not case.template.shared:
        return True
    return any(mark and mark in text for mark in (case.error_type(protocol), case.code, *_hosts(case, protocol)))


def accepted(text: str, case: Case, certain: bool) -> tuple[str, ...]:
    """Return the entries that are right: of two products with the same message the one whose host is in the text."""
    entry = case.entry
    right = [entry.id, *case.also]
    if entry.twin and not any(host in text for protocol in ("openai", "anthropic") for host in _hosts(case, protocol)):
        right.append(entry.twin)
    if not certain:
        right += [*_bare_status(case.http_status), "none"]
    return tuple(dict.fromkeys(right))


def _hosts(case: Case, protocol: str) -> Iterable[str]:
    return () if case.gateway else (case.base_url(protocol),)


def _bare_status(status: int) -> list[str]:
    ids = [f"{product}/http-{status}" for product in ("open-platform", "kimi-code", "gateway")] + (
        ["gateway/http-5xx"] if status >= 500 else []
    )
    return [id for id in ids if builtin_catalog().get(id)]


def _letters(text: str) -> str:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return "".join(letter for letter in text if letter.isalnum())
