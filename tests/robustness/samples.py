"""Server errors made from the catalog: every message of every error entry, its placeholders filled by type."""
# ruff: noqa: E501 - lists of plain values

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random

from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import Slot, parse
from kimierr.model import Entry, Message
from kimierr.text.squeeze import squeeze

HEX = "0123456789abcdef"
ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
}
REASONS = {
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 408: "Request Timeout", 413: "Request Entity Too Large",
    429: "Too Many Requests", 499: "Client Closed Request", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
CLASSES = {400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError", 404: "NotFoundError", 429: "RateLimitError"}
HOSTS = {"open-platform": "api.moonshot.ai", "kimi-code": "api.kimi.com", "gateway": "gateway.example"}
PATHS = {"open-platform": "/v1/chat/completions", "kimi-code": "/coding/v1/chat/completions", "gateway": "/v1/chat/completions"}
MODELS = {"open-platform": "kimi-k2.5", "kimi-code": "kimi-for-coding", "gateway": "kimi-k2.5"}


@dataclass
class Sample:
    """One error as the server sends it."""

    entry: Entry
    wording: Message
    parts: list[tuple[str, str]]
    """(text, slot type) of the message in order; an empty type for a literal."""
    status: int
    type: str
    code: str
    suffix: str = ""
    """What a gateway appends to the message: its request id."""
    values: list[str] = field(default_factory=list)

    @property
    def message(self) -> str:
        return "".join(text for text, _ in self.parts) + self.suffix

    @property
    def product(self) -> str:
        return self.entry.product

    @property
    def host(self) -> str:
        return HOSTS[self.product]

    @property
    def url(self) -> str:
        return f"https://{self.host}{PATHS[self.product]}"

    @property
    def model(self) -> str:
        return MODELS[self.product]

    @property
    def reason(self) -> str:
        return REASONS.get(self.status, "Error")

    @property
    def exception(self) -> str:
        """The class of the OpenAI and Anthropic SDKs for the status."""
        return CLASSES.get(self.status, "InternalServerError" if self.status >= 500 else "APIStatusError")

    @property
    def inner(self) -> dict[str, str]:
        """The error object of the OpenAI protocol."""
        error = {"message": self.message, "type": self.type}
        return error | {"code": self.code} if self.code else error

    @property
    def body(self) -> dict[str, object]:
        return {"error": self.inner}

    @property
    def anthropic_body(self) -> dict[str, object]:
        kind = ANTHROPIC_TYPES.get(self.status, "api_error")
        return {"error": {"type": kind, "message": self.message}, "type": "error"}

    def json(self) -> str:
        return compact(self.body)

    def anthropic_json(self) -> str:
        return compact(self.anthropic_body)

    def literals(self, start: int = 0, end: int | None = None) -> str:
        """Return the squeezed literal letters of a part of the message."""
        end = len(self.message) if end is None else end
        kept, at = "", 0
        for text, slot in self.parts:
            if not slot:
                kept += text[max(0, start - at) : max(0, end - at)]
            at += len(text)
        return squeeze(kept)


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def samples(seed: int = 7) -> list[Sample]:
    """Return one sample for each message of each entry of kind `error`, the same ones for the same seed."""
    found = []
    for entry in builtin_catalog().entries():
        if entry.kind == "error":
            found += [sample(entry, wording, Random(f"{seed} {entry.id} {number}")) for number, wording in enumerate(entry.messages)]
    return found


def sample(entry: Entry, wording: Message, random: Random) -> Sample:
    parts = [(part, "") if isinstance(part, str) else (value(part, random), part.type) for part in parse(wording.text)]
    types = entry.error_type or ("invalid_request_error",)
    type = types[0] if wording.origin == "documented" else random.choice(types)
    code = entry.error_code[0].code if entry.error_code else ""
    suffix = ""
    if entry.product == "gateway":
        type = "one_api_error" if wording.origin == "older" and "one_api_error" in types else "new_api_error"
        suffix = f" (request id: 2026{digits(random, 17)}{letters(random, 8)})"
    filled = [text for text, slot in parts if slot]
    return Sample(entry, wording, parts, entry.http_status[0] if entry.http_status else 500, type, code, suffix, filled)


def hexes(random: Random, count: int) -> str:
    return "".join(random.choices(HEX, k=count))


def digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def letters(random: Random, count: int) -> str:
    return "".join(random.choices("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", k=count))


NAMED = {
    "model": ("kimi-k2.5", "kimi-k2-thinking", "moonshot-v1-32k", "kimi-k3", "kimi-latest"),
    "seconds": ("1", "2", "17"),
    "group": ("default", "vip", "国内直连", "svip"),
    "remaining": ("＄0.001204", "-1280", "¥0.00"),
    "needed": ("＄0.035110", "24000", "¥1.20"),
    "addresses": ("10.42.7.19:51344->10.96.0.31:3306", "172.20.11.4:38114->172.21.3.90:6379"),
    "page": ("https://platform.kimi.ai/docs/pricing/limits",),
    "parameter": ("temperature", "top_p", "presence_penalty"),
    "role": ("assistant", "user"),
    "plan": ("Allegretto", "Moderato"),
    "tool": ("read_file", "mcp__web__search"),
    "path": ("properties.filter.items", "properties.options"),
    "part": ("video_url", "input_audio"),
    "choice": ("required",),
    "user": ("kimi_chat_rw", "billing_ro"),
    "database": ("03", "11"),
    "status": ("502", "400"),
    "ip": ("203.0.113.77",),
    "words": ("抽奖", "代购"),
    "value": ("hxxp//wiki", "wiki page"),
    "missing": ("call_3kX9aLq, call_8TzPm2w",),
    "format": ("image/x-icon", "heic"),
}
TYPED = {
    "model": NAMED["model"],
    "kimi_model": ("k3", "kimi-k2.5", "kimi-for-coding"),
    "word": ("alpha7", "session_store"),
    "url": ("https://img.example.org/p/83.png", "https://wiki.example.org/a?x=1&y=2"),
    "text": ("dial timeout on shard four", "field five holds a bad value", "no such column in the sheet"),
}


def value(slot: Slot, random: Random) -> str:
    """Return a plausible value for a placeholder."""
    if slot.type == "int":
        return (
            random.choice(NAMED["seconds"])
            if slot.name == "seconds"
            else str(random.choice((3, 50, 128, 8192, 262144, 1048576, random.randrange(10, 9_000_000))))
        )
    if slot.type == "number":
        return random.choice(("1", "0.6", "0.95", "30"))
    if slot.type == "id":
        if slot.name == "uid":
            return random.choice((f"uid-{hexes(random, 12)}", hexes(random, 20)))
        prefix = {"key_id": "ak-", "project": "proj-"}.get(slot.name, "org-")
        return prefix + (hexes(random, 32) if prefix == "org-" else letters(random, 20).lower())
    if slot.type == "kimi_model":
        return random.choice(TYPED["kimi_model"])
    if slot.name in NAMED and slot.type != "model":
        return random.choice(NAMED[slot.name])
    return random.choice(TYPED[slot.type])
