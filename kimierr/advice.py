"""From a finding to what this reader should do: steps with the numbers of the text, for the client in use."""

from __future__ import annotations

from kimierr.context import PROGRAMS
from kimierr.fill import fill, fill_sentences
from kimierr.model import CONNECTION_ERROR, POSSIBLE, Step, Words
from kimierr.report import RetryAdvice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.context import Client, Context, Product
    from kimierr.model import Retry
    from kimierr.report import Finding

RETRYING_KINDS = (*PROGRAMS, "sdk", "library", "tool")
RETRIED = (408, 409, 429)
"""Statuses below 500 that SDKs send a request again for."""
ABOUT_ACCOUNTS = (401, 402, 403)
"""Statuses of errors about an account or a key, which may be another one's behind a gateway."""
LONGEST_WAIT = 86_400 * 366
"""Seconds; more than these are no answer of a server."""
SECONDS = {"minutes": 60, "hours": 3600}
"""What a placeholder of this name counts in."""
DEFAULTS = {
    "where_base_url": "the base URL of your client",
    "where_api_key": "the API key setting of your client",
    "where_model": "the model setting of your client",
    "key_variable": "MOONSHOT_API_KEY",
}
"""What is said of the settings of a client that is not known, unless products.yaml has it otherwise."""
STATUS_MEANS = {401: "a wrong key", 403: "a missing right", 404: "a missing page or model", 429: "a rate limit", 500: "a server fault"}


def advise(finding: Finding, context: Context, client_id: str = "", language: str = "en") -> None:
    """Fill in title, cause, steps, retry advice, notes and conflicts of a finding.

    `client_id` is the client the reader named; otherwise the one the text shows counts.
    """
    entry = finding.entry
    client = context.client(client_id or finding.observed.client)
    product = _called(finding, context) or context.product(entry.product)
    words = entry.said_in(language)
    known = settings(finding, product, client, context)
    finding.title = words.title
    finding.product_name = product.name if product else entry.product
    finding.cause = fill_sentences(words.cause, finding.values, known)
    finding.note = fill_sentences(words.note, finding.values, known)
    finding.fix = [text for step in words.fix if _applies(step, finding, client) and (text := _say(step, finding, known))]
    if client and client.kind in PROGRAMS:
        _put_key_first(finding.fix, client, known["key_variable"])
    finding.retry = _retry(entry.retry, finding)
    if finding.ambiguous and not finding.question:
        finding.question = _question(finding, context)
    finding.conflicts += conflicts(finding, client)
    finding.conflicts += _key_of_another(finding, context)
    finding.client_notes = _client_notes(finding, client)
    if finding.entry.product != "gateway" and "gateway" in _gateway_layers(finding, context):
        finding.client_notes.append(
            "The answer came through a gateway: if the message is about an account, a balance or a key, it may be the operator's, not yours."
        )
        if set(ABOUT_ACCOUNTS) & set(entry.http_status):
            given = f" and give them the request id {known['request_id']}" if "request_id" in known else ""
            finding.fix.insert(
                0, f"Ask the operator of the gateway whether the account or key is theirs{given}. What follows is for one of your own."
            )


def with_runnable_commands(words: Words, product: Product | None) -> Words:
    """Return the words of an entry for nobody in particular: commands take the key from the usual variable of the product."""
    variable = (DEFAULTS | dict(product.defaults if product else ()))["key_variable"]
    steps = [step.pack() for step in words.fix]
    filled = [Step(*[part.replace("{key_variable}", variable) for part in step[:2]], *step[2:]) for step in steps]
    return Words(words.title, words.cause, words.note, tuple(filled))


def _put_key_first(steps: list[str], client: Client, variable: str) -> None:
    """Add how to get the key into the variable that commands take it from, for a client that may keep it in its settings."""
    place = next((at for at, step in enumerate(steps) if f"${variable}" in step), -1)
    if place < 0:
        return
    if any(variable == own for _, own in client.key_variables) or variable in client.api_key:
        said = f"If the key is not in `{variable}` of your shell, run `read -rs {variable}` and paste it for what follows."
    else:
        said = f"For what follows, run `read -rs {variable}` and paste the key that {client.name} uses."
    steps.insert(place, said)


def _called(finding: Finding, context: Context) -> Product | None:
    """Return the product whose host the text shows: where no server has answered, and for what that product sends too."""
    called = next((product for product in context.products if finding.observed.host in product.hosts), None)
    return called if called and (finding.entry.id == CONNECTION_ERROR or called.id in finding.entry.also_sent_by) else None


def settings(finding: Finding, product: Product | None, client: Client | None, context: Context) -> dict[str, str]:
    """Return the placeholders that do not come from the message: settings of the client, host, model, ids."""
    known = DEFAULTS | (dict(product.defaults) if product else {})
    if client:
        known["key_variable"] = dict(client.key_variables).get(product.id if product else "", known["key_variable"])
        own_key = client.api_key.replace("{key_variable}", known["key_variable"])
        for name, value in (("where_base_url", client.base_url), ("where_api_key", own_key), ("where_model", client.model)):
            if value:
                known[name] = value
        for id, url in client.endpoints:
            known[f"{id.replace('-', '_')}_endpoint"] = url
    known["client"] = client.name if client and client.kind in PROGRAMS else "your client"
    observed = finding.observed
    for name, value in (("model", observed.model), ("host", observed.host), ("request_id", observed.request_id)):
        if value:
            known[name] = value
    if observed.http_status:
        known["status"] = str(observed.http_status)
    known["api_base"] = _api_base(observed.host, product, context)
    return known


def _api_base(host: str, product: Product | None, context: Context) -> str:
    """Return scheme and host of the API to try commands on: the one in the text if it is an API host, else the product's."""
    own = product if product and product.api_base else context.product("open-platform")
    default = own.api_base.removesuffix("/v1") if own else "https://api.moonshot.ai"
    if host.startswith("api.") and product and host in product.hosts and default.count("/") == 2:
        return f"https://{host}"
    return default


def _applies(step: Step, finding: Finding, client: Client | None) -> bool:
    if step.clients and (client is None or client.id not in step.clients):
        return False
    if client is not None and client.id in step.not_clients:
        return False
    if step.hosts and finding.observed.host not in step.hosts:
        return False
    return not step.messages or finding.wording in step.messages


def _say(step: Step, finding: Finding, known: dict[str, str]) -> str:
    return fill(step.text, finding.values, known) or fill(step.otherwise, finding.values, known)


def _retry(retry: Retry, finding: Finding) -> RetryAdvice:
    values = finding.values
    if finding.wording in retry.fix_for_messages or any(values.get(name) in numbers for name, numbers in retry.fix_for):
        return RetryAdvice("fix")
    seconds: float | None = None
    if retry.seconds.isdigit():
        seconds = int(retry.seconds)
    elif isinstance(found := values.get(name := retry.seconds[1:-1]), (int, float)):
        seconds = found * SECONDS.get(name, 1)
    if retry.verdict != "fix" and finding.retry_after is not None:
        seconds = max(seconds or 0, finding.retry_after)
    if seconds is not None and not 0 <= seconds <= LONGEST_WAIT:
        seconds = None
    return RetryAdvice(retry.verdict, seconds, retry.attempts, retry.backoff)


def _question(finding: Finding, context: Context) -> str:
    """Return what decides between the products that the alternatives belong to."""
    others = {other.id.partition("/")[0] for other in finding.alternatives} - {finding.entry.product}
    if not others:
        return ""
    product = context.product(finding.entry.product)
    return product.question if product else ""


def conflicts(finding: Finding, client: Client | None) -> list[str]:
    """Return what in the text speaks against the finding, in words: a status, type or client sentence that misleads."""
    entry, observed = finding.entry, finding.observed
    found = []
    status = observed.http_status
    if status and entry.http_status and status not in entry.http_status and finding.confidence != POSSIBLE and entry.kind == "error":
        usual = " or ".join(str(known) for known in entry.http_status)
        meaning = f" (read as {STATUS_MEANS[status]})" if status in STATUS_MEANS else ""
        found.append(f"The text says {status}{meaning}, but this message comes with {usual}; the message decides.")
    if client:
        for misleading in client.misleading:
            if misleading.text in finding.client_sentences and misleading.text.rstrip(".") not in observed.message:
                found.append(f'{client.name} says "{misleading.text}". {misleading.truth}')
    return found


def _key_of_another(finding: Finding, context: Context) -> list[str]:
    """Return that the key in the text is not one of the host in it, for errors that a wrong key gives."""
    owner, begins = finding.key
    called = next((product for product in context.products if finding.observed.host in product.hosts), None)
    keyed = context.product(owner)
    if not keyed or not called or called.id == owner or 401 not in finding.entry.http_status:
        return []
    host = finding.observed.host
    return [
        f"The key begins with `{begins}`: it is one of {keyed.name}, and {host} belongs to {called.name}. Each takes only its own keys."
    ]


def _client_notes(finding: Finding, client: Client | None) -> list[str]:
    if client is None:
        return []
    notes = []
    seen = [finding.observed.http_status] if finding.observed.http_status else finding.entry.http_status
    repeated = any(status in RETRIED or status >= 500 for status in seen)
    if client.retries and repeated and finding.retry.verdict != "retry" and client.kind in RETRYING_KINDS:
        notes.append(f"{client.name}: {client.retries} That does not help here.")
    if finding.confidence == POSSIBLE and client.hides and not finding.observed.message:
        notes.append(f"{client.name}: {client.hides}")
    return notes


def _gateway_layers(finding: Finding, context: Context) -> set[str]:
    return {kind for _, id, kind, _ in context.marks if id in finding.observed.layers}
