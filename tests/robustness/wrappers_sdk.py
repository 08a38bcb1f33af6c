"""Server bodies as HTTP tools and the Python and Node packages show them."""
# ruff: noqa: E501 - the texts of programs are as long as they are

from __future__ import annotations

import json
from random import Random

from layout import soft_wrap
from samples import Sample, compact, hexes, letters
from shaping import error_code, node_string, wrapper


@wrapper
def bare(sample: Sample, random: Random) -> str:
    return sample.message


@wrapper
def server_body(sample: Sample, random: Random) -> str:
    return random.choice(
        (sample.json(), json.dumps(sample.body, indent=2), json.dumps(sample.body, indent=4, ensure_ascii=False), sample.anthropic_json())
    )


@wrapper
def curl_i(sample: Sample, random: Random) -> str:
    head = f"HTTP/2 {sample.status} \r\nserver: nginx\r\ndate: Tue, 17 Nov 2026 04:12:{random.randrange(10, 60)} GMT\r\ncontent-type: application/json; charset=utf-8\r\n"
    return head + f"content-length: {len(sample.json())}\r\nx-request-id: {hexes(random, 32)}\r\n\r\n{sample.json()}"


@wrapper
def curl_v(sample: Sample, random: Random) -> str:
    return (
        f"> POST /v1/chat/completions HTTP/1.1\n> Authorization: Bearer sk-{letters(random, 32)}\n> Content-Length: 262144\n>\n< HTTP/1.1 {sample.status} {sample.reason}\n"
        f"< Content-Type: application/json\n<\n{{ [{len(sample.json())} bytes data]\n\n100   420  100   162  100   258    500    796 --:--:-- --:--:-- --:--:--  1296\n* Connection #0 left intact\n{sample.json()}"
    )


@wrapper
def httpie(sample: Sample, random: Random) -> str:
    coloured = (
        json.dumps(sample.body, indent=4, ensure_ascii=False)
        .replace('"message"', '\x1b[34;01m"message"\x1b[39;49;00m')
        .replace('": "', '":\x1b[37m \x1b[39;49;00m\x1b[33m"')
    )
    return f"\x1b[34mHTTP\x1b[39;49;00m/\x1b[34m1.1\x1b[39;49;00m \x1b[34m{sample.status}\x1b[39;49;00m \x1b[36m{sample.reason}\x1b[39;49;00m\n\n{coloured}\n\n"


@wrapper
def sse(sample: Sample, random: Random) -> str:
    return f": keep-alive\n\nevent: error\ndata: {sample.anthropic_json() if random.random() < 0.5 else sample.json()}\n\ndata: [DONE]\n"


@wrapper
def html_page(sample: Sample, random: Random) -> str:
    message = sample.message.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;").replace('"', "&quot;")
    return f'<div class="alert alert-danger" role="alert"><strong>Request failed</strong><p>{message}</p><small>status&nbsp;{sample.status}</small></div>'


# Python


@wrapper
def openai_python(sample: Sample, random: Random) -> str:
    return random.choice(("", f"openai.{sample.exception}: ", "LLM call failed: ", "2026-11-17 09:14:02,118 - ERROR - ")) + error_code(
        sample
    )


@wrapper
def python_repr_of_error(sample: Sample, random: Random) -> str:
    return f"{sample.exception}({error_code(sample)!r})"


@wrapper
def error_body_only(sample: Sample, random: Random) -> str:
    return repr(sample.inner)


@wrapper
def chained_traceback(sample: Sample, random: Random) -> str:
    frame = f'  File "/srv/app/.venv/lib/python3.12/site-packages/openai/_base_client.py", line {random.randrange(900, 1300)}, in request\n    raise self._make_status_error_from_response(err.response) from None\n'
    last = f"openai.{sample.exception}: {error_code(sample)}\n"
    return (
        f"Traceback (most recent call last):\n{frame}{last}\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n"
        f"  File \"/srv/app/agent.py\", line 412, in step\n    reply = chain.invoke(state)\n            ^^^^^^^^^^^^^^^^^^^\n{frame}{last}During task with name 'model' and id '{hexes(random, 8)}'"
    )


@wrapper
def anthropic_python(sample: Sample, random: Random) -> str:
    return f"anthropic.{sample.exception}: Error code: {sample.status} - {sample.anthropic_body!r}"


@wrapper
def litellm(sample: Sample, random: Random) -> str:
    name, provider = sample.exception, random.choice(("MoonshotException", "OpenAIException"))
    return f"litellm.{name}: {'' if sample.status == 400 else name + ': '}{provider} - {sample.message}"


@wrapper
def litellm_anthropic(sample: Sample, random: Random) -> str:
    if random.random() < 0.5:
        return f"litellm.{sample.exception}: AnthropicException - {sample.anthropic_json()}"
    return f"litellm.{sample.exception}: {sample.exception}: AnthropicException - \n{sample.anthropic_json().encode()!r}. Handle with `litellm.{sample.exception}`."


@wrapper
def litellm_proxy(sample: Sample, random: Random) -> str:
    inner = random.choice((f"OpenAIException - {sample.message}", f"AnthropicException - {sample.anthropic_json()}"))
    message = f"litellm.{sample.exception}: {sample.exception}: {inner}\n\nLiteLLM: model group 'kimi' failed with the error above. No fallback was attempted. Available Model Group Fallbacks=None"
    return compact(
        {
            "error": {
                "message": message,
                "type": "throttling_error" if sample.status == 429 else None,
                "param": None,
                "code": str(sample.status),
            }
        }
    )


@wrapper
def aider(sample: Sample, random: Random) -> str:
    text = soft_wrap(f"litellm.{sample.exception}: {sample.exception}: OpenAIException - {sample.message}", 79, trailing=" ")
    hint = "The API provider has rate limited you. Try again later or check your quotas.\nRetrying in 0.2 seconds..."
    return f"{text}\n{hint}\n{text}\n{hint.replace('0.2', '0.5')}"


@wrapper
def pydantic_ai(sample: Sample, random: Random) -> str:
    return f"pydantic_ai.exceptions.ModelHTTPError: status_code: {sample.status}, model_name: {sample.model}, body: {sample.inner!r}"


@wrapper
def agent_frameworks(sample: Sample, random: Random) -> str:
    text = error_code(sample)
    return random.choice((
        f"instructor.core.exceptions.InstructorRetryException: {text}",
        f"Retrying llama_index.llms.openai.base.OpenAI._chat in 1 seconds as it raised {sample.exception}: {text}.",
        soft_wrap(f"Error in generating model output:\n{text}", 80),
        f"Error getting response: {text}. (request_id: None)",
        f"Error: {text}",
    ))  # fmt: skip


@wrapper
def loguru(sample: Sample, random: Random) -> str:
    return f"2026-11-18 21:40:07.551 | ERROR    | kimi_cli.soul:run:118 - step failed: {error_code(sample)}\n    │            └ <coroutine object run at 0x7f{hexes(random, 10)}>"


# Node and browsers


@wrapper
def openai_node(sample: Sample, random: Random) -> str:
    inner = ",\n".join(f"    {name}: {node_string(text)}" for name, text in sample.inner.items())
    return (
        f"{sample.exception}: {sample.status} {sample.message}\n    at APIError.generate (file:///app/node_modules/openai/core/error.mjs:50:20)\n    at async main (file:///app/index.mjs:19:3) {{\n"
        f"  status: {sample.status},\n  headers: Headers {{}},\n  requestID: null,\n  error: {{\n{inner}\n  }},\n  code: undefined,\n  param: undefined,\n  type: {node_string(sample.type)}\n}}"
    )


@wrapper
def anthropic_node(sample: Sample, random: Random) -> str:
    return f"{sample.status} {sample.anthropic_json()}"


@wrapper
def json_stringify(sample: Sample, random: Random) -> str:
    named = {"code": sample.code} if sample.code else {}
    return compact({"status": sample.status, "headers": {}, "requestID": None, "error": sample.inner, **named, "type": sample.type})


@wrapper
def vercel_ai(sample: Sample, random: Random) -> str:
    if random.random() < 0.4:
        return f"AI_RetryError: Failed after {random.randrange(2, 4)} attempts. Last error: {sample.message}"
    if random.random() < 0.5:
        return (
            f"APICallError [AI_APICallError]: {sample.message}\n    at file:///app/node_modules/@ai-sdk/provider-utils/dist/index.mjs:991:14 {{\n  cause: undefined,\n  url: '{sample.url}',\n"
            f"  requestBodyValues: {{ model: '{sample.model}', messages: [ [Object] ] }},\n  statusCode: {sample.status},\n  responseBody: {node_string(sample.json())},\n  isRetryable: true,\n  data: {{ error: {{ message: {node_string(sample.message)} }} }}\n}}"
        )
    values = {"model": sample.model, "messages": [{"role": "user", "content": "why do I get 429 Too Many Requests?"}]}
    return compact(
        {
            "name": "AI_APICallError",
            "url": sample.url,
            "requestBodyValues": values,
            "statusCode": sample.status,
            "responseBody": sample.json(),
            "isRetryable": True,
            "data": sample.body,
        }
    )


@wrapper
def langchain_node(sample: Sample, random: Random) -> str:
    return f"{sample.status} {sample.message}\n\nTroubleshooting URL: https://docs.langchain.com/oss/javascript/langchain/errors/MODEL_RATE_LIMIT/\n"


@wrapper
def cherry_studio(sample: Sample, random: Random) -> str:
    return f"错误名称: AI_APICallError\n错误信息: {sample.message}\n堆栈信息: AI_APICallError: {sample.message}\n    at file:///C:/Program%20Files/Cherry%20Studio/resources/app.asar/out/renderer/index.js:812:33\n请求路径: {sample.url}"
