// The tables of a world, a page of rows at a time.
import type { Admin, Row } from "./api";
import { copyButton, find, grouped, h, word } from "./dom";

const pageSize = 50;
const worthCopying = /secret|token|ticket|corpid|agentid|aes_key|userid/;

export class Data {
  private offset = 0;
  private total = 0;
  private readonly choice: HTMLSelectElement;
  private readonly rows: HTMLElement;
  private readonly count: HTMLElement;

  constructor(
    private readonly admin: Admin,
    private readonly root: HTMLElement,
  ) {
    const form = find<HTMLFormElement>(root, "[data-tables]");
    form.addEventListener("submit", (event) => event.preventDefault());
    this.choice = find<HTMLSelectElement>(form, "select");
    this.rows = find(root, "[data-rows]");
    this.count = find(root, "[data-row-count]");
    this.choice.addEventListener("change", () => {
      this.offset = 0;
      void this.show();
    });
  }

  async turn(by: number): Promise<void> {
    this.offset = Math.max(0, this.offset + by * pageSize);
    await this.show();
  }

  async show(): Promise<void> {
    const tables = await this.admin.get<Record<string, number>>("/data");
    const chosen = this.choice.value in tables ? this.choice.value : favourite(tables);
    this.choice.replaceChildren(
      ...Object.entries(tables).map(([name, rows]) => h("option", { value: name }, `${name} (${grouped(rows)})`)),
    );
    this.choice.value = chosen;
    this.total = tables[chosen] ?? 0;
    if (this.offset >= this.total) this.offset = 0;
    const query = `limit=${pageSize}&offset=${this.offset}&unmasked=true`;
    const rows = chosen === "" ? [] : await this.admin.get<Row[]>(`/data/${encodeURIComponent(chosen)}?${query}`);
    find(this.root, "[data-do=previous-rows]").toggleAttribute("disabled", this.offset === 0);
    find(this.root, "[data-do=next-rows]").toggleAttribute("disabled", this.offset + rows.length >= this.total);
    this.count.textContent =
      rows.length === 0
        ? word("empty_table")
        : word("rows", `${grouped(this.offset + 1)}–${grouped(this.offset + rows.length)}`, grouped(this.total));
    this.rows.replaceChildren(table(rows));
    this.rows.setAttribute("aria-label", `${word("table")} ${chosen}`);
  }
}

/** What somebody looks for first: who may call. */
function favourite(tables: Record<string, number>): string {
  const names = Object.keys(tables);
  return names.find((name) => name.endsWith("_app")) ?? names[0] ?? "";
}

function table(rows: Row[]): HTMLElement {
  const columns = Object.keys(rows[0] ?? {});
  const head = h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)));
  const body = rows.map((row) => h("tr", {}, ...columns.map((name) => cell(name, row[name] ?? null))));
  return h("table", {}, h("thead", {}, head), h("tbody", {}, ...body));
}

function cell(column: string, value: string | null): HTMLElement {
  if (value === null) return h("td", { class: "emu-null" }, "null");
  const copies = worthCopying.test(column) && value !== "" && value !== "0";
  return h(
    "td",
    {},
    h("span", { class: "emu-cell", title: value.length > 60 ? value : undefined }, value),
    copies && copyButton(word("copy"), () => value),
  );
}
