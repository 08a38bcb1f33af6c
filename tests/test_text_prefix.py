"""What a log collector puts before each line of a wrapped message goes; what begins a record stays."""

from __future__ import annotations

import json
import textwrap

import pytest

from kimierr.match.passage import readable
from kimierr.text.prefix import drop_prefixes
from kimierr.text.squeeze import squeeze

PREFIXES = {
    "compose": "worker-1  | ",
    "stern": "api-7d9f8b6c5-x2x4z app ",
    "kubectl": "[pod/web-0/app] ",
    "syslog": "Nov 20 10:00:01 host app[123]: ",
    "comment": "# ",
    "quotation": "> ",
}
LIMIT = "Your account org-9c1f27<ak-7kq2m> request reached organization max RPM: 60, please try again after 2 seconds"


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
@pytest.mark.parametrize("width", [40, 60])
def test_a_prefix_on_each_line_of_a_wrapped_message_is_dropped(prefix: str, width: int) -> None:
    lines = textwrap.wrap(f"429: {LIMIT}", width)
    assert drop_prefixes("\n".join(prefix + line for line in lines)) == prefix + "\n".join(lines)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
@pytest.mark.parametrize("width", [37, 50, 72])
def test_a_prefix_inside_a_cut_string_is_dropped(prefix: str, width: int) -> None:
    body = json.dumps({"error": {"message": LIMIT}})
    given = "\n".join(prefix + body[start : start + width] for start in range(0, len(body), width))
    assert squeeze(LIMIT) in squeeze(readable(given))


def test_records_around_a_wrapped_one_stay() -> None:
    prefix, lines = PREFIXES["compose"], textwrap.wrap(LIMIT, 60)
    records = [
        "POST /v1/chat/completions",
        "sending a request",
        f'{{"error":"{lines[0]}',
        *lines[1:-1],
        f'{lines[-1]}"}}',
        "giving up",
        "bye",
    ]
    expected = [*[prefix + line for line in records[:3]], *lines[1:-1], records[-3], prefix + "giving up", prefix + "bye"]
    assert drop_prefixes("\n".join(prefix + line for line in records)).split("\n") == expected


RECORDS = {
    "capitals": ["Sending a request to the server of the model", "Request failed with a timeout"],
    "sentences": ["the request was sent to the server of the model.", "the request failed"],
    "levels": ["sending a request to the server of the model", "error, status code: 429, message: engine"],
    "fields": ["sending a request to the server of the model", "level=error msg=overloaded"],
    "dates": ["sending a request to the server of the model", "2026-11-20 10:00:01 failed"],
    "json": ["sending a request to the server of the model", '{"error":{"message":"Invalid Authentication"}}'],
    "names": ["sending a request to the server of the model", "kimi: request failed"],
    "not full": ["sending a request", "the request failed as the engine is overloaded"],
    "the same": ["unexpected end of the stream of the model"] * 3,
    "ideographs": ["模型 kimi-k2.5 尝试失败切换到下一个模型原因遇到硬错误", "收到客户端错误跳过当前模型"],
    "ragged": ["sending a request to the server", "waiting", "sleeping a while", "retrying", "the request failed"],
}


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
@pytest.mark.parametrize("lines", RECORDS.values(), ids=RECORDS)
def test_whole_lines_of_a_log_keep_their_prefix(prefix: str, lines: list[str]) -> None:
    text = "\n".join(prefix + line for line in lines)
    assert drop_prefixes(text) == text


@pytest.mark.parametrize("prefix", ["ERROR: ", "2026-11-20 10:00:01 ERROR app: ", "kimi: ", "  12: "], ids=repr)
def test_what_begins_a_record_is_no_prefix(prefix: str) -> None:
    text = "\n".join(prefix + line for line in textwrap.wrap(LIMIT, 40))
    assert drop_prefixes(text) == text
