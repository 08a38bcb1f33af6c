"""scan: what people and tools read."""

import os
import sys

import pytest
from scan_tool import BAD_KEY, ORDINARY, RPM_ID, environment, found, rpm, run, scan_json

LOG = (rpm(1, 3, 1) + ORDINARY * 3 + rpm(9, 5, 7) + BAD_KEY).encode()


def test_plain_has_a_block_for_each_error():
    text = run("scan", data=LOG).stdout.decode()
    first, second, closing = text.split("\n\n")
    assert first.startswith("401 ") and "[open-platform/invalid-authentication, certain]" in first
    assert second.splitlines() == [
        f"429 Too many requests per minute (RPM limit)   [{RPM_ID}, certain]",
        "Seen: 2 times, lines 1-5, 2026-10-01T12:00:01Z to 2026-10-01T12:00:09Z",
        "Values: organization org-abc, key_id ak-xyz, limit 3 to 5, seconds 1 to 7",
        "Retry: yes, after 7 seconds, at most 3 times.",
        "Fix: Wait 7 s, then send the request again.",
    ]
    assert closing.splitlines() == ["All steps and links: `kimierr show ID`", "6 lines read."]


@pytest.mark.parametrize("lines", [1, 3000], ids=["short", "long"])
def test_the_advice_fits_all_occurrences(lines):
    (finding,) = scan_json(data=(ORDINARY * lines + rpm(1, 20, 1) + rpm(2, 200, 5)).encode())["findings"]
    assert finding["retry"]["after_seconds"] == 5
    assert (finding["values"]["limit"], finding["ranges"]["limit"]) == (20, [20, 200])
    said = " ".join([finding["entry"]["cause"], *finding["fix"]])
    assert "Wait 5 s" in said and " 20 " not in said


@pytest.mark.parametrize("lines", [1, 3000], ids=["short", "long"])
def test_what_nothing_decides_is_said(lines):
    refused = BAD_KEY.replace("https://api.moonshot.ai/v1", "kimi")
    text = run("scan", data=(ORDINARY * lines + refused).encode()).stdout.decode()
    assert "Undecided: it may be open-platform/invalid-authentication as well." in text


def test_what_is_only_possible_is_no_finding_beside_one():
    data = LOG + b"2026-10-01T12:30:00Z ERROR board: Unsupported image URL. Only pictures of this site are shown.\n"
    assert [finding["confidence"] for finding in scan_json(data=data)["findings"]] == ["certain", "certain"]
    assert {finding["confidence"] for finding in scan_json(data=data[len(LOG) :])["findings"]} <= {"possible"}


def test_nothing_found_says_so_and_how_much_was_read():
    text = run("scan", data=ORDINARY.encode() * 5000).stdout.decode()
    assert text.startswith("No Kimi error recognised.") and text.endswith("\n5000 lines read.\n")


def test_github_names_file_and_line(tmp_path):
    path = tmp_path / "a,b%.log"
    path.write_bytes(LOG)
    lines = run("scan", "--format", "github", path).stdout.decode().splitlines()
    place = str(path).replace("%", "%25").replace(",", "%2C")
    assert [line.partition(",title=")[0] for line in lines] == [f"::error file={place},line=6", f"::error file={place},line=1"]
    assert all(line.startswith("::error title=") for line in run("scan", "--format", "github", data=LOG).stdout.decode().splitlines())


def test_markdown_and_jsonl():
    text = run("scan", "--format", "markdown", data=LOG).stdout.decode()
    assert text.startswith("### ") and text.endswith("\n6 lines read.\n")
    assert run("scan", "--format", "jsonl", data=LOG).stdout.count(b"\n") == 2


def test_secrets_are_masked_unless_asked_for():
    key = "sk-kimi-" + "a1B2" * 12
    data = rpm().replace("ak-xyz", "ak-" + "f9e8" * 5).replace("Error code", f"key {key} Error code").encode()
    for format in ("plain", "rich", "json", "jsonl", "markdown", "github"):
        shown = run("scan", "--format", format, "--color", "always", data=data + ORDINARY.encode() * 2000).stdout
        assert RPM_ID.encode() in shown and key.encode() not in shown and b"f9e8f9e8" not in shown
    done = run("scan", "--no-redact", "--format", "json", data=data)
    assert b"f9e8f9e8" in done.stdout and b"shown as they are" in done.stderr


def test_rich_without_colour_has_no_escapes():
    shown = run("scan", "--format", "rich", "--color", "never", data=LOG).stdout
    assert b"Count" in shown and b"\x1b" not in shown
    assert b"\x1b[" in run("scan", "--color", "always", data=LOG).stdout


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_a_table_on_a_terminal(tmp_path):
    import pty

    path = tmp_path / "app.log"
    path.write_bytes(LOG)
    ours, theirs = pty.openpty()
    pid = os.fork()
    if pid == 0:
        os.dup2(theirs, 1)
        os.execve(sys.executable, [sys.executable, "-m", "kimierr", "scan", str(path)], environment(TERM="xterm", COLUMNS="80"))
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:
        pass
    os.waitpid(pid, 0)
    os.close(ours)
    assert b"\x1b[1mCount" in shown and RPM_ID.encode() in shown


def test_json_has_the_shape_of_the_contract_for_none_one_and_many():
    keys = None
    for data in (b"", ORDINARY.encode(), rpm().encode(), LOG * 2000):
        document = scan_json(data=data)
        keys = keys or set(document)
        assert set(document) == keys and document["schema_version"] == 1
    limit = found(document)[RPM_ID]
    assert (limit["count"], limit["first_line"], limit["last_line"]) == (4000, 1, 6 * 2000 - 1)


def test_the_help_names_every_option():
    text = run("scan", "--help").stdout.decode()
    options = "follow pass-through fail-on-match format quiet product client catalog color lang no-redact"
    assert all(f"--{option} " in text for option in options.split())
    assert "\x1b" not in text


BROKEN = {
    "at both ends": (
        "litellm.RateLimitError: RateLimitError: OpenAIException - Your account\n"
        "org-0123456789abcdef0123456789abcdef <ak-fabcdefghi1234567890> is suspended due\n"
        "to insufficient balance, please recharge your account or check your plan and\nbilling details\n",
        "open-platform/account-suspended",
    ),
    "before its last word": (
        '* kimi-k2.5 failed: {"error":{"message":"function name read_file is\nduplicated","type":"invalid_request_error"}}\n',
        "kimi-code/duplicate-tool-name",
    ),
    "before the id behind it": (
        "AuthenticationError: Error code: 401 - {'error': {'message': '无效的令牌 (request id:\n20261120114602318845678Qw7RtYpL)'}}\n",
        "gateway/http-401",
    ),
}


@pytest.mark.parametrize(("text", "id"), BROKEN.values(), ids=BROKEN)
def test_a_message_that_a_terminal_broke_is_one_finding_in_a_long_log(text, id):
    (finding,) = scan_json(data=(ORDINARY * 3000 + text + ORDINARY * 3).encode())["findings"]
    assert (finding["entry"]["id"], finding["count"]) == (id, 1)
    assert 3001 <= finding["first_line"] <= finding["last_line"] <= 3000 + text.count("\n")


def test_lines_that_do_not_belong_together_are_not_joined():
    apart = "2026-10-01T12:00:00Z ERROR tool: the function name read_file is\n2026-10-01T12:00:01Z duplicated entries were found\n"
    assert scan_json(data=(ORDINARY * 3000 + apart).encode())["findings"] == []
