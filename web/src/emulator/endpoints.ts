// The reference of the endpoints, as they are declared.
import type { Admin, Endpoint, FirstCall } from "./api";
import { codeAddress, copyButton, find, grouped, h, lines, word } from "./dom";

export class Endpoints {
  private all: Endpoint[] = [];
  private readonly list: HTMLElement;
  private readonly words: HTMLInputElement;

  constructor(
    private readonly admin: Admin,
    private readonly root: HTMLElement,
  ) {
    this.list = find(root, "[data-endpoints]");
    const form = find<HTMLFormElement>(root, "[data-endpoint-filter]");
    form.addEventListener("submit", (event) => event.preventDefault());
    this.words = find<HTMLInputElement>(form, "[name=words]");
    this.words.addEventListener("input", () => this.render());
  }

  async show(): Promise<void> {
    if (this.all.length > 0) return;
    this.all = await this.admin.get<Endpoint[]>("/endpoints?examples=true");
    this.render();
  }

  private render(): void {
    const words = this.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.all.filter((e) => {
      const text = [e.name, e.title, e.group, e.path, ...e.raises.map((r) => `${r.code} ${r.name}`)].join(" ").toLowerCase();
      return words.every((each) => text.includes(each));
    });
    find(this.root, "[data-endpoint-count]").textContent = found.length === 1 ? word("one_endpoint") : word("count_endpoints", grouped(found.length));
    const groups = new Map<string, Endpoint[]>();
    for (const e of found) {
      const key = `${e.platform}: ${e.group}`;
      groups.set(key, [...(groups.get(key) ?? []), e]);
    }
    this.list.replaceChildren(
      ...[...groups].map(([name, members]) =>
        h("section", { class: "emu-group" }, h("h2", {}, name), ...members.map((e) => item(e))),
      ),
    );
  }
}

function item(e: Endpoint): HTMLElement {
  const details = h(
    "details",
    { class: "emu-record" },
    h(
      "summary",
      { class: "emu-endpoint" },
      h("span", { class: "emu-method" }, e.method),
      h("span", { class: "emu-path" }, e.name),
      h("span", { class: "emu-name" }, e.title),
    ),
  );
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(reference(e));
  });
  return details;
}

function code(space: string, number: string, name: string): HTMLElement {
  return h("a", { href: codeAddress(`${space}:${number}`) }, h("code", {}, number), ` ${name}`);
}

function scrolling(head: string[], rows: HTMLElement[], label: string): HTMLElement {
  const titles = h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)));
  const table = h("table", {}, h("thead", {}, titles), h("tbody", {}, ...rows));
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": label }, table);
}

function reference(e: Endpoint): HTMLElement {
  const space = e.raises[0]?.space ?? e.platform;
  const out = h("div", { class: "emu-reference" });
  const facts = h("dl", { class: "emu-facts" });
  const fact = (name: string, value: Node | string): void => {
    facts.append(h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  };
  fact(e.method, h("code", {}, e.path));
  if (e.credential) fact(word("credential"), h("code", {}, e.credential));
  if (e.permission) fact(word("permission"), h("code", {}, e.permission));
  for (const { calls, window, per } of e.limits)
    fact(word("limit"), `${word("limit_text", grouped(calls), window)} ${word(`per_${per}`)}`);
  if (e.document) fact(word("document"), h("a", { href: e.document, rel: "noopener noreferrer" }, e.document));
  out.append(facts);

  if (e.fields.length > 0) {
    const rows = e.fields.flatMap((field) =>
      (field.rules.length > 0 ? field.rules : [undefined]).map((rule, i) =>
        h(
          "tr",
          i > 0 ? { class: "more" } : {},
          i === 0
            ? h(
                "th",
                { scope: "row", rowspan: String(Math.max(field.rules.length, 1)) },
                h("code", {}, field.name),
                field.required && h("span", { class: "emu-hint" }, ` ${word("required")}`),
                field.only_if &&
                  h("span", { class: "emu-hint block" }, word("only_if", field.only_if.field, field.only_if.values.join(", "))),
                field.about !== undefined && h("span", { class: "emu-hint block" }, field.about),
              )
            : undefined,
          h("td", {}, rule?.must_be ?? field.type),
          h("td", {}, rule ? code(space, rule.code, rule.name) : ""),
        ),
      ),
    );
    out.append(scrolling([word("field"), word("must_be"), word("otherwise")], rows, word("field")));
  }

  const own = e.raises.filter(({ source }) => source === "handler");
  if (own.length > 0) {
    const rows = own.map((r) => h("tr", {}, h("td", {}, code(r.space, r.code, r.name)), h("td", {}, r.when)));
    out.append(scrolling([word("code"), word("raised_when")], rows, word("codes_raised")));
  }
  const common = e.raises.filter(({ specific }) => !specific);
  if (common.length > 0) {
    const rows = common.map((r) => h("tr", {}, h("td", {}, code(r.space, r.code, r.name)), h("td", {}, r.when)));
    out.append(
      h(
        "details",
        { class: "emu-common" },
        h("summary", {}, word("common_codes", common.length)),
        scrolling([word("code"), word("raised_when")], rows, word("codes_raised")),
      ),
    );
  }
  if (e.example !== "" && e.example.length < 4000) {
    const text = e.credential_example === "" ? e.example : `${e.credential_example}\n${e.example}`;
    out.append(
      h("div", { class: "emu-title" }, h("h3", {}, word("example")), copyButton(word("copy"), () => text)),
      lines(text),
    );
  }
  return out;
}

export async function showFirstCalls(admin: Admin, root: HTMLElement): Promise<void> {
  const calls = await admin.get<FirstCall[]>("/first-calls");
  find(root, "[data-first-calls]").replaceChildren(
    ...calls.map(({ title, text }) =>
      h(
        "section",
        { class: "emu-first" },
        h("div", { class: "emu-title" }, h("h2", {}, title), copyButton(word("copy"), () => text)),
        lines(text),
      ),
    ),
  );
}
