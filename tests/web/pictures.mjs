// The pictures of the README: node pictures.mjs FOLDER.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBrowser, startServer } from "./browser.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node pictures.mjs FOLDER");
mkdirSync(folder, { recursive: true });

const desk = { viewport: { width: 1200, height: 800 } };
const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 };
const paste = `2026-03-02 03:12:44 ERROR sync failed: {"errcode":60020,"errmsg":"not allow to access from your ip, from ip: 203.0.113.7"}`;
const pictures = [
  { name: "start", path: "/" },
  { name: "answers-dark", path: "/", colorScheme: "dark", ask: paste },
  { name: "code", path: "/wecom/40014" },
  { name: "code-zh-dark", path: "/dingtalk/88?lang=zh", colorScheme: "dark" },
  { name: "map", path: "/map/wecom", hover: '.grid a[href="/wecom/40014"]' },
  { name: "map-dark", path: "/map/dingtalk?colour=status", colorScheme: "dark" },
  { name: "list", path: "/feishu.server?verdict=grant_permission" },
  { name: "phone", path: "/wecom/40014", ...phone },
];

const server = await startServer();
const browser = await startBrowser();
for (const { name, path, ask, hover, ...options } of pictures) {
  const context = await browser.newContext({ ...desk, locale: "en-GB", colorScheme: "light", ...options });
  const page = await context.newPage();
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  if (ask) {
    await page.locator("textarea").fill(ask);
    await page.locator("main .answers a.answer").first().waitFor();
  }
  if (hover) await page.locator(hover).hover();
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await browser.close();
await server.stop();
