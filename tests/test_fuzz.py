"""A bounded fuzz run over the whole path: messages of the catalog, damaged, with byte noise and a secret among them.

KIMIERR_FUZZ_ROUNDS makes it longer, KIMIERR_FUZZ_SEED starts it elsewhere.
"""

import json
import os
import random
import unicodedata

import pytest
from program import FORMATS, at_home, inside

from kimierr.catalog.builtin import builtin_catalog
from kimierr.diagnosis import diagnose

ROUNDS = int(os.environ.get("KIMIERR_FUZZ_ROUNDS", "300"))
SEED = int(os.environ.get("KIMIERR_FUZZ_SEED", "1"))
HIDDEN = b"4f9a1c7e2b8d"
SECRETS = [
    b" sk-kimi-%sa5c1 " % HIDDEN,
    b'\n"api_key": "%s9c31"\n' % HIDDEN,
    b"\nAuthorization: Bearer %s77d0\n" % HIDDEN,
    b" org-%s%s<ak-%s22> " % (HIDDEN, HIDDEN, HIDDEN),
]
NOISE = [
    b"\x1b[31m", b"\x1b]8;;x\x07", b"\x1b", b"\x9b31m", b"\0", b"\r", b"\r\n", b"\n", b"\\n", b"\\u001b[2J", b"\\u202e", b"\\", b'\\"',
    b'"', b"'", b"{", b"}", b"[", b"]", b"\xff", b"\xfe\xff", b"\xc3", b"\xe4\xbd", b"\xed\xa0\x80", "\u202e\u200b\ufeff".encode(),
    "\u2028".encode(), "│ ".encode(), b"&#27;", b"&lt;", b"<br>", b"```", b"> ", "“".encode(), "，".encode(), "：".encode(),
    "错误".encode("gbk"), b"429 ", b"401", b"data: ", b"::error::x", b"[/b]", b":warning:", b"%0A", b"$(x)", b"`", b"...", b"1" * 400,
    b"9e999", b"-1", b"kimi-k2.5", b"api.moonshot.ai", b"api.openai.com", b"https://", b"req_", b"Error code: ", b"\xef\xbb\xbf",
    b" " * 90, b"\t",
]  # fmt: skip
BIDI = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2060\u2066\u2067\u2068\u2069\ufeff"


def _sources():
    for entry in builtin_catalog().entries():
        for message in entry.messages:
            yield message.text.encode()
            yield json.dumps({"error": {"message": message.text, "type": next(iter(entry.error_type), "x")}}).encode()


def _damaged(data, chance):
    """Return the bytes with a few things done to them that happen to texts, and some that do not."""
    for _ in range(chance.randrange(1, 9)):
        place = chance.randrange(len(data) + 1)
        end = min(len(data), place + chance.randrange(1, 40))
        kind = chance.randrange(8)
        if kind == 0:
            data = data[:place]
        elif kind == 1:
            data = data[place:]
        elif kind == 2:
            data = data[:place] + data[end:]
        elif kind == 3:
            data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        elif kind == 4:
            data = data[:end] + data[place:end] * chance.randrange(1, 30) + data[end:]
        elif kind == 5:
            data = data[:place] + chance.randbytes(chance.randrange(1, 9)) + data[place:]
        else:
            data = data[:place] + chance.choice(NOISE) * chance.choice([1, 1, 1, 2, 50]) + data[place:]
    return data


def _case(number, sources):
    chance = random.Random(SEED * 1_000_003 + number)
    data = b"\n".join(_damaged(chance.choice(sources), chance) for _ in range(chance.choice([1, 1, 1, 2, 5])))
    place = chance.randrange(len(data) + 1)
    data = data[:place] + b"\n" + chance.choice(SECRETS) + b"\n" + data[place:]
    if number % 29 == 0:
        data = data.decode("utf-8", "replace").encode("utf-16")
    if number % 31 == 0:
        data *= 65_536 // len(data) + 2  # read like a log
    arguments = ["scan"] if number % 5 == 0 else []
    arguments += ["--format", chance.choice(FORMATS)]
    if arguments[0] != "scan" and number % 7 == 0:
        arguments += [
            "--client",
            chance.choice(["claude-code", "litellm", "curl"]),
            "--product",
            chance.choice(["kimi-code", "open-platform", "gateway"]),
        ]
    return arguments, data


def dangerous(text):
    return sorted(
        {f"U+{ord(char):04X}" for char in set(text) if char != "\n" and (unicodedata.category(char) in ("Cc", "Cs") or char in BIDI)}
    )


def test_never_a_crash_a_secret_or_a_control_character(monkeypatch):
    at_home(monkeypatch)
    sources = list(_sources())
    statuses = set()
    for number in range(ROUNDS):
        arguments, data = _case(number, sources)
        with monkeypatch.context() as patch:
            status, output, notes = inside(patch, arguments, data)
        where = f"KIMIERR_FUZZ_SEED={SEED}, round {number}: {arguments} {data[:2000]!r}"
        assert status in (0, 1), f"{where}\n{notes.decode()}"
        assert notes == b"", where
        assert dangerous(output.decode()) == [], where
        assert HIDDEN not in output, where
        if "json" in arguments:
            assert json.loads(output)["schema_version"] == 1, where
        else:
            assert len(output) < 65_536 or "jsonl" in arguments, where
        statuses.add(status)
    assert statuses == {0, 1}


@pytest.mark.parametrize("seed", range(20))
def test_arguments_of_any_kind_end_in_a_documented_status(monkeypatch, seed):
    at_home(monkeypatch)
    chance = random.Random(seed)
    words = [
        "--", "-", "-q", "--quiet", "--format", "json", "--print", "id", "--client", "curl", "--no-redact", "--color", "never", "x", "", "-x", "--bogus",
        "=", "--format=", "list", "show", "search", "open-platform/rpm-limit", "-h", "--version", "\x1b[31m", "\udcff", "429", "--product", "gateway",
        "--catalog", "/no", "--lang", "catalog", "check",
    ]  # fmt: skip
    for _ in range(40):
        arguments = chance.choices(words, k=chance.randrange(1, 6))
        if arguments[:2] == ["catalog", "check"]:
            continue  # checks the whole catalog
        with monkeypatch.context() as patch:
            status, output, notes = inside(patch, arguments, b"429")
        assert status in (0, 1, 2), arguments
        assert dangerous(notes.decode()) == dangerous(output.decode()) == [], arguments
        if status == 2:
            assert notes.startswith(b"kimierr: ") and notes.count(b"\n") <= 2 and not output, (arguments, output[:200], notes)


GLUED = ["{}", "x{}", "{}x", 'the "{}"', '"{}" a', "a.{}Error\n", "`{}`, end"]


def test_any_part_of_any_message_is_read_alone_and_inside_other_words() -> None:
    for number, entry in enumerate(builtin_catalog().entries()):
        for message in entry.messages:
            for start in range(0, len(message.text), 7):
                part = message.text[start : start + 9 + 7 * (number % 4)]
                diagnose(GLUED[(number + start) % len(GLUED)].format(part.replace("{", "(")))


@pytest.mark.parametrize("text", ["openai.BadRequestError\n", "the 'request", "x.Forbidden\n\n"])
def test_a_word_that_ends_like_a_message_by_chance_is_no_part_of_it(text: str) -> None:
    assert not any(finding.recognised for finding in diagnose(text).findings)
