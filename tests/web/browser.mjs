// Starts the page's server and Chromium; both end with the test.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const desk = { viewport: { width: 1280, height: 860 } };

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

/** A fresh browser profile with one page. What the console complains about fails the test, unless it is expected. */
export async function visitWith(browser, baseURL, path, use, { expected = () => false, ...options }) {
  const context = await browser.newContext({ ...desk, locale: "en-GB", ...options, baseURL });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected(message.text())) complaints.push(message.text());
  });
  try {
    await page.goto(path);
    await use(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}
