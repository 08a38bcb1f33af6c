"""HTML pages and fragments without their tags; `<ak-…>` and other angle brackets of messages stay."""

from __future__ import annotations

from kimierr.text.clean import SOFT_BREAK

TAGS = frozenset(
    (
        "a", "abbr", "article", "b", "blockquote", "body", "br", "button", "center", "code", "dd", "div", "dl", "dt", "em", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "label", "li", "link", "main", "meta",
        "nav", "noscript", "ol", "p", "pre", "script", "section", "small", "span", "strong", "style", "sub", "sup", "svg", "table", "tbody", "td",
        "th", "thead", "title", "tr", "tt", "u", "ul", "!doctype",
    )
)  # fmt: skip
LONGEST_TAG = 600


def strip_tags(text: str) -> str:
    """Return the text with each HTML tag turned into a break."""
    pieces = text.split("<")
    out = [pieces[0]]
    for piece in pieces[1:]:
        end = piece.find(">", 0, LONGEST_TAG)
        name = piece[: end if end >= 0 else 0].lstrip("/").split(None, 1)[:1]
        if name and name[0].rstrip("/").lower() in TAGS:
            breaks = piece.count("\n", 0, end)
            out.append(SOFT_BREAK + "\n" * breaks + piece[end + 1 :])
        else:
            out.append("<" + piece)
    return "".join(out)
