"""Server errors in other languages, in logs and in what people write about them."""
# ruff: noqa: E501 - the texts of programs are as long as they are

from __future__ import annotations

from random import Random

from layout import soft_wrap
from samples import Sample, compact, digits, hexes
from shaping import error_code, escaped, wrapper


@wrapper
def go_openai(sample: Sample, random: Random) -> str:
    return random.choice(
        (
            f"error, status code: {sample.status}, status: {sample.status} {sample.reason}, message: {sample.message}",
            f"error, status code: {sample.status}, message: {sample.message}",
        )
    )


@wrapper
def go_plus_v(sample: Sample, random: Random) -> str:
    return f"relay error: {{Error:{{Message:{sample.message} Type:{sample.type} Param: Code:{sample.code}}} StatusCode:{sample.status}}}"


@wrapper
def logfmt(sample: Sample, random: Random) -> str:
    return f'time=2026-11-18T03:22:{random.randrange(10, 60)}.114Z level=ERROR msg="completion failed" provider=kimi model={sample.model} attempt=2 error="{escaped(f"{sample.status} {sample.message}", 1)}" elapsed=1.418s'


@wrapper
def gin_log(sample: Sample, random: Random) -> str:
    return f"[ERR] 2026/11/18 - 11:22:{random.randrange(10, 60)} | 2026{digits(random, 17)} | channel error (channel #7, status code: {sample.status}): {sample.message}"


@wrapper
def docker_json_log(sample: Sample, random: Random) -> str:
    line = f"ERROR upstream said {sample.json()}"
    return "\n".join(
        compact({"log": text + "\n", "stream": "stderr", "time": f"2026-11-18T03:22:1{at}.118041927Z"})
        for at, text in enumerate(("INFO POST /chat", line, "INFO done"))
    )


@wrapper
def escaped_json(sample: Sample, random: Random) -> str:
    times = random.randrange(1, 5)
    return f'job 4417 failed: "body": "{escaped(sample.json(), times)}", "took": 812'


@wrapper
def json_rpc(sample: Sample, random: Random) -> str:
    return "Service temporarily unavailable.\n" + compact(
        {"jsonrpc": "2.0", "id": f"7_18{digits(random, 11)}", "error": {"code": -32003, "message": error_code(sample), "data": None}}
    )


@wrapper
def dify(sample: Sample, random: Random) -> str:
    inner = compact(
        {
            "args": {"description": f"[models] Error: API request failed with status code {sample.status}: {sample.json()}"},
            "error_type": "InvokeServerUnavailableError",
            "message": "x",
        }
    )
    return (
        f"Run failed: req_id: {hexes(random, 10)} PluginInvokeError: {inner}"
        if random.random() < 0.5
        else f"[moonshot] Bad Request Error, {error_code(sample)}"
    )


# People


@wrapper
def markdown(sample: Sample, random: Random) -> str:
    body = random.choice((sample.json(), error_code(sample), f"{sample.status} {sample.message}"))
    if random.random() < 0.5:
        return f"### What happens\n\nEvery second call ends like this:\n\n```\n{body}\n```\n\n- OS: Ubuntu 24.04\n- version 0.9.3"
    return "> " + soft_wrap(body, 72).replace("\n", "\n> ") + "\n\nSame here since yesterday."


@wrapper
def prose(sample: Sample, random: Random) -> str:
    return random.choice((
        f'Since this morning my script dies with "{sample.message}" although nothing changed. Any idea?',
        f"Hi all, using {sample.model} here. I get `{sample.message}` on every request.",
        f"the console says: {sample.message}",
    ))  # fmt: skip


@wrapper
def chinese_prose(sample: Sample, random: Random) -> str:
    return random.choice(
        (
            f"请问一下，今天调用接口一直报错 {sample.status}：{sample.message}，是什么原因？",
            f"报错信息如下：“{sample.message}”，昨天还是好的。",
            f"【求助】{sample.message}（用的 {sample.model}）",
        )
    )
