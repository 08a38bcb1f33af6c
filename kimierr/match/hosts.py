"""The hosts in a text, and which of them are neither Kimi's nor neutral."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.context import Product

_NEUTRAL_HOSTS = (
    "localhost", "docs.langchain.com", "python.langchain.com", "js.langchain.com", "developer.mozilla.org", "mozilla.org", "github.com", "docs.litellm.ai",
    "pydantic.dev", "nodejs.org", "json-schema.org", "example.com", "example.org", "example.net", "aka.ms",
)  # fmt: skip
_OURS = ("moonshot.cn", "moonshot.ai", "kimi.com", "kimi.ai", "msh.team", "moonshot.com")
_HOST_ENDS = " \t\n\v/\"'`<>()[]{},;|\\?#"
MOST_HOSTS = 100
_DOMAINS = (".com", ".net", ".org", ".io", ".dev", ".cn", ".ai", ".edu", ".app", ".cloud")
"""Endings by which a host is known that stands without a scheme."""


def hosts_in(lower: str) -> list[tuple[str, int]]:
    """Return the hosts of a text in lower case with their places: behind a scheme, or known by their ending."""
    found: list[tuple[str, int]] = []
    place = lower.find("://")
    while place >= 0 and len(found) < MOST_HOSTS:
        start = end = place + 3
        while end < len(lower) and lower[end] not in _HOST_ENDS and end - start < 120:
            end += 1
        host = lower[start:end].rpartition("@")[2].partition(":")[0].rstrip(".*")
        if "." in host or host == "localhost":
            found.append((host, start))
        place = lower.find("://", end)
    for ending in [ending for ending in _DOMAINS if ending in lower]:
        place = lower.find(ending)
        while place >= 0 and len(found) < MOST_HOSTS:
            end = place + len(ending)
            if not (lower[end : end + 1].isalnum() or lower[end : end + 1] in "._-@("):
                start = place
                while start and ((lower[start - 1].isalnum() and lower[start - 1].isascii()) or lower[start - 1] in ".-"):
                    start -= 1
                if (start < place and lower[start - 1 : start] not in ("@", "/", "_", "\\")) or lower[start - 3 : start] == "://":
                    found.append((lower[start:end].strip("."), start))
            place = lower.find(ending, end)
    return found


def is_foreign(host: str) -> bool:
    """Whether a host is neither Kimi's, nor the reader's own, nor one that clients name in their messages."""
    if host.replace(".", "").isdigit() or "*" in host or host.endswith((".local", ".internal", ".svc", ".test")):
        return False
    return not any(host == own or host.endswith("." + own) for own in (*_OURS, *_NEUTRAL_HOSTS))


def find_host(lower: str, host: str, start: int) -> int:
    """Return where a host stands as a host: not as the head or tail of another name; -1 if nowhere."""
    place = lower.find(host, start)
    while place >= 0:
        end = place + len(host)
        before, after = lower[place - 1] if place else " ", lower[end : end + 1]
        goes_on = after.isalnum() or after == "-" or (after == "." and lower[end + 1 : end + 2].isalnum())
        if not goes_on and not (before.isalnum() or before in "-_"):
            return place
        place = lower.find(host, place + 1)
    return -1


def places_of(lower: str, host: str) -> Iterator[int]:
    """Yield each place where a host stands as a host."""
    place = find_host(lower, host, 0)
    while place >= 0:
        yield place
        place = find_host(lower, host, place + 1)


def first_host(lower: str, places: dict[str, int], products: tuple[Product, ...]) -> str:
    """Return the host of a product that stands first in a text; `places` are those of the products' first hosts, by id."""
    first = min(places.values(), default=0)
    return next((own for product in products if product.id in places for own in product.hosts if lower.startswith(own, first)), "")
