from anthropic import Anthropic
from common import KEY, MODEL, serve


def call(case):
    client = Anthropic(base_url=case["url"], api_key=KEY, max_retries=0, timeout=10)
    if not case["stream"]:
        client.messages.create(model=MODEL, max_tokens=64, messages=[{"role": "user", "content": "Hello"}])
        return
    with client.messages.stream(model=MODEL, max_tokens=64, messages=[{"role": "user", "content": "Hello"}]) as stream:
        for _ in stream.text_stream:
            pass


serve(call)
