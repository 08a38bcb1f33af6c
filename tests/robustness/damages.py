"""What happens to a text between the screen and the search box: one function each.

A damage takes the shown text, the sample it was made from and seeded chance, and returns the damaged text, or None
where it cannot apply (no non-ASCII character to garble, the message does not stand in one piece to be cut, ...).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from layout import box, hard_wrap
from samples import Sample

Damage = Callable[[str, Sample, Random], "str | None"]
DAMAGES: dict[str, Damage] = {}
CUTS: dict[str, Callable[[str], tuple[int, int]]] = {
    "cut_at_the_end": lambda message: (0, len(message) * 7 // 10),
    "cut_to_the_first_half": lambda message: (0, len(message) // 2),
    "first_letter_lost": lambda message: (1, len(message)),
    "first_word_lost": lambda message: (message.find(" ") + 1, len(message)),
    "cut_at_the_start": lambda message: (len(message) // 5, len(message)),
    "cut_at_both_ends": lambda message: (len(message) // 8, len(message) * 7 // 8),
}
"""Name -> the part of the message that is left, as (start, end)."""


def damage(function: Damage) -> Damage:
    DAMAGES[function.__name__] = function
    return function


def cut(text: str, sample: Sample, part: tuple[int, int], random: Random) -> str | None:
    """Cut a shown text inside its message; None if the message does not stand in the text as it is."""
    at = text.find(sample.message)
    if at < 0:
        return None
    start, end = part
    message = sample.message
    head = text[:at] if start == 0 else ""
    tail = text[at + len(message) :] if end == len(message) else random.choice(("", "...", "…"))
    return head + message[start:end] + tail


@damage
def hard_wrapped(text: str, sample: Sample, random: Random) -> str:
    return hard_wrap(text, random.randrange(23, 90))


@damage
def hard_wrapped_and_indented(text: str, sample: Sample, random: Random) -> str:
    return hard_wrap(text, random.randrange(30, 90), " " * random.randrange(1, 9))


@damage
def wrap_rejoined_with_blanks(text: str, sample: Sample, random: Random) -> str:
    return hard_wrap(text, random.randrange(23, 60)).replace("\n", " ")


@damage
def boxed(text: str, sample: Sample, random: Random) -> str:
    return box(hard_wrap(text, random.randrange(30, 90)), 92)


@damage
def boxed_hard_without_padding(text: str, sample: Sample, random: Random) -> str:
    return "\n".join(f"│ {row}" for row in hard_wrap(text, random.randrange(26, 78)).split("\n"))


@damage
def coloured(text: str, sample: Sample, random: Random) -> str:
    return "".join(
        char + (random.choice(("\x1b[0m", "\x1b[1;31m", "\x1b[38;5;203m", "\x1b[39m", "\x1b[K")) if random.random() < 0.04 else "")
        for char in text
    )


@damage
def escape_character_lost(text: str, sample: Sample, random: Random) -> str:
    """Colours whose ESC was dropped by the clipboard: `[31m`."""
    return re.sub(r"\w+", lambda word: f"[31m{word[0]}[0m" if random.random() < 0.15 else word[0], text)


@damage
def spinner_between_words(text: str, sample: Sample, random: Random) -> str:
    marks = random.choice(("⬝", "⠋⠙⠹", "■⬝", "·✢✳✶"))
    return re.sub(" ", lambda _: random.choice(marks) if random.random() < 0.6 else " ", text)


@damage
def progress_line_in_between(text: str, sample: Sample, random: Random) -> str:
    """A status line redrawn in the middle: carriage return and erase."""
    at = random.randrange(len(text) // 3, max(len(text) // 3 + 1, len(text) * 2 // 3))
    return text[:at] + "\r\x1b[2K" + text[at:]


@damage
def typing_errors(text: str, sample: Sample, random: Random) -> str:
    """One letter in 25 is wrong, doubled, left out or swapped with its neighbour, never two in a row."""
    out, at, since = "", 0, random.randrange(8, 20)
    while at < len(text):
        char = text[at]
        if since <= 0 and char.isalpha() and char.isascii() and text[at + 1 : at + 2].isalpha():
            since = random.randrange(18, 32)
            kind = random.randrange(4)
            if kind == 3:
                out += text[at + 1] + char
                at += 2
                continue
            out += ("", char * 2, chr((ord(char.lower()) - 96) % 26 + 97))[kind]
        else:
            out += char
            since -= char.isalpha()
        at += 1
    return out


@damage
def curly_quotes(text: str, sample: Sample, random: Random) -> str:
    opened = re.sub(r"(^|[\s{\[(:,])'", "\\1‘", re.sub(r'(^|[\s{\[(:,])"', "\\1“", text))
    return opened.replace("'", "’").replace('"', "”").replace("...", "…").replace("-", random.choice("-\u2011\u2013"))


@damage
def full_width_punctuation(text: str, sample: Sample, random: Random) -> str:
    return text.translate(str.maketrans({char: chr(ord(char) + 0xFEE0) for char in ",:;!?()$"})).replace(". ", "。")


@damage
def invisible_characters(text: str, sample: Sample, random: Random) -> str:
    return "".join(
        ("\u00a0" if char == " " and random.random() < 0.5 else char)
        + ("\u200b" if random.random() < 0.05 else "\u00ad" if random.random() < 0.02 else "")
        for char in text
    )


@damage
def upper_case(text: str, sample: Sample, random: Random) -> str:
    return text.upper()


@damage
def lower_case(text: str, sample: Sample, random: Random) -> str:
    return text.lower()


@damage
def punctuation_lost(text: str, sample: Sample, random: Random) -> str | None:
    """Retyped or read by machine from a picture: quotes, braces and underscores are gone, and so is where a whole message ends."""
    if sample.wording.whole:
        return None
    return re.sub(r"\s+", " ", re.sub(r"[\"'`{}_,.:;<>()\[\]]+", " ", text))


@damage
def ids_redacted(text: str, sample: Sample, random: Random) -> str | None:
    mask = random.choice(("org-...", "xxx", "****", "<redacted>", "org-77…****", "[REDACTED]", ""))
    ids = [value for value, (_, slot) in zip(sample.values, [part for part in sample.parts if part[1]], strict=True) if slot == "id"]
    if not ids:
        return None
    for value in ids:
        text = text.replace(value, mask if value.startswith("org-") or not mask.startswith("org-") else mask.replace("org-", "ak-"))
    return text


@damage
def numbers_redacted(text: str, sample: Sample, random: Random) -> str | None:
    numbers = [value for value in sample.values if value.isdigit() and len(value) > 1]
    if not numbers:
        return None
    mask = random.choice(("xxx", "N", "***", "1,234"))
    for value in numbers:
        text = text.replace(value, mask)
    return text


@damage
def utf8_read_as_gbk(text: str, sample: Sample, random: Random) -> str | None:
    return None if sample.message.isascii() else text.encode().decode("gb18030", "replace")


@damage
def utf8_read_as_cp1252(text: str, sample: Sample, random: Random) -> str | None:
    """As browsers do it: the five bytes that cp1252 leaves out become C1 control characters."""
    return None if sample.message.isascii() else "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@damage
def unicode_escapes(text: str, sample: Sample, random: Random) -> str | None:
    letters = "<>&'" if text.isascii() else "<>&"
    changed = "".join(f"\\u{ord(char):04x}" if char in letters or 0x7F < ord(char) < 0xD800 else char for char in text)
    return None if changed == text else changed


@damage
def trailing_noise(text: str, sample: Sample, random: Random) -> str:
    return text + random.choice((
        f"\n\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{random.choice((404, 429, 500))}",
        "\n\n12.4k tokens · 3% context left · 429 files indexed · $0.42",
        " (retry 3/10, next attempt in 8.5s)",
        "\n\nRetrying in 4.0 seconds...\nRetrying in 8.0 seconds...\ngiving up after 500 s",
        "\nnpm notice New major version of npm available! 10.9.2 -> 11.4.0\n",
    ))  # fmt: skip


@damage
def leading_noise(text: str, sample: Sample, random: Random) -> str:
    return random.choice((
        "$ python run.py --limit 429\nINFO:httpx:HTTP Request: POST http://127.0.0.1:3000/v1/chat/completions\n",
        "✻ Thinking…\n\n● Bash(npm test)\n  ⎿  42 passed\n\n",
        "(venv) PS C:\\Users\\lena\\proj> python .\\main.py\n",
        "[11:02:13] INFO  request 500 of 1200\n[11:02:14] ERROR ",
        "大家好，我用的是 kimi，刚才出现下面的错误：\n",
    )) + text  # fmt: skip
