import OpenAI from "openai";
import { KEY, MODEL, serve } from "./common.mjs";

await serve(async ({ url, stream }) => {
  const client = new OpenAI({ baseURL: url, apiKey: KEY, maxRetries: 0, timeout: 10000 });
  const answer = await client.chat.completions.create({ model: MODEL, messages: [{ role: "user", content: "Hello" }], stream });
  if (stream) for await (const chunk of answer) void chunk;
});
