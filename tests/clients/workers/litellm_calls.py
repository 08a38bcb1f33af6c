import sys

from common import KEY, MODEL, serve
from litellm import completion


def call(case):
    answer = completion(
        model=f"{sys.argv[1]}/{MODEL}",
        api_base=case["url"],
        api_key=KEY,
        messages=[{"role": "user", "content": "Hello"}],
        max_retries=0,
        num_retries=0,
        timeout=10,
        stream=case["stream"],
    )
    for _ in answer:
        pass


serve(call)
