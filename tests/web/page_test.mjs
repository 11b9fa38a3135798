// The page as a person uses it, in Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, phone, startBrowser, startServer, visitWith } from "./browser.mjs";

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const visit = (path, use, { missing, failing, ...options } = {}) =>
  visitWith(browser, server.url, path, use, {
    ...options,
    expected: (text) => (missing && text.includes("404 (Not Found)")) || (failing && text.includes("503")),
  });

const box = "textarea";
const answer = "main > .answers a.answer";
const firstLink = (page) => page.locator(answer).first().getAttribute("href");

/** Types or pastes, and waits for the answer to be this link. */
async function ask(page, text, href) {
  await page.locator(box).fill(text);
  await page.locator(`${answer}[href="${href}"]`).first().waitFor();
  assert.equal(await firstLink(page), href);
}

test("a number has all its readings while it is typed", () =>
  visit("/", async (page) => {
    await page.locator(box).pressSequentially("40014");
    await page.locator(answer).first().waitFor();
    await page.getByRole("heading", { name: "4 readings of 40014, likeliest first" }).waitFor();
    for (const space of ["wecom", "dingtalk"]) {
      assert.equal(await page.locator(`main .answers a[href="/${space}/40014"]`).count(), 1);
    }
    assert.equal(new URL(page.url()).search, "?q=40014");
  }));

test("a pasted body of WeCom, of DingTalk under 88, and of Feishu", () =>
  visit("/", async (page) => {
    const wecom = {
      errcode: 60020,
      errmsg: "not allow to access from your ip, hint: [1549531943_1], from ip: 1.2.3.4, more info at https://open.work.weixin.qq.com/devtool/query?e=60020",
    };
    await ask(page, JSON.stringify(wecom, null, 2), "/wecom/60020");
    await page.getByText("Calling address: 1.2.3.4").waitFor();
    assert.equal(new URL(page.url()).search, "", "a paste stays out of the address");
    const dingtalk = { errcode: 88, sub_code: "60020", errmsg: "ding talk error", request_id: "15r" };
    await ask(page, JSON.stringify(dingtalk), "/dingtalk/60020");
    const feishu = { code: 99991663, msg: "Invalid access token for authorization.", error: { log_id: "2022" } };
    await ask(page, JSON.stringify(feishu), "/feishu.server/99991663#meaning-1");
  }));

test("only the last question counts, however late the answers come", () =>
  visit("/", async (page) => {
    let held;
    await page.route(/q=40014/, async (route) => {
      await new Promise((resolve) => (held = resolve));
      await route.continue().catch(() => {});
    });
    await page.locator(box).fill("40014");
    await page.waitForRequest(/q=40014/);
    await ask(page, "wecom:40058", "/wecom/40058");
    held();
    await page.waitForTimeout(200);
    assert.equal(await firstLink(page), "/wecom/40058");
  }));

test("a server that is going down is quoted, and asked again", () =>
  visit("/", async (page) => {
    await ask(page, "wecom:40014", "/wecom/40014");
    await page.route("**/find*", (route) => route.fulfill({ status: 503, body: "The server is going down." }));
    await page.locator(box).fill("wecom:42001");
    await page.getByText("The server is going down.").waitFor();
    await page.unroute("**/find*");
    await ask(page, "wecom:42009", "/wecom/42009");
  }, { failing: true }));

test("the keyboard alone is enough", () =>
  visit("/wecom/40014", async (page) => {
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
    await page.keyboard.type("wecom:42001");
    await page.locator('.over a.answer[href="/wecom/42001"]').waitFor();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "/wecom/42001");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".over").isVisible(), false);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/wecom/42001");
  }));

test("a neighbour can be followed, and back leads back", () =>
  visit("/", async (page) => {
    await ask(page, "wecom:40014", "/wecom/40014");
    await page.locator(answer).first().click();
    await page.waitForURL("**/wecom/40014");
    const neighbour = page.locator(".meaning .row").first();
    const href = await neighbour.getAttribute("href");
    await neighbour.click();
    await page.waitForURL(`**${href}`);
    await page.goBack();
    await page.waitForURL("**/wecom/40014");
    await page.goBack();
    await page.waitForURL("**/find?q=wecom%3A40014");
    assert.equal(await page.locator(box).inputValue(), "wecom:40014");
    assert.equal(await firstLink(page), "/wecom/40014");
    await page.goBack();
    await page.waitForURL(`${server.url}/`);
    await page.getByRole("heading", { name: "What does this error mean?" }).waitFor();
    assert.equal(await page.locator(box).inputValue(), "");
  }));

test("a paste comes back with the history, without being in an address", () =>
  visit("/", async (page) => {
    const body = '{"errcode":40014,"errmsg":"invalid access_token, hint: [1]","errhint":"x"}';
    await page.locator(box).fill(body);
    await page.locator(answer).first().click();
    await page.waitForURL("**/wecom/40014");
    await page.goBack();
    await page.locator(answer).first().waitFor();
    assert.equal(await page.locator(box).inputValue(), body);
    assert.equal(new URL(page.url()).search, "");
  }));

test("the language can be changed, and stays", () =>
  visit("/wecom/40014", async (page) => {
    await page.getByRole("link", { name: "中文" }).click();
    await page.waitForURL("**/wecom/40014?lang=zh");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    await page.getByRole("heading", { name: "处理" }).waitFor();
    await page.locator(".meaning .row").first().click();
    await page.waitForURL((url) => url.search === "");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL(/lang=en$/);
    await page.goto("/");
    await page.getByRole("heading", { name: "What does this error mean?" }).waitFor();
  }));

test("the browser's language is taken at first", () =>
  visit("/", (page) => page.getByRole("heading", { name: "这个错误是什么意思？" }).waitFor(), { locale: "zh-CN" }));

test("the theme can be changed, and stands in the next page from its first byte", () =>
  visit(
    "/",
    async (page, context) => {
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await paper();
      await page.getByRole("button", { name: /Light, dark/ }).click();
      const dark = await paper();
      assert.notEqual(dark, light);
      const next = await context.request.get("/wecom");
      assert.match(await next.text(), /data-theme="dark"/);
      await page.goto("/wecom");
      assert.equal(await paper(), dark);
    },
    { colorScheme: "light" },
  ));

test("the map: squares can be pointed at, walked and opened", () =>
  visit("/map/wecom", async (page) => {
    await page.locator('.grid a[href="/wecom/40014"]').hover();
    const card = page.locator(".card");
    await card.waitFor();
    assert.match(await card.innerText(), /40014\s+The access_token is unknown/);
    await page.locator('.grid a[href="/wecom/40014"]').focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), `/wecom/${await nextCode(page, "40014")}`);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowDown");
    const below = await page.evaluate(() => document.activeElement.getAttribute("href"));
    assert.notEqual(below, "/wecom/40014");
    assert.equal(await page.locator('.grid a[tabindex="0"]').count(), 1, "one stop of the tab key");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${below}`);
    await page.goBack();
    await page.getByRole("link", { name: "status", exact: true }).click();
    assert.equal(await page.locator(".lattice").getAttribute("data-by"), "status");
    assert.equal(new URL(page.url()).search, "?colour=status");
  }));

async function nextCode(page, code) {
  return page.evaluate((from) => {
    const all = [...document.querySelectorAll(".grid a")].map((cell) => cell.getAttribute("href").split("/").pop());
    return all[all.indexOf(from) + 1];
  }, code);
}

test("a code and a command can be copied", () =>
  visit(
    "/wecom/40014",
    async (page) => {
      await page.getByRole("button", { name: "Copy code" }).click();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "40014");
      await page.getByRole("button", { name: "Copied" }).waitFor();
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("the command for a terminal gets the same code", () =>
  visit("/wecom/40014", async (page, context) => {
    const command = await page.locator(".programs code", { hasText: "curl" }).innerText();
    const answer = await context.request.get(command.replace("curl -s ", ""));
    assert.equal(answer.status(), 200);
    assert.match(await answer.text(), /access_token_invalid/);
    const description = await context.request.get(await page.getByRole("link", { name: "API", exact: true }).getAttribute("href"));
    assert.equal(description.status(), 200);
  }));

test("without a script the box, the lists and the map still work", () =>
  visit(
    "/",
    async (page) => {
      await page.locator(box).fill("wecom:40014");
      await page.getByRole("button", { name: "Explain" }).click();
      await page.waitForURL("**/find?q=wecom%3A40014");
      await page.locator(answer).first().click();
      await page.waitForURL("**/wecom/40014");
      await page.getByRole("link", { name: "Map" }).click();
      await page.locator('.small-map h2 a[href="/map/wecom"]').click();
      await page.locator('.grid a[href="/wecom/40058"]').click();
      await page.waitForURL("**/wecom/40058");
    },
    { javaScriptEnabled: false },
  ));

test("a wrong address helps", () =>
  visit(
    "/wecom/40015",
    async (page) => {
      await page.getByRole("heading", { name: "There is no page here" }).waitFor();
      assert.ok((await page.locator("main .answers a.row").count()) > 0);
    },
    { missing: true },
  ));

const views = {
  start: "/",
  answers: "/find?q=40014",
  code: "/wecom/40014",
  meanings: "/feishu.server/40014",
  list: "/wecom",
  maps: "/map",
  map: "/map/feishu.server",
  missing: "/wecom/40015",
};

for (const [name, path] of Object.entries(views)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing serious: ${name}, ${colorScheme}`, () =>
      visit(
        path,
        async (page) => {
          // Run by the debugger: the content policy keeps scripts out of the page, also this one.
          const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
          const serious = found.violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
          assert.deepEqual(serious, []);
        },
        { colorScheme, missing: name === "missing" },
      ));
  }

  test(`fits a phone: ${name}`, () =>
    visit(
      path,
      async (page) => {
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${over} pixels wider than the screen`);
      },
      { ...phone, missing: name === "missing" },
    ));
}

// Lighthouse's bounds of a good page. They are times, so a view that a busy machine held up has two more tries.
const largestPaint = 2500; // Milliseconds until the largest part of the view is there.
const blockingTime = 200; // Milliseconds in which tasks of more than 50 ms kept the page from answering.
for (const [name, path] of Object.entries(views)) {
  test(`is there at once and answers at once: ${name}`, async () => {
    let seen;
    for (let tries = 0; tries < 3; ++tries) {
      await visit(
        "about:blank",
        async (page) => {
          await page.addInitScript(() => {
            globalThis.times = { paint: 0, blocked: 0 };
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) globalThis.times.paint = entry.startTime;
            }).observe({ type: "largest-contentful-paint", buffered: true });
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) globalThis.times.blocked += entry.duration - 50;
            }).observe({ type: "longtask", buffered: true });
          });
          await page.goto(`${server.url}${path}`, { waitUntil: "networkidle" });
          await page.waitForFunction(() => globalThis.times.paint > 0);
          seen = await page.evaluate(() => globalThis.times);
        },
        { missing: name === "missing" },
      );
      if (seen.paint <= largestPaint && seen.blocked <= blockingTime) return;
    }
    assert.fail(`largest paint after ${Math.round(seen.paint)} ms, blocked for ${Math.round(seen.blocked)} ms`);
  });
}

// Bounds that do not depend on how fast the machine is.
const mostElements = { maps: 4000 };
for (const [name, path] of Object.entries(views)) {
  test(`stays within its budget: ${name}`, () =>
    visit(
      "about:blank",
      async (page) => {
        await page.addInitScript(() => {
          globalThis.shift = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
        });
        await page.goto(`${server.url}${path}`, { waitUntil: "networkidle" });
        const seen = await page.evaluate(() => {
          const resources = performance.getEntriesByType("resource");
          const [document_] = performance.getEntriesByType("navigation");
          return {
            bytes: [document_, ...resources].reduce((sum, entry) => sum + entry.transferSize, 0),
            requests: 1 + resources.length,
            hosts: [...new Set(resources.map((entry) => new URL(entry.name).host))],
            blocking: resources.filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name),
            elements: document.querySelectorAll("*").length,
            shift: globalThis.shift,
            painted: performance.getEntriesByType("paint").some((entry) => entry.name === "first-contentful-paint"),
          };
        });
        assert.ok(seen.bytes <= 150_000, `${seen.bytes} bytes transferred`);
        assert.ok(seen.requests <= 6, `${seen.requests} requests`);
        assert.deepEqual(seen.hosts, [new URL(server.url).host], "no other host");
        assert.equal(seen.blocking.length, 1, `one style sheet blocks the first paint: ${seen.blocking}`);
        assert.match(seen.blocking[0], /\.css$/);
        assert.ok(seen.elements <= (mostElements[name] ?? 1500), `${seen.elements} elements`);
        assert.ok(seen.shift <= 0.01, `layout shift ${seen.shift}`);
        assert.ok(seen.painted);
      },
      { missing: name === "missing" },
    ));
}
