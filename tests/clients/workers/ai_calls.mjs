import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";
import { KEY, MODEL, serve } from "./common.mjs";

const PROVIDERS = {
  openai: (url) => createOpenAICompatible({ name: "moonshotai", baseURL: url, apiKey: KEY }),
  anthropic: (url) => createAnthropic({ baseURL: `${url}/v1`, apiKey: KEY }),
};
const provider = PROVIDERS[process.argv[2]];

await serve(async ({ url, stream }) => {
  const options = { model: provider(url)(MODEL), prompt: "Hello", maxRetries: 0, abortSignal: AbortSignal.timeout(10000) };
  if (!stream) return void (await generateText(options));
  let failure;
  for await (const part of streamText({ ...options, onError: ({ error }) => (failure = error) }).fullStream) void part;
  if (failure) throw failure;
});
