"""Server errors as coding agents and the routers in front of them show them."""
# ruff: noqa: E501 - the texts of programs are as long as they are

from __future__ import annotations

from random import Random

from layout import box, hard_wrap, soft_wrap, two_columns
from samples import Sample, compact, hexes, letters
from shaping import error_code, wrapper


@wrapper
def claude_code(sample: Sample, random: Random) -> str:
    login = " · Please run /login" if sample.status in (401, 403) else ""
    return f"API Error: {sample.status} {sample.anthropic_json()}{login}"


@wrapper
def claude_code_retrying(sample: Sample, random: Random) -> str:
    return f"> hello\n\n  ⎿  API Error ({sample.status} {sample.json()}) · Retrying in {random.randrange(1, 40)} seconds… (attempt {random.randrange(1, 10)}/10)"


@wrapper
def claude_code_plain(sample: Sample, random: Random) -> str:
    """2.1: the message without its JSON."""
    message, status = sample.message, sample.status
    if status in (401, 403):
        return random.choice(
            (
                f"Failed to authenticate. API Error: {status} {message}",
                soft_wrap(f"● Please run /login · API Error: {status} {message}", random.randrange(40, 100), "  "),
            )
        )
    if status == 429:
        return f"API Error: Request rejected (429) · {message}"
    if status >= 500:
        return f"API Error: {status} {message}. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway ({sample.host})."
    return f"API Error: {status} {message}"


@wrapper
def claude_code_json(sample: Sample, random: Random) -> str:
    result = f"API Error: {sample.status} {random.choice((sample.message, sample.anthropic_json()))}"
    usage = {"input_tokens": 0, "output_tokens": 0, "service_tier": "standard"}
    return compact(
        {
            "type": "result",
            "subtype": "success",
            "is_error": True,
            "api_error_status": sample.status,
            "duration_ms": 4290,
            "num_turns": 1,
            "result": result,
            "total_cost_usd": 0,
            "usage": usage,
        }
    )


@wrapper
def kimi_cli(sample: Sample, random: Random) -> str:
    lead = {
        401: "Authorization failed. Your session may have expired.\nType /login to re-authenticate.\nServer: ",
        402: "Membership expired, please renew your plan\nServer: ",
        403: "Server: ",
    }
    return hard_wrap(lead.get(sample.status, "LLM provider error: ") + error_code(sample), 80)


@wrapper
def kimi_code_cli(sample: Sample, random: Random) -> str:
    code = {401: "provider.auth_error", 403: "provider.auth_error", 429: "provider.rate_limit"}.get(sample.status, "provider.api_error")
    if random.random() < 0.5:
        return f"error: failed to run prompt: {code}: {sample.status} {sample.message}\nSee log: ~/.kimi-code/logs/kimi-code.log"
    hint = "If this persists, run /export-debug-zip and share the file with us for diagnosis. Please don't share it publicly."
    return soft_wrap(f" Error: [{code}] {sample.status} {sample.message}\n {hint}", random.randrange(44, 110), " ")


@wrapper
def opencode(sample: Sample, random: Random) -> str:
    inner = {
        "name": "APIError",
        "data": {"message": sample.message, "statusCode": sample.status, "isRetryable": False, "responseBody": sample.json()},
    }
    return random.choice((
        f"\x1b[91m\x1b[1mError: \x1b[0m{sample.message}",
        compact({"type": "error", "timestamp": 1793900000000, "sessionID": f"ses_{letters(random, 20)}", "error": inner}),
        f'ERROR 2026-11-18T08:11:09 +312ms service=llm providerID=kimi modelID={sample.model} error.error="AI_APICallError: {sample.message}" stream error',
    ))  # fmt: skip


@wrapper
def opencode_box(sample: Sample, random: Random) -> str:
    return box(sample.message, random.randrange(34, 90), "  ┃  ", "")


@wrapper
def boxed_columns(sample: Sample, random: Random) -> str:
    side = [
        "Context",
        f"{random.randrange(1000, 90000):,} tokens",
        f"{random.randrange(1, 90)}% used",
        "$0.00 spent",
        "",
        "LSP",
        "LSPs will activate as",
        "files are read",
    ]
    return two_columns(sample.message, random.randrange(36, 70), side)


@wrapper
def codex(sample: Sample, random: Random) -> str:
    line = f"unexpected status {sample.status} {sample.reason}: {sample.message}, url: https://{sample.host}/v1/responses, request id: {hexes(random, 24)}"
    return f"ERROR: {line}\nERROR: {line}" if random.random() < 0.5 else soft_wrap("■ " + line, 100)


@wrapper
def cline(sample: Sample, random: Random) -> str:
    if random.random() < 0.3:
        return f"error: {sample.message}"
    details = {
        "message": f"{sample.status} {sample.message}",
        "status": sample.status,
        "modelId": sample.model,
        "providerId": "openai",
        "details": sample.inner,
    }
    return f"[OPENAI] {sample.status} {sample.message}\n{compact(details)}"


@wrapper
def small_agents(sample: Sample, random: Random) -> str:
    status, message = sample.status, sample.message
    return random.choice((
        f"[API Error: {status} {message}]",
        f"✕ [API Error: {status} {message}] (Press Ctrl+Y to retry)",
        f"Error: {status} {message}",
        f"Client error '{status} {sample.reason}' for url '{sample.url}'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{status}: {message}",
        f"OpenAI completion error: {status} {message}",
        f"LLM request rejected: {message}",
        f"Internal error: {message}",
        f"📝 Error: HTTP {status}: {message}\n📋 Details: {sample.inner!r}"[: 400 + len(message)],
        f"Model: {sample.model}\nProvider: openai\nStatus Code: {status}\n\n**Error Output**\n```\n{status} {message}\n```",
    ))  # fmt: skip


@wrapper
def routers(sample: Sample, random: Random) -> str:
    raw = {
        "error": {
            "message": "Provider returned error",
            "code": sample.status,
            "metadata": {"raw": sample.json(), "provider_name": "Moonshot AI"},
        }
    }
    ccr = {
        "error": {
            "message": f"Error from provider(kimi,{sample.model}: {sample.status}): {sample.json()}",
            "type": "api_error",
            "code": "provider_response_error",
        }
    }
    switch = f"CC Switch local proxy failed while handling Codex endpoint /responses. Provider: Kimi; model: {sample.model}; upstream_status: HTTP {sample.status}; cause: {sample.message}"
    return random.choice((compact(raw), compact(ccr), switch))
