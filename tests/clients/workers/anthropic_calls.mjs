import Anthropic from "@anthropic-ai/sdk";
import { KEY, MODEL, serve } from "./common.mjs";

await serve(async ({ url, stream }) => {
  const client = new Anthropic({ baseURL: url, apiKey: KEY, maxRetries: 0, timeout: 10000 });
  const answer = await client.messages.create({ model: MODEL, max_tokens: 64, messages: [{ role: "user", content: "Hello" }], stream });
  if (stream) for await (const event of answer) void event;
});
