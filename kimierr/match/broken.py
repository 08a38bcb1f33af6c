"""Long signs of Kimi's products in a text that is broken over lines, in capitals or without its punctuation."""

from __future__ import annotations

from kimierr.text.squeeze import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kimierr.context import Product

    Sign = tuple[str, str, str]
    """Squeezed, the product's id, and as it is written."""

LONG_SIGN = 10
"""Letters from which a sign is telling even without its punctuation."""


class BrokenSigns:
    """The long signs of all products, squeezed."""

    __slots__ = ("_names", "_signs", "_without_name")

    def __init__(self, products: Iterable[Product], kimi_signs: Iterable[str]) -> None:
        signs = [(squeeze(sign), product.id, sign) for product in products for sign in (*product.hosts, *product.signs)]
        # without its parenthesis a sign is any word
        self._signs: list[Sign] = [sign for sign in reversed(signs) if len(sign[0]) >= LONG_SIGN and sign[2][0] != "("]
        self._names = [name for name in map(squeeze, kimi_signs) if any(name in sign[0] for sign in self._signs)]
        """Names of Kimi that most of the signs hold: a text without them needs no look at those signs."""
        self._without_name = [sign for sign in self._signs if not any(name in sign[0] for name in self._names)]

    def products_in(self, text: str, stream: str) -> dict[str, str]:
        """Return product id -> sign for signs in a text; `stream` is the text squeezed.

        An underscore must be there: `new ApiError` in a program is no `new_api_error`.
        """
        named = [name for name in self._names if name in stream]
        found = [sign for sign in (self._signs if named else self._without_name) if sign[0] in stream]
        if not found:
            return {}
        joined = "".join(text.split()).lower()
        return {id: sign for _, id, sign in found if "_" not in sign or (sign not in text and sign.lower() in joined)}
