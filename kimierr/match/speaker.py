"""Who says common words: the names and other words before them on their line."""

from __future__ import annotations

from kimierr.match.place import head_of_line

_NEUTRAL = frozenset((
    "error", "errors", "err", "api", "failed", "failure", "fail", "fatal", "warn", "warning", "info", "debug", "critical", "severe",
    "request", "response", "status", "http", "https", "code", "llm", "chat", "completion", "completions", "call", "message", "msg",
    "exception", "server", "upstream", "provider", "model", "ai", "agent", "assistant", "bot", "client", "app", "caused", "by", "cause",
    "reason", "details", "detail", "unexpected", "received", "got", "returned", "returns", "an", "a", "the", "occurred", "occur", "while",
    "in", "from", "with", "on", "of", "is", "was", "stream", "streaming", "unable", "to", "could", "not", "cannot", "can't", "last",
    "retry", "retrying", "attempt", "after", "task", "turn", "run", "step", "tool", "function", "kimi", "moonshot", "kimi's", "openai",
    "anthropic", "output", "result", "e", "panic", "uncaught", "unhandled", "rejection", "promise", "oops", "sorry", "traceback",
    "stderr", "stdout", "backend", "reply", "text", "content", "body", "json", "title", "description", "hint", "note", "raw", "data",
    "event", "reported", "reports", "says", "said", "unknown", "internal", "bad", "invalid", "authentication", "network", "connection",
    "connect", "connecting", "login", "validation", "validating", "parse", "parsing", "load", "loading", "fetch", "fetching", "invoke",
    "invocation", "process", "processing", "execute", "executing", "execution", "operation", "job", "worker", "command", "query", "user",
    "system", "service", "session", "chat-completions", "endpoint", "key", "token", "tokens", "sending", "send", "sent", "reading",
    "read", "writing", "write", "url", "host", "for", "at", "your", "my", "this", "that", "i", "it", "we", "you", "when", "then", "and",
    "or", "but", "so", "please", "file", "upload", "uploading", "image", "generation", "generate", "generating", "embedding",
    "embeddings", "conversation", "thread", "answer", "question", "test", "testing", "check", "checking", "subagent", "main", "proxy",
    "gateway", "router", "plugin", "extension", "ide", "terminal", "cli", "sdk", "wrapper", "final", "full", "actual", "original",
    "inner", "nested", "root",
))  # fmt: skip
"""Words before a message that name nobody."""
LONGEST_HEAD = 60
MOST_LEADING = 5
_MARKS = ":>[]()\"'`{},.#*-•│|✗✖❌⚠"
_TIMES = "0123456789-:.,TZ+/[]()"


def speaker(text: str, start: int) -> str:
    """Return who says a message, if its line names somebody directly before it and a colon; empty if nobody or a client's words."""
    head = head_of_line(text, start).rstrip(" \"'`")
    if not head.endswith((":", ">", "]")) or len(head) > LONGEST_HEAD:
        return ""
    words = [word for word in head.replace("/", " ").replace("=", " ").split() if word.strip(_TIMES)]
    names = [word for word in (word.strip(_MARKS) for word in words) if word and _names_somebody(word)]
    return names[0] if names else ""


def is_led_in(text: str, start: int) -> bool:
    """Whether only a few words that name nobody stand before a message on its line or in its quotes, as in `Kimi says invalid authentication`."""
    words = head_of_line(text, start).rpartition('"')[2].split()
    return 0 < len(words) <= MOST_LEADING and not any(_names_somebody(word.strip(_MARKS)) for word in words)


def _names_somebody(word: str) -> bool:
    lower = word.lower()
    if lower in _NEUTRAL or not any(map(str.isalpha, word)) or not word.isascii():
        return False
    return not (lower.endswith(("error", "exception")) or sum(map(str.isdigit, word)) > 2)
