"""Any megabyte is answered in time and in little memory, and a longer one takes longer in proportion."""

import gc
import json
import random
import sys
import time

import pytest
from program import NO_ERROR, ROOT, RPM, RPM_ID, python, run

from kimierr import diagnose
from kimierr.catalog.builtin import builtin_catalog
from kimierr.diagnosis import examine
from kimierr.match.passage import Passage

MEGABYTE = 1_000_000
SECONDS = 20
"""Ten times what is promised for a quiet machine: a blow-up takes minutes, a busy machine does not."""
MOST_MEMORY = 300_000
"""In kB."""
MOST_OUTPUT = 65_536


def _filled(piece, size=MEGABYTE):
    data = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
    return (data * (size // len(data) + 1))[:size]


def _noise(alphabet, size, seed=1):
    return "".join(random.Random(seed).choices(alphabet, k=size)).encode()


def _near(count):
    return "".join(
        f"Your account org-{n}<ak-{n}> requesst reached organizaton max RPM {n}, plese try again aftr 1 seconds\n" for n in range(count)
    ).encode()


REPEATED = {
    "brackets": "[", "bracket pairs": "[]", "braces": "{", "open objects": '{"a":', "open lists": '[{"error":', "parentheses": "(", "backslashes": "\\",
    "double quotes": '"', "single quotes": "'", "escaped quotes": '\\"', "spaces": " ", "tabs": "\t", "line feeds": "\n", "carriage returns": "\r",
    "NULs": "\0", "combining accents": "e\u0301", "only accents": "\u0301", "zero width": "\u200b", "overrides": "\u202e", "marks": "\ufeff",
    "escape sequences": "\x1b[31m", "cut sequences": "\x1b[", "links": "\x1b]8;;", "parameters": "\x1b[1;2", "escapes": "\x1b", "C1": "\x9b",
    "unicode escapes": "\\u0041", "cut unicode escapes": "\\u", "half characters": "\\ud83d", "entities": "&lt;", "ampersands": "&", "tags": "<a ",
    "cut message": "Your account org-", "nearly a message": "Your account org-abc<ak-xyz> request reached organization max RPM: ",
    "error": "error ", "statuses": "429 ", "status lines": "429\n", "codes": "Error code: 429 - ", "types": '"type": "rate_limit_reached_error", ',
    "messages": '"message": "', "request ids": "request id: ", "hosts": "api.moonshot.ai ", "foreign hosts": "api.openai.com ", "models": "kimi-k2.5 ",
    "key prefixes": "sk-", "keys": "sk-abc123 ", "bearers": "Bearer ", "key names": '"api_key": "', "cookies": "Cookie: a=b; ", "at signs": "@",
    "addresses": "a@b.", "URLs": "https://a:b", "tokens": "eyJhbGciOi.", "key blocks": "-----BEGIN PRIVATE KEY-----\n", "one letter": "a",
    "short lines": "a\n", "columns": "│ a │ b │\n", "frames": "│", "fences": "```\n", "quotations": "> > x\n", "events": 'data: {"error":\n',
    "tracebacks": 'Traceback (most recent call last):\n  File "x", line 1\n', "time stamps": "2026-10-01T12:00:00Z ERROR ", "digits": "1",
    "percent signs": "%25", "dashes": "-", "ideographs": "请求过于频繁，", "mojibake": "è¯·æ±", "growing letters": "İ", "bytes": b"\xff", "wide": b"\xff\xfe",
    "message": RPM + "\n", "message in one line": RPM + " ",
}  # fmt: skip
INPUTS = {
    **{name: _filled(piece) for name, piece in REPEATED.items()},
    "nested brackets": b"[" * 100_000 + b"]" * 100_000,
    "near misses": _near(30_000)[:MEGABYTE],
    "near misses in one line": _near(30_000)[:MEGABYTE].replace(b"\n", b" "),
    "hex": _noise("0123456789abcdef", MEGABYTE),
    "hex lines": _noise("0123456789abcdef\n", MEGABYTE),
    "letters": _noise("abcdefghijklmnopqrstuvwxyz ", MEGABYTE),
    "signs": _noise("{}[]()\\\"'`<>&;:,.=%@#!?*-_~^|/ \n", MEGABYTE),
    "random bytes": random.Random(1).randbytes(MEGABYTE),
    "UTF-16": RPM.encode("utf-16") + _filled("a ".encode("utf-16-le")),
    "GBK": _filled("请求错误".encode("gbk")),
    "gzip": b"\x1f\x8b\x08" + random.Random(2).randbytes(MEGABYTE),
}
MEASURED = """\
import sys, time
sys.path.insert(0, sys.argv.pop(1))
from kimierr.main import main
status = main(sys.argv[1:])
peak = next((line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), 0) if sys.platform == "linux" else 0
print(peak, time.process_time(), file=sys.stderr)
sys.exit(status)
"""


def measured(data, *arguments):
    """Return exit status, output, peak memory in kB and processor seconds of a run."""
    done = python(MEASURED, ROOT, *arguments, data=data)
    *notes, figures = done.stderr.decode().splitlines()
    assert notes == []
    memory, seconds = figures.split()
    return done.returncode, done.stdout, int(memory), float(seconds)


@pytest.mark.parametrize("data", INPUTS.values(), ids=INPUTS)
def test_a_megabyte_of_anything(data):
    status, output, memory, seconds = measured(data)
    assert status in (0, 1)
    assert seconds < SECONDS and memory < MOST_MEMORY and 0 < len(output) < MOST_OUTPUT


@pytest.mark.parametrize("data", INPUTS.values(), ids=INPUTS)
def test_a_paste_of_anything(data):
    """One byte more and it would be read like a log."""
    status, output, memory, seconds = measured(data[:65_536])
    assert status in (0, 1)
    assert seconds < SECONDS and memory < MOST_MEMORY and 0 < len(output) < MOST_OUTPUT


@pytest.mark.parametrize(
    "name",
    [
        "near misses",
        "error",
        "codes",
        "random bytes",
        "nested brackets",
        "backslashes",
        "combining accents",
        "cut message",
        "escape sequences",
        "keys",
        "growing letters",
    ],
)
def test_a_megabyte_in_one_call(name):
    started = time.process_time()
    report = diagnose(INPUTS[name])
    assert time.process_time() - started < SECONDS
    assert len(json.dumps(report.to_dict())) < MEGABYTE


@pytest.mark.parametrize("format", ["plain", "rich", "markdown", "github"])
def test_output_for_people_is_short(format):
    messages = [example for entry in _errors() for example in entry]
    data = "\n".join(f"2026-10-01T12:00:00Z ERROR {message}" for message in messages).encode()
    for text in (data[:65_000], data * 8):
        status, output, _, _ = measured(text, "--format", format)
        assert status == 0
        assert len(output) < MOST_OUTPUT


def _errors():
    from kimierr.catalog.builtin import builtin_catalog

    for entry in builtin_catalog().entries():
        yield [message.text.replace("{", "").replace("}", "") for message in entry.messages]


@pytest.mark.parametrize(
    "data",
    [
        _near(10_000),
        _filled(RPM + "\n"),
        _filled(NO_ERROR + "\n"),
        _filled("{"),
        _filled("Your account org-"),
        _noise("abcdef \n", MEGABYTE),
    ],
    ids=["near misses", "hits", "misses", "one line", "cut messages", "noise"],
)
def test_time_grows_no_faster_than_the_input(data):
    data = data[:MEGABYTE]
    once, eight = (min(measured(data * times)[3] for _ in range(2)) for times in (1, 8))
    assert eight < 24 * max(once, 0.05)


def test_memory_does_not_grow_with_the_input():
    small, large = (measured(_filled(f"{NO_ERROR}\n{RPM}\n", size))[2] for size in (2_000_000, 40_000_000))
    assert large < small + 20_000 or sys.platform != "linux"  # 38,000 more to hold it all


def test_the_answer_does_not_depend_on_what_stands_around_it():
    for data in (INPUTS["signs"], INPUTS["letters"], INPUTS["hex lines"]):
        assert run("--print", "id", data=data + b"\n" + RPM.encode() + b"\n" + data).stdout.decode() == RPM_ID + "\n"


def test_an_answer_leaves_nothing_for_the_garbage_collector():
    """It runs seldom here, so what refers to itself would stay in memory for a long time."""
    catalog = builtin_catalog()
    texts = [f"2026-11-20T10:00:0{number}Z ERROR {text}" for number, text in enumerate((RPM, "Invalid Authentication", NO_ERROR))]
    texts.append("\n".join(texts))
    for brief in (False, True):  # what is loaded on first use refers to itself
        examine(Passage(texts[-1]), catalog, paste=not brief, brief=brief)
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            for brief in (False, True):
                examine(Passage(text), catalog, paste=not brief, brief=brief)
        assert gc.collect() == 0
    finally:
        gc.enable()
