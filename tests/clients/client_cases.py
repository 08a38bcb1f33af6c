"""The errors that the loopback server answers with: wordings of the catalog, their placeholders filled, in the bodies the APIs send."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property

from kimierr.catalog.builtin import builtin_catalog
from kimierr.catalog.template import Slot, parse
from kimierr.model import Entry, Message

PROTOCOLS = ("openai", "anthropic")
ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
}
GATEWAY_ID = "20261120114602318845678Qw7RtYpL"
ANY_5XX = (
    "kimi-code/downstream-unavailable",
    "gateway/http-5xx",
    "kimi-code/http-500",
    "open-platform/gateway-timeout",
    "open-platform/server-unavailable",
)
VALUES = {
    "organization": "org-0123456789abcdef0123456789abcdef",
    "key_id": "ak-fabcdefghi1234567890",
    "limit": "262144",
    "requested": "300112",
    "seconds": "1",
    "model": "kimi-k2.7-preview",
    "current": "501234",
    "index": "2",
    "role": "assistant",
    "size": "3400986",
    "choice": "required",
    "parameter": "temperature",
    "allowed": "1",
    "path": "properties.filters",
    "missing": "functions.read_file:3, functions.bash:4",
    "token_credit": "338950",
    "tool": "read_file",
    "plan": "Moderato",
    "expected": "kimi-for-coding",
    "group": "default",
    "remaining": "＄-0.003170",
    "needed": "＄0.071800",
    "detail": "dial tcp: i/o timeout",
    "tool_call_id": "functions.bash:4",
}


@dataclass(frozen=True)
class Case:
    """One answer of the server, and the entry it belongs to."""

    id: str
    entry_id: str
    wording: str = ""
    """A part of the wording to send, where it is not the first of the entry."""
    status: int = 0
    """The HTTP status where it is not the first of the entry."""
    values: dict[str, str] = field(default_factory=dict)
    through_gateway: bool = False
    form: str = "json"
    """json: the protocol's envelope; openai: that of OpenAI under either protocol; sentence: `{"error": "..."}`; bare: the message is the body;
    html, empty; stream: 200, broken off by an error event; closed: nobody listens."""
    also: tuple[str, ...] = ()
    """Further right answers; "none" where saying nothing is right."""

    @cached_property
    def entry(self) -> Entry:
        entry = builtin_catalog().get(self.entry_id)
        assert entry is not None, self.entry_id
        return entry

    @cached_property
    def template(self) -> Message | None:
        return (
            next((item for item in self.entry.messages if self.wording in item.text), None)
            if self.form not in ("html", "empty", "closed")
            else None
        )

    @cached_property
    def message(self) -> str:
        """The server's sentence with its values, as sent; empty where there is none."""
        if self.template is None:
            assert not self.wording, f"{self.entry_id} has no wording with {self.wording!r}"
            return ""
        values = VALUES | self.values
        return "".join(values[part.name] if isinstance(part, Slot) else part for part in parse(self.template.text))

    @property
    def http_status(self) -> int:
        return 200 if self.form == "stream" else self.own_status

    @property
    def own_status(self) -> int:
        """The status the error has by itself, 0 for none."""
        return self.status or next(iter(self.entry.http_status), 0)

    @property
    def gateway(self) -> bool:
        return self.through_gateway or self.entry_id.startswith("gateway/")

    def base_url(self, protocol: str) -> str:
        """Return the base URL that a reader with this error has configured."""
        if self.gateway:
            return "https://newapi.example.com" + ("/v1" if protocol == "openai" else "")
        host = "https://api.moonshot.ai" if self.entry_id.startswith("open-platform/") else "https://api.kimi.com/coding"
        return host + ("/v1" if protocol == "openai" else "/anthropic" if "moonshot" in host else "")

    def error_type(self, protocol: str) -> str:
        if self.gateway:
            return "new_api_error"
        if protocol == "anthropic":
            return ANTHROPIC_TYPES.get(self.own_status, "api_error")
        return self.entry.error_type[0] if self.entry.error_type else ""

    @property
    def code(self) -> str:
        return self.entry.error_code[0].code if self.entry.error_code and self.gateway and not self.through_gateway else ""

    def error(self, protocol: str) -> dict[str, object]:
        """Return the error document as the API of this protocol sends it."""
        message = f"{self.message} (request id: {GATEWAY_ID})" if self.gateway else self.message
        if self.form == "sentence":
            return {"error": message}
        if protocol == "anthropic" and self.form != "openai":
            return {"error": {"type": self.error_type(protocol), "message": message}, "type": "error"}
        error = {"message": message, "type": self.error_type(protocol)}
        if self.gateway:
            error |= {"param": "", "code": self.code}
        return {"error": error}

    def answer(self, protocol: str) -> tuple[str, bytes]:
        """Return content type and body."""
        if self.form == "html":
            title = f"{self.http_status} {REASONS[self.http_status]}"
            page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n"
            page += "</body>\r\n</html>\r\n"
            return "text/html", page.encode()
        if self.form == "empty":
            return "text/plain", b""
        if self.form == "bare":
            return "application/json; charset=utf-8", self.message.encode()
        body = json.dumps(self.error(protocol), ensure_ascii=False, separators=(",", ":"))
        if self.form == "stream":
            return "text/event-stream", (
                BEGUN[protocol] + ("event: error\n" if protocol == "anthropic" else "") + f"data: {body}\n\n"
            ).encode()
        return "application/json; charset=utf-8", body.encode()


REASONS = {
    402: "Payment Required",
    413: "Request Entity Too Large",
    499: "Client Closed Request",
    502: "Bad Gateway",
    504: "Gateway Time-out",
}


def _events(*events: dict[str, object]) -> str:
    return "".join(
        (f"event: {event['type']}\n" if "type" in event else "") + f"data: {json.dumps(event, separators=(',', ':'))}\n\n"
        for event in events
    )


BEGUN = {
    "openai": _events(
        {
            "id": "chatcmpl-6748",
            "object": "chat.completion.chunk",
            "created": 1795176000,
            "model": "kimi-k2.5",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Sure, "}, "finish_reason": None}],
        }
    ),
    "anthropic": _events(
        {
            "type": "message_start",
            "message": {
                "id": "msg_01kimi",
                "type": "message",
                "role": "assistant",
                "model": "kimi-k2.5",
                "content": [],
                "stop_reason": None,
                "stop_sequence": None,
                "usage": {"input_tokens": 9, "output_tokens": 1},
            },
        },
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Sure, "}},
    ),
}

CASES = (
    Case("op-rpm", "open-platform/rpm-limit", values={"limit": "20"}),
    Case("op-concurrency", "open-platform/concurrency-limit", values={"limit": "3"}),
    Case("op-tpm", "open-platform/tpm-limit", values={"limit": "500000"}),
    Case("op-tpd", "open-platform/tpd-limit", values={"limit": "1500000", "current": "1502333"}),
    Case("op-suspended", "open-platform/account-suspended"),
    Case("op-suspended-newer", "open-platform/account-suspended", wording="is suspended due to insufficient balance"),
    Case("op-suspended-openai", "open-platform/account-suspended", form="openai"),
    Case("op-token-quota", "open-platform/token-quota-exceeded"),
    Case("op-overloaded", "open-platform/engine-overloaded"),
    Case("op-invalid-auth", "open-platform/invalid-authentication"),
    Case("op-incorrect-key", "open-platform/incorrect-api-key"),
    Case("op-model", "open-platform/model-not-found"),
    Case("op-token-limit", "open-platform/token-limit", wording="requested:"),
    Case("op-filter", "open-platform/content-filter"),
    Case("op-tokenization", "open-platform/tokenization-failed"),
    Case("op-tool-choice", "open-platform/tool-choice-incompatible"),
    Case("op-tool-results", "open-platform/tool-results-missing"),
    Case("op-tool-schema", "open-platform/tool-schema-invalid"),
    Case("op-empty-message", "open-platform/empty-message"),
    Case("op-sampling", "open-platform/sampling-parameter-fixed"),
    Case("op-tool-name", "open-platform/tool-name-invalid"),
    Case("op-url", "open-platform/url-not-found", form="bare"),
    Case("op-ip", "open-platform/ip-not-allowed"),
    Case("kc-key", "kimi-code/invalid-api-key"),
    Case("kc-model-plan", "kimi-code/model-not-in-plan", values={"model": "k3"}),
    Case("kc-context-plan", "kimi-code/context-not-in-plan", values={"model": "k3"}),
    Case("kc-model-id", "kimi-code/unknown-model-id", values={"model": "kimi-k9"}),
    Case("kc-membership", "kimi-code/membership-unverified"),
    Case("kc-client", "kimi-code/client-not-allowed"),
    Case("kc-weekly", "kimi-code/billing-cycle-quota"),
    Case("kc-five-hour", "kimi-code/five-hour-quota", wording="5-hour usage limit. Your"),
    Case("kc-monthly", "kimi-code/monthly-quota"),
    Case("kc-too-many", "kimi-code/too-many-requests"),
    Case("kc-concurrent", "kimi-code/concurrent-request-limit"),
    Case("kc-terminated", "kimi-code/access-terminated"),
    Case("kc-reasoning", "kimi-code/reasoning-content-missing"),
    Case("kc-size", "kimi-code/message-size-limit", values={"limit": "2097152"}),
    Case("kc-tool-twice", "kimi-code/duplicate-tool-name"),
    Case("kc-downstream", "kimi-code/downstream-unavailable"),
    Case("kc-credit", "kimi-code/extra-usage-balance", form="sentence"),
    Case("gw-quota", "gateway/insufficient-user-quota", wording="用户额度不足, 剩余额度"),
    Case("gw-token-quota", "gateway/pre-consume-token-quota-failed", wording="token quota is not enough"),
    Case("gw-model", "gateway/model-not-found", wording="分组"),
    Case("gw-token", "gateway/http-401", wording="无效的令牌"),
    Case("gw-upstream", "gateway/do-request-failed", wording="do request failed: {detail"),
    Case("gw-kimi", "open-platform/rpm-limit", values={"limit": "20"}, through_gateway=True),
    Case("html-502", "kimi-code/downstream-unavailable", status=502, form="html", also=(*ANY_5XX, "none")),
    Case("html-413", "kimi-code/request-entity-too-large", form="html", also=("none",)),
    Case("html-504", "open-platform/gateway-timeout", form="html", also=(*ANY_5XX, "none")),
    Case("empty-503", "open-platform/server-unavailable", form="empty", also=(*ANY_5XX, "none")),
    Case("stream-overloaded", "open-platform/engine-overloaded", form="stream"),
    Case("stream-filter", "open-platform/content-filter", form="stream"),
    Case("closed-port", "open-platform/connection-error", form="closed", also=("none",)),
)
