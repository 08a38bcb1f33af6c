from common import KEY, MODEL, serve
from langchain_openai import ChatOpenAI


def call(case):
    model = ChatOpenAI(base_url=case["url"], api_key=KEY, model=MODEL, max_retries=0, timeout=10)
    if case["stream"]:
        for _ in model.stream("Hello"):
            pass
    else:
        model.invoke("Hello")


serve(call)
