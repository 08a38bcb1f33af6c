"""In what setting common words stand: said by a named program, written in source code, or listed in a table."""

from __future__ import annotations

from kimierr.match.place import QUOTES, head_of_line, line_around

_NEUTRAL = (
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
)  # fmt: skip
"""Words before a message that name nobody."""
_CODE = (
    "throw new ", "return new ", " in str(", ".includes(", ".contains(", "logger.", "logging.", "log.error(", "log.warn", "assert ", "expect(", "const ",
    "def ", "func ", " := ", "if (", 'if "', "if '", "elif ", "raise ", 'it("', "it('", "describe(", "console.", "errors.new(", "fmt.",
    'return "', ' = "', ' == "',
)  # fmt: skip
"""What stands before a message in source code, on its line, in lower case."""
_TEST = (
    ".reply(",
    "add_response(",
    " json={",
    "(json=",
    ", json=",
    "jsonbody",
    "assert",
    "expect(",
    "mock",
    " := `",
    " = r#",
    "map[string]",
    'msgid "',
    "<string name=",
)
"""The same in tests, stand-ins for servers and lists of translations, which hold whole answers and messages."""
LONGEST_HEAD = 60
LONGEST_TURN = 2000
"""Characters of a turn of a conversation in which a message is looked for."""
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


def in_source(text: str, start: int) -> bool:
    """Whether a message stands in a string of source code: code and an opening quote before it on its line."""
    head = head_of_line(text, start).lower()
    return head.rstrip(" ")[-1:] in QUOTES and any(sign in head for sign in _CODE) and not _is_field(text, start, head)


def in_test(text: str, start: int) -> bool:
    """Whether a message, code or type stands in what a test says a server should answer, or in a list of messages to show."""
    head = head_of_line(text, start).lower()
    return any(sign in head for sign in _TEST)


def _is_field(text: str, start: int, head: str) -> bool:
    """Whether a message is the first field of a printed object that looks like code: `type = "..."` follows on the next line."""
    following = text[line_around(text, start, start)[1] :].lstrip()
    return head.strip(" \"'") == "message =" and following.startswith(("type =", "code ="))


def in_table(text: str, start: int) -> bool:
    """Whether a message stands in a row of a Markdown table: documentation, not an answer, unless it is the value of a field there."""
    first, last = line_around(text, start, start)
    row = text[first:last].strip()
    if not row.startswith("|") or row.count("|") < 3 or text[first:start].rstrip(" \"'").endswith(":"):
        return False
    others = (text[: max(0, first - 1)].rpartition("\n")[2], text[last + 1 :].partition("\n")[0])
    return row.endswith("|") or any(other.strip().startswith("|") and other.count("|") == row.count("|") for other in others)


def in_conversation(text: str, start: int) -> bool:
    """Whether a message stands in what a model was asked or has answered, as programs log it: nobody's error."""
    place = text.rfind('"content":', max(0, start - LONGEST_TURN), start)
    if place < 0:
        return False
    opening = text.find('"', place + len('"content":'), start)
    before = text[max(0, place - LONGEST_HEAD) : place]
    asked = '"role":"user"' in before.replace(" ", "") or '"role":"system"' in before.replace(" ", "")
    return opening >= 0 and '"' not in text[opening + 1 : start] and (asked or '"choices":' in text[:place])
