// The page of the emulator as a person uses it, in Chromium, with an SDK's requests beside it.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
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
beforeEach(() => admin("POST", "/reset", {}));

async function admin(method, path, body, world = "main") {
  const response = await fetch(`${server.url}/_errdex${path}`, {
    method,
    headers: { "X-Errdex-World": world },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  assert.equal(response.status, 200, `${method} ${path}`);
  return response.json();
}

async function call(path, body, world = "main") {
  const response = await fetch(`${server.url}/cgi-bin/${path}`, {
    headers: { "X-Errdex-World": world },
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

async function token(secret = "crm-secret", world = "main") {
  const answer = await call(`gettoken?corpid=ww0123456789abcdef&corpsecret=${secret}`, undefined, world);
  return answer.access_token;
}

const visit = (path, use, { failing, ...options } = {}) =>
  visitWith(browser, server.url, path, use, { ...options, expected: (text) => failing && text.includes(failing) });

const records = ".emu-records > li";
const panel = (page, name) => page.getByRole("tab", { name }).click();

test("every page leads to it", () =>
  visit("/wecom/40014", async (page) => {
    await page.getByRole("link", { name: "Emulator", exact: true }).click();
    await page.waitForURL("**/emulator");
    await page.getByRole("heading", { name: "Emulator" }).waitFor();
  }));

test("the first call that it offers works as it is copied", () =>
  visit(
    "/emulator",
    async (page) => {
      await page.getByRole("heading", { name: "No request yet" }).waitFor();
      const text = await page.locator(".emu-empty pre").innerText();
      const [, secret] = /corpsecret=([\w-]+)/.exec(text);
      assert.ok(text.includes(server.url));
      const user = /userid=(\w+)/.exec(text)[1];
      const got = await call(`user/get?access_token=${await token(secret)}&userid=${user}`);
      assert.equal(got.errcode, 0);
      assert.equal(got.userid, user);
      await page.locator(records).nth(1).waitFor();
      assert.equal(await page.locator(".emu-empty").isVisible(), false);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("a request that fails shows which check failed, why, and what to do", () =>
  visit("/emulator", async (page) => {
    const good = await token();
    await call(`user/get?access_token=${good}&userid=nobody`);
    const newest = page.locator(records).first();
    await newest.getByText("60111").waitFor();
    await newest.locator("summary").click();
    await newest.getByRole("link", { name: "wecom:60111" }).waitFor();
    await newest.getByText("What to do:").waitFor();
    assert.equal(await newest.locator(".emu-checks .bad").count(), 1);
    assert.ok((await newest.locator(".emu-checks .good").count()) > 0);
    const shown = await newest.innerText();
    assert.ok(shown.includes("crm"), "who called");
    assert.ok(!shown.includes(good), "the token is masked");
    await newest.getByRole("link", { name: "wecom:60111" }).click();
    await page.waitForURL("**/wecom/60111");
  }));

test("the command that it copies leaves the token to a variable", () =>
  visit(
    "/emulator",
    async (page) => {
      await call(`user/get?access_token=${await token()}&userid=ada`);
      await page.locator(records).nth(1).waitFor();
      const newest = page.locator(records).first();
      await newest.locator("summary").click();
      await newest.getByRole("button", { name: "Copy as curl" }).click();
      const command = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(command, `curl -s '${server.url}/cgi-bin/user/get?access_token='"$access_token"'&userid=ada'`);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("filters narrow the list, and stand in the address", () =>
  visit("/emulator", async (page) => {
    const good = await token();
    await call(`user/get?access_token=${good}&userid=ada`);
    await call(`user/get?access_token=${good}&userid=nobody`);
    await call("department/list?access_token=made-up");
    await page.locator(records).nth(3).waitFor();
    await page.getByLabel("Failures only").check();
    assert.equal(await page.locator(records).count(), 2);
    await page.getByLabel("Code", { exact: true }).fill("40014");
    assert.equal(await page.locator(records).count(), 1);
    assert.equal(new URL(page.url()).search, "?failed=true&code=40014");
    await page.reload();
    await page.locator(records).first().waitFor();
    assert.equal(await page.locator(records).count(), 1);
    await call("department/list?access_token=made-up");
    await page.locator(records).nth(1).waitFor();
  }));

test("time passes at the press of a button, and a token expires of it", () =>
  visit("/emulator", async (page) => {
    await page.getByRole("button", { name: "Freeze" }).click();
    await page.locator(".emu-mode.frozen").waitFor();
    const before = await page.locator("[data-now]").getAttribute("datetime");
    const old = await token();
    await page.getByRole("button", { name: "2 h" }).click();
    await page.waitForFunction((text) => document.querySelector("[data-now]").getAttribute("datetime") !== text, before);
    const now = await page.locator("[data-now]").getAttribute("datetime");
    assert.equal(Date.parse(`${now}Z`) - Date.parse(`${before}Z`), 2 * 3600 * 1000);
    assert.equal((await call(`user/get?access_token=${old}&userid=ada`)).errcode, 42001);
    await page.getByLabel("Set to (UTC)").fill("2030-02-03T04:05:06");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.locator('[data-now][datetime="2030-02-03T04:05:06"]').waitFor();
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".emu-mode.running").waitFor();
  }));

test("profile and limits are switched", () =>
  visit("/emulator", async (page) => {
    await page.locator(".emu-mode.running").waitFor();
    await page.getByLabel("Codes of fields").selectOption("wire");
    await page.getByLabel("Count calls against the limits").uncheck();
    await page.waitForFunction(async () => {
      const settings = await (await fetch("/_errdex/settings")).json();
      return settings.profile === "wire" && settings.rate_limits === false;
    });
  }));

test("a fault is added, strikes, and is removed", () =>
  visit("/emulator", async (page) => {
    await panel(page, "Faults");
    await page.getByText("No faults").waitFor();
    await page.waitForFunction(() => document.querySelectorAll("#all-codes option").length > 300);
    await page.getByLabel("Answer with the code").fill("wecom:45009");
    await page.locator("#faults [name=endpoint]").selectOption("wecom user/get");
    await page.getByLabel("How often").fill("1");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const item = page.locator(".emu-item");
    await item.getByText("wecom: user/get · at most 1×").waitFor();
    const good = await token();
    assert.equal((await call(`user/get?access_token=${good}&userid=ada`)).errcode, 45009);
    assert.equal((await call(`user/get?access_token=${good}&userid=ada`)).errcode, 0);
    await item.getByText("struck 1 of").waitFor();
    assert.equal(await page.locator("[data-fault-count]").innerText(), "1");
    await item.getByRole("button", { name: "Remove" }).click();
    await page.getByText("No faults").waitFor();
  }));

test("a fault that is none says why", () =>
  visit(
    "/emulator#faults",
    async (page) => {
      await page.getByLabel("Answer with the code").fill("wecom:no_such_code");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.locator("#faults .emu-wrong", { hasText: "no_such_code" }).waitFor();
    },
    { failing: "400" },
  ));

test("worlds are apart, and can be forgotten", () =>
  visit("/emulator", async (page) => {
    await token();
    await page.locator(records).first().waitFor();
    await page.getByLabel("Name of the new world").fill("second");
    await page.getByRole("button", { name: "Make", exact: true }).click();
    await page.getByRole("heading", { name: "No request yet" }).waitFor();
    assert.equal(new URL(page.url()).search, "?world=second");
    await token("crm-secret", "second");
    await page.locator(records).first().waitFor();
    page.on("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "Forget", exact: true }).click();
    await page.waitForURL((url) => url.search === "");
    await page.waitForFunction(async () => !(await (await fetch("/_errdex/worlds")).json()).includes("second"));
  }));

test("a snapshot is kept and gone back to; a reset empties", () =>
  visit("/emulator", async (page) => {
    await page.getByLabel("Name of the snapshot").fill("before");
    await page.getByRole("button", { name: "Keep" }).click();
    const back = page.getByRole("button", { name: "Go back: before" });
    await back.waitFor();
    const contacts = await token("contacts-secret");
    assert.equal((await call(`user/delete?access_token=${contacts}&userid=ken`)).errcode, 0);
    await back.click();
    await page.getByText("Back at before.").waitFor({ state: "attached" });
    assert.equal((await call(`user/get?access_token=${await token("contacts-secret")}&userid=ken`)).errcode, 0);
    page.on("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "Reset this world" }).click();
    await page.getByRole("heading", { name: "No request yet" }).waitFor();
  }));

test("the data is shown by tables, applications first, with secrets to copy", () =>
  visit(
    "/emulator",
    async (page) => {
      await panel(page, "Data");
      await page.getByText("crm-secret", { exact: true }).waitFor();
      const row = page.locator(".emu-table tr", { hasText: "crm-secret" });
      await row.locator("td", { hasText: "crm-secret" }).getByRole("button", { name: "Copy" }).click();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "crm-secret");
      await page.getByLabel("Table").first().selectOption("wecom_member");
      await page.getByText("Ada Lin").waitFor();
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("endpoints have their fields, their codes and a call", () =>
  visit("/emulator", async (page) => {
    await panel(page, "Endpoints");
    await page.getByLabel("Find an endpoint").fill("department/delete");
    await page.getByText("1 endpoint").waitFor();
    await page.locator(".emu-endpoint").click();
    await page.getByRole("link", { name: "60006 department_has_children" }).waitFor();
    assert.match(await page.locator(".emu-reference pre").innerText(), /curl -s .*\/cgi-bin\/department\/delete/);
  }));

/** Adds an event that goes to an address where nobody listens. */
async function cause() {
  const app = ["ww0123456789abcdef", "crm"];
  await admin("POST", "/data", {
    sql: "UPDATE wecom_app SET callback_url = 'http://127.0.0.1:9/events' WHERE corp = ? AND app = ?",
    values: app,
  });
  await admin("POST", "/data", {
    sql: "INSERT OR REPLACE INTO wecom_callback(corp, app, token, encoding_aes_key, contact_changes) VALUES(?, ?, ?, ?, 0)",
    values: [...app, "TokenOfCrm", "A".repeat(43)],
  });
  return admin("POST", "/wecom/act", { app: "crm", user: "ada", does: "text", content: "hello" });
}

test("events that go to an application are shown with what came of them", () =>
  visit("/emulator", async (page) => {
    await panel(page, "Callbacks");
    await page.getByText("No event was sent yet.").waitFor();
    await cause();
    const event = page.locator("[data-callbacks] > li").first();
    await event.getByText("127.0.0.1:9/events").waitFor();
    await event.locator("summary").click();
    await event.getByRole("heading", { name: "Sent" }).waitFor();
  }));

test("the page of a code shows how it is met, when it is asked for", () =>
  visit(
    "/wecom/60111",
    async (page) => {
      await page.getByRole("link", { name: "Show the requests and answers" }).click();
      const last = page.locator(".requests > li").last();
      await last.locator(".answer", { hasText: '"errcode":60111' }).waitFor();
      assert.equal(new URL(page.url()).search, "", "it stays on its page");
      await last.getByRole("button", { name: "Copy" }).click();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), new RegExp(`^curl -s '${server.url}/cgi-bin/`));
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("without a script the same stands in a page of its own", () =>
  visit(
    "/wecom/60111",
    async (page) => {
      await page.getByRole("link", { name: "Show the requests and answers" }).click();
      await page.waitForURL("**/wecom/60111?reproduce=1#reproduce");
      await page.locator(".requests .answer", { hasText: '"errcode":60111' }).waitFor();
    },
    { javaScriptEnabled: false },
  ));

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious where a code is met: ${colorScheme}`, () =>
    visit(
      "/wecom/60111?reproduce=1",
      async (page) => {
        const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
        assert.deepEqual(
          found.violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`),
          [],
        );
      },
      { colorScheme },
    ));
}

test("the tabs follow the arrow keys and the address", () =>
  visit("/emulator#data", async (page) => {
    await page.getByRole("tab", { name: "Data", selected: true }).waitFor();
    await page.getByRole("tab", { name: "Data" }).focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("tab", { name: "Faults", selected: true }).waitFor();
    assert.equal(new URL(page.url()).hash, "#faults");
    await page.keyboard.press("Home");
    await page.getByRole("tab", { name: "Requests", selected: true }).waitFor();
  }));

test("a request is opened with the keyboard alone, and stays open while others come", () =>
  visit("/emulator", async (page) => {
    await call("user/get?access_token=made-up&userid=ada");
    const first = page.locator(records, { hasText: "40014" });
    await first.locator("summary").focus();
    await page.keyboard.press("Enter");
    await first.locator(".emu-why").waitFor();
    await token();
    await page.locator(records).nth(1).waitFor();
    assert.equal(await first.locator("details[open]").count(), 1);
  }));

test("it says when the emulator does not answer, and recovers", () =>
  visit(
    "/emulator",
    async (page) => {
      await page.locator(".emu-mode.running").waitFor();
      await page.route("**/_errdex/health", (route) => route.abort());
      await page.getByText("does not answer").waitFor();
      await page.unroute("**/_errdex/health");
      await page.locator(".emu-trouble").waitFor({ state: "hidden" });
    },
    { failing: "ERR_FAILED" },
  ));

test("nothing of a request becomes markup", () =>
  visit("/emulator", async (page) => {
    await call(`user/get?access_token=x&userid=${encodeURIComponent("<img src=x onerror=alert(1)>")}`);
    await fetch(`${server.url}/cgi-bin/user/create?access_token=x`, { method: "POST", body: "<script>alert(1)</script>" });
    await page.locator(records).nth(1).waitFor();
    for (const summary of await page.locator(`${records} summary`).all()) await summary.click();
    assert.equal(await page.locator(".emu-records :is(img, script)").count(), 0);
  }));

test("without a script it says where the same is", () =>
  visit("/emulator", (page) => page.locator(".emu-note").waitFor(), { javaScriptEnabled: false }));

/** Requests, a fault and a snapshot, so that every panel has something in it. */
async function furnish() {
  const good = await token();
  await call(`user/get?access_token=${good}&userid=ada`);
  await call(`user/get?access_token=${good}&userid=nobody`);
  await call(`tag/create?access_token=${good}`, { tagname: "Speakers" });
  await admin("POST", "/faults", { code: "wecom:45009", endpoint: "tag/*", platform: "wecom", times: 3 });
  await admin("POST", "/snapshots/before");
  await cause();
}

async function open(page, name) {
  await page.locator(".emu-mode").first().waitFor({ state: "attached" });
  if (name === "requests") {
    await page.locator(records, { hasText: "60111" }).locator("summary").click();
    await page.locator(".emu-advice:not([hidden])").waitFor();
  }
  if (name === "faults") await page.locator(".emu-item").first().waitFor();
  if (name === "data") await page.locator(".emu-table td").first().waitFor();
  if (name === "endpoints") {
    await page.locator(".emu-endpoint").first().click();
    await page.locator(".emu-reference").waitFor();
  }
  if (name === "callbacks") {
    await page.locator("[data-callbacks] summary").first().click();
    await page.locator("[data-callbacks] .emu-reference").waitFor();
  }
  if (name === "first_call") await page.locator(".emu-first").first().waitFor();
}

for (const name of ["requests", "faults", "data", "endpoints", "callbacks", "first_call"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const lang of ["en", "zh"]) {
      test(`axe finds nothing: ${name}, ${colorScheme}, ${lang}`, async () => {
        await furnish();
        await visit(
          `/emulator?lang=${lang}#${name}`,
          async (page) => {
            await open(page, name);
            const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
            assert.deepEqual(
              found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`),
              [],
            );
          },
          { colorScheme, reducedMotion: "reduce" },
        );
      });
    }
  }
  test(`fits a phone: ${name}`, async () => {
    await furnish();
    await visit(
      `/emulator#${name}`,
      async (page) => {
        await open(page, name);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${over} pixels wider than the screen`);
      },
      phone,
    );
  });
}

test("stays within its budget, also with a thousand requests behind it", async () => {
  for (let i = 0; i < 20; ++i) await Promise.all(Array.from({ length: 50 }, () => call("user/get?access_token=x&userid=a")));
  await visit("about:blank", async (page) => {
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${server.url}/emulator`);
    await page.locator(records).nth(90).waitFor();
    const seen = await page.evaluate(() => ({
      code: performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.includes("/assets/"))
        .reduce((sum, entry) => sum + entry.transferSize, 0),
      elements: document.querySelectorAll("*").length,
      shift: globalThis.shift,
    }));
    assert.ok(seen.code <= 150_000, `${seen.code} bytes of style, script and fonts`);
    assert.ok(seen.elements <= 1500, `${seen.elements} elements`);
    assert.ok(seen.shift <= 0.1, `layout shift ${seen.shift}`);
  });
});
