// The MCP server as agents meet it: through the protocol's official client, which checks every structured
// answer against the tool's own schema. Once over standard input and output, once over HTTP.
//
//   node --test client.test.mjs        ERRDEX: the program, ERRDEX_SERVER: a program that serves and prints its URL
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const program = process.env.ERRDEX;
const server = process.env.ERRDEX_SERVER;
assert.ok(program && server, "ERRDEX and ERRDEX_SERVER name the programs under test");

const tokenAnswer = '{"errcode":40014,"errmsg":"invalid access_token"}';

/** What every transport has to bring through. */
function behaves(connect) {
  let client;
  before(async () => {
    client = new Client({ name: "errdex-test", version: "1.0.0" });
    await client.connect(await connect());
  });
  after(async () => {
    await client?.close();
  });

  test("introduces itself", async () => {
    assert.equal(client.getServerVersion().name, "errdex");
    assert.match(client.getInstructions(), /diagnose/);
    await client.ping();
  });

  test("lists four tools with schemas for input and output", async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((t) => t.name).sort(), ["decide", "diagnose", "explain", "search"]);
    for (const tool of tools) {
      assert.equal(tool.inputSchema.type, "object");
      assert.equal(tool.outputSchema.type, "object");
      assert.ok(tool.description.length > 80, tool.name);
      assert.equal(tool.annotations.readOnlyHint, true);
    }
  });

  test("explains a code", async () => {
    const answer = await client.callTool({ name: "explain", arguments: { question: "wecom:40014" } });
    assert.equal(answer.isError, false);
    const [candidate] = answer.structuredContent.findings[0].candidates;
    assert.equal(candidate.entry.name, "access_token_invalid");
    assert.deepEqual(Object.keys(candidate.entry.title), ["en"]);
    assert.match(answer.content[0].text, /^wecom:40014 access_token_invalid/);
  });

  test("diagnoses an answer for the call that failed", async () => {
    const answer = await client.callTool({
      name: "diagnose",
      arguments: {
        body: tokenAnswer,
        http_status: 200,
        url: "https://qyapi.weixin.qq.com/cgi-bin/user/get",
        operation: { repeat: "idempotent", attempts: 1, token_refreshes: 1 },
        lang: "both",
      },
    });
    const [finding] = answer.structuredContent.findings;
    assert.equal(finding.candidates[0].space, "wecom");
    assert.deepEqual(Object.keys(finding.candidates[0].entry.title), ["en", "zh"]);
    assert.equal(finding.decision.rule, "already_refreshed");
    assert.equal(finding.decision.repeat, false);
  });

  test("decides in a few words", async () => {
    const answer = await client.callTool({ name: "decide", arguments: { code: 40014, platform: "wecom" } });
    assert.equal(answer.structuredContent.decision.action, "refresh_token");
    assert.equal(answer.structuredContent.decision.repeat, true);
    assert.ok(answer.content[0].text.length < 400);
  });

  test("searches in both languages", async () => {
    for (const query of ["token expired", "白名单", "secrt"]) {
      const answer = await client.callTool({ name: "search", arguments: { query, limit: 3 } });
      assert.equal(answer.structuredContent.hits.length, 3, query);
      assert.equal(answer.content[0].text.trim().split("\n").length, 3, query);
    }
  });

  test("every code that a search names can be explained and read as a resource", async () => {
    const found = await client.callTool({ name: "search", arguments: { query: "rate limit", limit: 20 } });
    for (const hit of found.structuredContent.hits) {
      const id = `${hit.space}:${hit.code}`;
      const explained = await client.callTool({ name: "explain", arguments: { question: id } });
      assert.equal(explained.structuredContent.findings[0].candidates[0].known, true, id);
      const uri = `errdex://codes/${hit.space}/${encodeURIComponent(hit.code)}`;
      const { contents } = await client.readResource({ uri });
      assert.equal(JSON.parse(contents[0].text).entries[0].space, hit.space);
    }
  });

  test("says what is wrong with an argument", async () => {
    const answer = await client.callTool({ name: "search", arguments: { query: "x", spaces: ["slack"] } });
    assert.equal(answer.isError, true);
    assert.match(answer.content[0].text, /feishu\.server/);
    await assert.rejects(client.callTool({ name: "jump", arguments: {} }), /there are explain/);
  });

  test("offers codes as resources", async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    assert.equal(resourceTemplates[0].uriTemplate, "errdex://codes/{space}/{code}");
    assert.deepEqual((await client.listResources()).resources, []);
    await assert.rejects(client.readResource({ uri: "errdex://codes/wecom/nothing" }), /nothing is at/);
  });
}

describe("standard input and output", () => {
  behaves(async () => new StdioClientTransport({ command: program, args: ["mcp"] }));
});

describe("HTTP", () => {
  let child;
  behaves(async () => {
    child = spawn(server, [], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise((found, failed) => {
      lines.once("line", found);
      child.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    });
    return new StreamableHTTPClientTransport(new URL("/mcp", url));
  });
  after(() => {
    child?.stdin.end();
  });
});
