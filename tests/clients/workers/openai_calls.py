from common import KEY, MODEL, serve
from openai import OpenAI


def call(case):
    client = OpenAI(base_url=case["url"], api_key=KEY, max_retries=0, timeout=10)
    answer = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "Hello"}], stream=case["stream"])
    for _ in answer:
        pass


serve(call)
