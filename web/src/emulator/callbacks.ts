// Events that the platforms send to applications, and what came of each.
import type { Admin, Callback } from "./api";
import { copyButton, find, h, lines, pretty, word } from "./dom";

export class Callbacks {
  private shown = "";
  private readonly list: HTMLElement;

  constructor(
    private readonly admin: Admin,
    root: HTMLElement,
  ) {
    this.list = find(root, "[data-callbacks]");
  }

  async show(): Promise<void> {
    const all = await this.admin.get<Callback[]>("/callbacks");
    const text = JSON.stringify(all);
    // What somebody has opened stays open while nothing changes.
    if (text === this.shown) return;
    this.shown = text;
    if (all.length === 0) {
      this.list.replaceChildren(h("li", { class: "emu-hint" }, word("no_callbacks")));
      return;
    }
    this.list.replaceChildren(...[...all].sort((a, b) => b.id - a.id).map((callback) => item(callback)));
  }
}

function item(c: Callback): HTMLElement {
  const look = c.state === "delivered" ? "good" : c.state === "failed" ? "bad" : "";
  const details = h(
    "details",
    { class: c.state === "failed" ? "emu-record bad" : "emu-record" },
    h(
      "summary",
      { class: "emu-event" },
      h("span", { class: "emu-at" }, c.created.slice(11, 19)),
      h("span", { class: "emu-path" }, `${c.platform} ${c.event}`),
      h("span", { class: "emu-caller" }, c.url.split("?")[0] ?? ""),
      h("span", { class: `emu-result ${look}` }, word(`callback_${c.state}`)),
      h("span", { class: "emu-took" }, word("callback_tried", c.tried, c.attempts)),
    ),
  );
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(detail(c));
  });
  return h("li", {}, details);
}

function detail(c: Callback): HTMLElement {
  const part = (title: string, text: string, code: HTMLElement): HTMLElement =>
    h("div", {}, h("div", { class: "emu-title" }, h("h3", {}, title), copyButton(word("copy"), () => text)), code);
  return h(
    "div",
    { class: "emu-reference" },
    c.problem !== undefined && h("p", { class: "emu-why" }, c.problem),
    c.message !== "" && part(word("callback_message"), c.message, pretty(c.message)),
    part(word("callback_sent"), c.body, h("div", {}, h("p", { class: "emu-target" }, h("code", {}, `${c.method} ${c.url}`)), lines(c.body))),
    c.answer !== undefined && part(`${word("answer")} HTTP ${c.answer.status}`, c.answer.body, pretty(c.answer.body)),
    c.reply !== undefined && part(word("callback_reply"), c.reply, pretty(c.reply)),
  );
}
