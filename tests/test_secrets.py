"""Secrets stay in every format, and the same input gives the same answer in any encoding and from anywhere."""

import json
import random

import pytest
from program import BAD_KEY, RPM, RPM_ID, answers, controls, environment, run

from kimierr import diagnose

SECRET = "sk-kimi-4f9a1c7e2b8d4063a5"
HIDDEN = "4f9a1c7e2b8d"
"""What must not come out of SECRET; its last four characters may."""

BEGUN = "sk-Zq8Kx7Lm2Np4Rt6Vw9Yb1"
"""The first part of a key that a terminal broke."""

# --- secrets ----------------------------------------------------------------------------------------------------------

SECRETS = {
    "in a message": f"Incorrect API key provided: {SECRET}. https://api.moonshot.ai/v1",
    "in a value": RPM.replace("ak-xyz", f"ak-{HIDDEN}4063").replace("org-abc", f"org-{HIDDEN}{HIDDEN}"),
    "in an unknown error": f"Error code: 418 - {{'error': {{'message': 'teapot {SECRET}', 'type': '{SECRET}', 'code': '{SECRET}'}}}} https://api.moonshot.ai/v1",
    "in a hint": f"Error code: 429 api_key={SECRET} model: {SECRET} request id: {SECRET}",
    "in a header": f"Authorization: Bearer {HIDDEN}{HIDDEN}4063 {BAD_KEY}",
    "broken over lines": f"Invalid Authentication {SECRET[:16]}\n{SECRET[16:]} https://api.moonshot.ai/v1 401",
    "broken in an unknown message": f'{{"error":{{"message":"The credential {BEGUN}\n{HIDDEN}4063 was refused","type":"server_error"}}}} https://api.moonshot.ai/v1',
    "broken in a known message": f"Not found the model {BEGUN}\n{HIDDEN}4063 or Permission denied https://api.moonshot.ai/v1",
    "in a frame": f'│ {{"error":{{"message":"Refused: {BEGUN} │\n│ {HIDDEN}4063 is not welcome here here   │\n│ ","type":"server_error"}}}} api.moonshot.ai │',
    "coloured": f"Error code: 401 - teapot \x1b[31m{SECRET[:14]}\x1b[0m{SECRET[14:]} https://api.moonshot.ai",
    "escaped": f'{{\\"error\\":{{\\"message\\":\\"teapot {SECRET}\\"}}}} https://api.moonshot.ai/v1 418',
    "as a model": f"Not found the model {SECRET} or Permission denied https://api.moonshot.ai/v1",
    "mail": f"Error code: 418 - {{'error': {{'message': 'teapot {HIDDEN}@example.com'}}}} https://api.moonshot.ai/v1",
}


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_no_secret_in_any_format(text):
    for format, output in answers(text).items():
        assert HIDDEN not in output, format
    assert HIDDEN not in str(diagnose(text).to_dict())


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_no_secret_out_of_the_program(text):
    for arguments in (["--format", "json"], ["scan", "--format", "json"], ["scan"]):
        done = run(*arguments, data=text)
        assert HIDDEN.encode() not in done.stdout + done.stderr
        long = run(*arguments, data=f"{text}\n" * 2000)
        assert HIDDEN.encode() not in long.stdout + long.stderr


@pytest.mark.parametrize("arguments", [["--format", "json"], ["scan", "--format", "json"]], ids=["plain form", "scan"])
def test_secrets_are_shown_on_demand_only_and_that_is_said(arguments):
    done = run(*arguments, "--no-redact", data=SECRETS["in a value"])
    assert HIDDEN.encode() in done.stdout
    assert done.stderr.count(b"\n") == 1 and b"--no-redact" in done.stderr


# --- the same answer everywhere ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["json", "rich", "github"])
def test_the_same_bytes_from_any_surroundings(format, tmp_path):
    data = "\n\n".join([RPM, BAD_KEY, *SECRETS.values()])
    places = [
        environment(PYTHONHASHSEED=str(seed), LC_ALL=locale, TZ=zone, COLUMNS="90")
        for seed, locale, zone in [(0, "C.UTF-8", "UTC"), (1, "POSIX", "Asia/Shanghai"), (4242, "tr_TR.UTF-8", "America/Lima")]
    ]
    outputs = {
        run("--format", format, "--color", "always", data=data, env=env, cwd=cwd).stdout for env in places for cwd in (None, tmp_path, "/")
    }
    assert len(outputs) == 1
    assert RPM_ID.encode() in outputs.pop()


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_of_the_input(encoding):
    quotes = "“" if encoding == "cp1252" else "错误信息：请求过于频繁"
    text = f"{quotes} {RPM}\r\n"
    assert run("--print", "id", data=text.encode(encoding)).stdout.decode() == RPM_ID + "\n"


@pytest.mark.parametrize("noise", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88", b"\0", b"\xe4\xbd"], ids=repr)
def test_broken_bytes_around_the_message(noise):
    data = noise * 3 + RPM.encode() + noise
    done = run("--format", "json", data=data)
    assert done.returncode == 0
    assert [finding["entry"]["id"] for finding in json.loads(done.stdout)["findings"]] == [RPM_ID]


@pytest.mark.parametrize("seed", range(3))
def test_diagnose_takes_any_string(seed):
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(
            chr(chance.choice([chance.randrange(0x110000), chance.randrange(0x80), chance.randrange(0xD800, 0xE000)]))
            for _ in range(chance.randrange(200))
        )
        cut = chance.randrange(len(RPM))
        assert controls(answers(RPM[:cut] + text + RPM[cut:])["plain"]) == []
