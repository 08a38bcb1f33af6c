"""Kimi's names and models in a text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.context import Context

_OWN_NAMES = (
    "k1", "k2", "k3", "for-coding", "cli", "code", "latest", "thinking", "v1", "vl", "ai", "api", "dev", "preview", "platform", "request", "trace",
    "flavored",
)  # fmt: skip
"""What follows `kimi-`, `moonshot-` or `msh-` in names of Kimi's own."""
_WRITTEN_MODELS = tuple(
    [f"kimi{joint}{model}" for joint in ("-", " ", "_", "") for model in ("k1", "k2", "k3", "1", "2", "3", "latest", "thinking")]
)
"""How people and programs write models of Kimi."""
_NAMES_FIELD = ('":', "':")
_OWN_DOMAINS = (".ai", ".cn", ".com")

SHORT_NAME = 3
"""Characters of a model's name that may mean anything (`k3`) where nothing near says that it is a model."""
NEAR = 24


def is_named(lower: str, sign: str) -> bool:
    """Whether a text names Kimi by this sign: not in a path, an account or another product's name."""
    place = lower.find(sign)
    while place >= 0:
        end = place + len(sign)
        before, after = lower[place - 1 : place], lower[end : end + 1]
        path = before == "\\" or after in ("/", "\\") or (before == "/" and not after)
        path = path or (before == after == "." and not lower.startswith(_OWN_DOMAINS, end))
        compound = after == "-" and lower[end + 1 : end + 2].isalpha() and not lower.startswith(_OWN_NAMES, end + 1)
        if not path and not compound and after != "@":
            return True
        place = lower.find(sign, end)
    return False


def is_company_named_alone(lower: str) -> bool:
    """Whether a text names Moonshot, and Kimi only as a model, as programs do that call the Open Platform."""
    return "moonshot" in lower and lower.count("kimi") == sum(map(lower.count, _WRITTEN_MODELS))


def is_said(text: str, sign: str) -> bool:
    """Whether a sign stands in a text other than as the name of a field, as codes do in lists of translations."""
    place = text.find(sign)
    while place >= 0:
        end = place + len(sign)
        if not text.startswith(_NAMES_FIELD, end):
            return True
        place = text.find(sign, end)
    return False


def model_words(lower: str, context: Context) -> list[str]:
    """Return the words of a text that look like model ids of Kimi."""
    words: list[str] = []
    for prefix in [prefix for prefix in context.kimi_models if prefix in lower]:
        place = lower.find(prefix)
        while place >= 0 and len(words) < 20:
            before = lower[place - 1] if place else " "
            end = place
            while end < len(lower) and ((lower[end].isalnum() and lower[end].isascii()) or lower[end] in "-._[]") and end - place < 60:
                end += 1
            word = lower[place:end].rstrip("._-[]") if "[" not in lower[place:end] else lower[place:end].rstrip("._-")
            apart = not (before.isalnum() or before in "-_./@")
            told = len(word) > SHORT_NAME or "model" in lower[max(0, place - NEAR) : place]
            own = any(map(str.isdigit, word)) or any(is_model(word, product.models) for product in context.products)
            if apart and told and own and begins(word, prefix):
                words.append(word)
            place = lower.find(prefix, end + 1)
    return words


def is_model(model: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a model's id begins as those of a product do."""
    lowered = model.lower()
    return any(begins(lowered, prefix) for prefix in prefixes)


def begins(model: str, prefix: str) -> bool:
    """Whether a model's id in lower case begins with that of a family; `k3` does not with a letter behind it, as in `k3s`."""
    return model.startswith(prefix) and ("-" in prefix or not model[len(prefix) : len(prefix) + 1].isalpha())
