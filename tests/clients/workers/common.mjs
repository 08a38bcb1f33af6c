// Runs in the clients' environment: call one client for each case on standard input, write what it shows as JSON lines.
import { createInterface } from "node:readline";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";

export const KEY = "sk-abcdefghijklmnopqrstuvwxyz0123456789";
export const MODEL = "kimi-k2.5";
const HERE = dirname(fileURLToPath(import.meta.url));

console.log = console.info = console.warn = console.error; // standard output is for the answers

export async function serve(call) {
  for await (const line of createInterface({ input: process.stdin })) {
    const kase = JSON.parse(line);
    let shapes = { "no error": "" };
    try {
      await call(kase);
    } catch (e) {
      shapes = { "e.message": e.message, "`${e}`": `${e}`, "JSON.stringify(e)": JSON.stringify(e), "e.stack": e.stack, "console.error(e)": inspect(e) };
    }
    for (const [shape, text] of Object.entries(shapes)) {
      process.stdout.write(JSON.stringify({ id: kase.id, shape, text: String(text).replaceAll(HERE, "/home/user/project") }) + "\n");
    }
  }
}
