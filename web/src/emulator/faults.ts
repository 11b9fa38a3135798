// Faults: requests that are fine, answered as if they were not.
import type { Admin, Endpoint, Fault, Health } from "./api";
import { Refused } from "./api";
import { codeAddress, find, h, inLanguage, word } from "./dom";

interface Code {
  space: string;
  code: string;
  name: string;
  title: { en: string; zh: string };
}

export class Faults {
  private readonly list: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly wrong: HTMLElement;
  private readonly badge: HTMLElement;
  private offered = false;
  private platform = "";

  constructor(
    private readonly admin: Admin,
    private readonly root: HTMLElement,
    private readonly said: (text: string) => void,
  ) {
    this.list = find(root, "[data-faults]");
    this.form = find<HTMLFormElement>(root, "[data-fault-form]");
    this.wrong = find(this.form, ".emu-wrong");
    this.badge = find(root, "[data-fault-count]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.add();
    });
  }

  count(health: Health): void {
    this.badge.textContent = String(health.faults);
    this.badge.hidden = health.faults === 0;
  }

  async show(): Promise<void> {
    if (!this.offered) {
      this.offered = true;
      await this.offer();
    }
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const faults = await this.admin.get<Fault[]>("/faults");
    find(this.root, "[data-do=clear-faults]").hidden = faults.length === 0;
    if (faults.length === 0) {
      this.list.replaceChildren(h("li", { class: "emu-hint" }, word("no_faults")));
      return;
    }
    this.list.replaceChildren(...faults.map((fault) => this.item(fault)));
  }

  /** Every code of the catalog, and every endpoint. */
  private async offer(): Promise<void> {
    const platforms = new Set<string>();
    const endpoints = await this.admin.get<Endpoint[]>("/endpoints");
    const select = find<HTMLSelectElement>(this.form, "[name=endpoint]");
    find<HTMLOptionElement>(select, "option").textContent = word("every_endpoint");
    for (const { platform, name } of endpoints) {
      platforms.add(platform);
      this.platform ||= platform;
      select.append(h("option", { value: `${platform} ${name}` }, `${platform}: ${name}`));
    }
    const list = find(this.form, "#all-codes");
    for (const platform of platforms) {
      let cursor: string | null | undefined = "";
      while (cursor !== null && cursor !== undefined) {
        const query = `platform=${platform}&limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
        const response = await fetch(`/api/v1/codes?${query}`);
        if (!response.ok) break;
        const page = (await response.json()) as { codes: Code[]; next?: string | null };
        list.append(
          ...page.codes.map(({ space, code, name, title }) =>
            h("option", { value: `${space}:${code}` }, `${name} · ${inLanguage(title)}`),
          ),
        );
        cursor = page.next;
      }
    }
  }

  private async add(): Promise<void> {
    const data = new FormData(this.form);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    const rule: Record<string, unknown> = {};
    const code = text("code");
    if (code !== "") {
      const [platform] = text("endpoint").split(" ");
      rule["code"] = code.includes(":") ? code : `${platform || this.platform}:${code}`;
    }
    if (text("endpoint") !== "") {
      const [platform, endpoint] = text("endpoint").split(" ");
      rule["platform"] = platform;
      rule["endpoint"] = endpoint;
    }
    for (const name of ["times", "status", "cut_after", "skip", "probability"])
      if (text(name) !== "") rule[name] = Number(text(name));
    if (text("delay") !== "") rule["delay"] = text("delay");
    if (data.has("reset_connection")) rule["reset"] = true;
    if (data.has("after")) rule["phase"] = "after";
    this.wrong.hidden = true;
    try {
      const made = await this.admin.post<Fault>("/faults", rule);
      this.said(word("fault_added", made.id));
      this.form.reset();
      await this.refresh();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.wrong.textContent = error.message;
      this.wrong.hidden = false;
    }
  }

  private item(fault: Fault): HTMLElement {
    const effects: (Node | string)[] = [];
    if (fault.code) effects.push(h("a", { href: codeAddress(fault.code) }, h("code", {}, fault.code), ` ${fault.name ?? ""}`));
    if (fault.status) effects.push(word("effect_status", fault.status));
    if (fault.delay) effects.push(word("effect_delay", fault.delay));
    if (fault.body !== undefined) effects.push(word("effect_body"));
    if (fault.headers) effects.push(word("effect_headers"));
    if (fault.cut_after !== undefined) effects.push(word("effect_cut", fault.cut_after));
    if (fault.reset) effects.push(word("effect_reset"));
    const where = fault.endpoint ? `${fault.platform ?? "*"}: ${fault.endpoint}` : (fault.platform ?? word("every_endpoint"));
    const limits: string[] = [];
    for (const [name, value] of Object.entries(fault.where ?? {})) limits.push(`${name} = ${value}`);
    if (fault.skip) limits.push(word("skips", fault.skip));
    if (fault.times) limits.push(word("times_left", fault.times));
    if (fault.probability !== undefined) limits.push(`p = ${fault.probability}`);
    if (fault.sequence) limits.push(fault.sequence);
    if (fault.until) limits.push(word("until", fault.until.replace(".000Z", "Z")));
    if (fault.phase === "after") limits.push(word("phase_after"));
    const what = h("span", { class: "emu-what" });
    effects.forEach((effect, i) => what.append(i > 0 ? ", " : "", effect));
    const remove = h("button", { type: "button", class: "emu-button", "aria-label": `${word("remove")} ${fault.id}` }, word("remove"));
    remove.addEventListener("click", async () => {
      await this.admin.remove(`/faults/${fault.id}`);
      await this.refresh();
    });
    return h(
      "li",
      { class: "emu-item" },
      h("span", { class: "count" }, `#${fault.id}`),
      h("div", {}, what, fault.title && h("span", { class: "emu-hint" }, inLanguage(fault.title)), h("span", { class: "emu-hint" }, [where, ...limits].join(" · "))),
      h("span", { class: "count" }, word("struck", fault.struck, fault.matched)),
      remove,
    );
  }
}
