import asyncio

from common import KEY, MODEL, serve
from openai import AsyncOpenAI
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


async def stream(agent):
    async with agent.run_stream("Hello") as result:
        async for _ in result.stream_text():
            pass


def call(case):
    client = AsyncOpenAI(base_url=case["url"], api_key=KEY, max_retries=0, timeout=10)
    agent = Agent(OpenAIChatModel(MODEL, provider=OpenAIProvider(openai_client=client)))
    if case["stream"]:
        asyncio.run(stream(agent))
    else:
        agent.run_sync("Hello")


serve(call)
