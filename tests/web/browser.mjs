// Starts the page's server and Chromium; both end with the test.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startServer() {
  const program = process.env.ERRDEX_PAGE_SERVER;
  if (!program) throw new Error("ERRDEX_PAGE_SERVER names no program");
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { url, stop: () => new Promise((resolve) => child.once("exit", resolve).stdin.end()) };
}

export function startBrowser() {
  return chromium.launch({ executablePath: process.env.ERRDEX_CHROMIUM, args: flags });
}
