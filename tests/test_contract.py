"""What `diagnose` and the JSON document promise: shape, types, arguments, threads, and the same answer everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import catalog_tool as tool
import document_shape as shape
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kimierr
from kimierr import diagnose, open_catalog
from kimierr.catalog.builtin import builtin_catalog
from kimierr.match.hints import PRODUCTS
from kimierr.model import CONFIDENCES
from kimierr.report import SCHEMA_VERSION

RPM = "Your account org-abc<ak-xyz> request reached organization max RPM: 3, please try again after 1 seconds"
TOKENS = "Invalid request: Your request exceeded model token limit: 262144 (requested: 558009)"
QUOTA = "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle."
OVERLOADED = "The engine is currently overloaded, please try again later"
TEXTS = {
    "nothing": "",
    "no error": "hello world",
    "one": RPM,
    "ambiguous": TOKENS,
    "many": "\n".join([RPM, TOKENS, QUOTA, RPM]),
    "hint": "POST https://api.moonshot.ai/v1/chat/completions failed: HTTP 429",
    "unknown": '{"error":{"message":"The teapot is hot","type":"teapot_error"}} from https://api.moonshot.ai/v1',
    "client": "⎿  API Error: 401 " + json.dumps({"error": {"message": QUOTA}}, ensure_ascii=False) + " · Please run /login",
    "gateway": '{"error":{"message":"分组 default 下模型 kimi-k2.6 无可用渠道（distributor） (request id: 20261104093015482173956Ab)","type":"new_api_error"}}',
    "foreign": "openai.RateLimitError: Rate limit reached for gpt-4o on requests per min (RPM). Visit https://platform.openai.com/account/rate-limits",
}
each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


@each_text
def test_the_document_has_the_promised_shape(text: str) -> None:
    document = diagnose(text).to_dict()
    assert shape.faults(document, shape.DOCUMENT) == []
    assert shape.surplus(document, shape.DOCUMENT) == []
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@each_text
def test_the_words_of_the_document_are_the_promised_ones(text: str) -> None:
    report = diagnose(text)
    document = report.to_dict()
    assert document["schema_version"] == SCHEMA_VERSION == 1
    assert document["kimierr"] == kimierr.__version__
    assert document["catalog"]["entries"] == len(builtin_catalog())
    assert (document["unrecognised"] is None) == report.recognised
    for finding in document["findings"]:
        assert finding["confidence"] in CONFIDENCES == ("certain", "likely", "possible")
        assert finding["retry"]["verdict"] in ("retry", "wait", "fix")
        assert finding["entry"]["product"] in PRODUCTS
        assert finding["entry"]["id"].startswith(finding["entry"]["product"] + "/")
        assert finding["entry"]["links"]
        assert finding["fix"]
        assert finding["reasons"]
        assert finding["count"] >= 1
        assert 1 <= finding["first_line"] <= finding["last_line"]
        assert finding["ambiguous"] == bool(finding["alternatives"])
        assert all(type(value) in (int, float, str) for value in finding["values"].values())


def test_the_shape_that_is_tested_holds_what_was_promised() -> None:
    finding = shape.FINDING
    described = {
        "": shape.DOCUMENT,
        "finding": finding,
        "alternative": finding["alternatives"][0],
        **{name: finding[name] for name in ("entry", "retry", "observed")},
    }
    assert {name: shape.PROMISED[name] - set(fields) for name, fields in described.items()} == {name: set() for name in described}


def test_the_samples_have_no_one_and_many_findings() -> None:
    assert [len(diagnose(TEXTS[name]).findings) for name in ("nothing", "one", "many")] == [0, 1, 3]


@pytest.mark.parametrize("text", ["", RPM, TEXTS["many"]], ids=["none", "one", "many"])
def test_the_command_prints_the_document(tmp_path: Path, text: str) -> None:
    done = tool.run(tmp_path, "--format", "json", "--", text)
    assert json.loads(done.stdout) == diagnose(text).to_dict()
    assert done.returncode == (0 if text else 1)
    assert done.stderr == ""


def test_jsonl_prints_a_finding_a_line(tmp_path: Path) -> None:
    done = tool.run(tmp_path, "--format", "jsonl", "--", TEXTS["many"])
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["entry"]["id"] for line in printed] == [
        finding["entry"]["id"] for finding in diagnose(TEXTS["many"]).to_dict()["findings"]
    ]
    assert [shape.faults(line, shape.FINDING) for line in printed] == [[], [], []]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_bytes_give_the_answer_of_their_text(codec: str) -> None:
    for name in ("one", "many", "unknown"):
        assert diagnose(TEXTS[name].encode(codec)).to_dict() == diagnose(TEXTS[name]).to_dict()


@pytest.mark.parametrize("product", PRODUCTS)
@each_text
def test_a_product_narrows_the_findings(text: str, product: str) -> None:
    assert {finding.entry.product for finding in diagnose(text, product=product).findings} <= {product}


@pytest.mark.parametrize(("product", "id"), [("open-platform", "open-platform/token-limit"), ("kimi-code", "kimi-code/token-limit")])
def test_a_product_chooses_between_twins(product: str, id: str) -> None:
    assert diagnose(TOKENS, product=product).findings[0].entry.id == id


@pytest.mark.parametrize("product", ["open-platform", "kimi-code"])
def test_a_product_that_is_named_leaves_no_question(product: str) -> None:
    finding = diagnose(TOKENS, product=product).findings[0]
    assert (finding.ambiguous, finding.alternatives, finding.question) == (False, (), "")


@pytest.mark.parametrize("asked", [{"product": "kimi"}, {"client": "claude_code"}])
def test_an_unknown_product_or_client_is_an_error_that_names_the_known_ones(asked: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"open-platform|claude-code"):
        diagnose(RPM, **asked)


def test_a_report_says_what_it_found_where_python_shows_it() -> None:
    assert repr(diagnose(RPM)) == "<Report: open-platform/rpm-limit (certain)>"
    assert repr(diagnose("all is well")) == "<Report: nothing found>"


def test_own_catalogs_are_used(tmp_path: Path) -> None:
    path = tool.write(tmp_path / "flux.yaml", tool.ENTRY)
    report = diagnose(tool.MESSAGE, catalog=open_catalog([str(path)]))
    assert report.findings[0].entry.id == "own/flux"
    assert report.to_dict()["catalog"]["entries"] == len(builtin_catalog()) + 1
    assert shape.faults(report.to_dict(), shape.DOCUMENT) == []


def test_many_threads_get_the_same_answers() -> None:
    """From a fresh catalog, so that its parts are read for the first time by many threads at once."""
    expected = [diagnose(text).to_dict() for text in TEXTS.values()]
    for _ in range(5):
        catalog = open_catalog()
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda text, catalog=catalog: diagnose(text, catalog=catalog).to_dict(), list(TEXTS.values()) * 16)
            assert list(answers) == expected * 16


FIRST_USE = """
import json, sys, threading
from kimierr import diagnose
texts = json.load(sys.stdin)
start, answers = threading.Barrier(8), [None] * 8
def work(number):
    start.wait()
    answers[number] = [diagnose(text).to_dict() for text in texts]
threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps(answers))
"""


def test_the_first_use_may_be_by_many_threads(tmp_path: Path) -> None:
    given = json.dumps(list(TEXTS.values()))
    done = subprocess.run(
        [sys.executable, "-c", FIRST_USE], input=given, capture_output=True, text=True, env=tool.environment(tmp_path), timeout=120
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[diagnose(text).to_dict() for text in TEXTS.values()]] * 8


ANSWER = "import json, sys; from kimierr import diagnose; print(json.dumps([diagnose(text).to_dict() for text in json.load(sys.stdin)]))"


def test_the_answer_depends_on_nothing_but_the_text(tmp_path: Path) -> None:
    """Not on the hash seed, the locale, the time zone or the folder."""
    given = json.dumps(list(TEXTS.values()))
    surroundings = [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"PYTHONHASHSEED": "4294967295", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "COLUMNS": "40", "NO_COLOR": "1"},
        {"PYTHONHASHSEED": "random", "PYTHONUTF8": "1", "PYTHONOPTIMIZE": "2"},
    ]
    printed = set()
    for number, more in enumerate(surroundings):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = [sys.executable, "-c", ANSWER]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, env=tool.environment(tmp_path, **more), cwd=folder, timeout=120
        )
        assert done.stderr == ""
        printed.add(done.stdout)
        assert os.listdir(folder) == []
    assert len(printed) == 1
    assert json.loads(printed.pop()) == [diagnose(text).to_dict() for text in TEXTS.values()]


EXAMPLES = [example.text for entry in builtin_catalog().entries() for example in (*entry.examples, *entry.counter_examples)]
NOISE = [
    "\n",
    "\\",
    '"',
    "'",
    "{",
    "}",
    "│",
    "\x1b[31m",
    "\0",
    "\ud800",
    "İ",
    "你",
    "\u202e",
    "&lt;",
    "\\u4f60",
    "429 ",
    " status 401",
    "https://",
    "sk-kimi-",
]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw messages of the catalog, cut, glued and with noise in between."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(EXAMPLES))
        start = draw(st.integers(0, len(text)))
        pieces += [text[start : draw(st.integers(start, len(text)))], draw(st.sampled_from(NOISE))]
    return "".join(pieces)


anything = st.one_of(
    damaged(),
    st.text(st.characters(codec=None), max_size=120),
    st.lists(st.sampled_from([*NOISE, RPM, TOKENS, OVERLOADED]), max_size=8).map("".join),
)


@settings(max_examples=500, deadline=None)
@given(anything, st.sampled_from(["", *PRODUCTS]), st.sampled_from(["", "claude-code"]), st.booleans())
def test_no_text_makes_it_fail(text: str, product: str, client: str, redact: bool) -> None:
    document = diagnose(text, product=product, client=client, redact=redact).to_dict()
    assert shape.faults(document, shape.DOCUMENT) == []
    json.dumps(document, allow_nan=False, ensure_ascii=False).encode()


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(lambda text, codec: text.encode(codec, "replace"), anything, st.sampled_from(["utf-8", "utf-16", "gbk"])),
    )
)
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert shape.faults(diagnose(data).to_dict(), shape.DOCUMENT) == []
