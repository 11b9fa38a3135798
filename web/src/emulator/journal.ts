// Requests as they come, the newest first.
import type { Admin, FirstCall, Health, JournalRecord } from "./api";
import { codeAddress, copyButton, find, grouped, h, inLanguage, language, lines, pretty, word } from "./dom";

const mostKept = 1000;
const mostAtOnce = 200;
const shownAtFirst = 100;

interface Filters {
  platform: string;
  endpoint: string;
  code: string;
  failed: boolean;
}

export class Journal {
  private records: JournalRecord[] = [];
  private last = 0;
  private cleared = -1;
  private shown = shownAtFirst;
  private paused = false;
  private filters: Filters = { platform: "", endpoint: "", code: "", failed: false };
  private firstCalls: FirstCall[] | undefined;
  private readonly list: HTMLElement;
  private readonly count: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly older: HTMLElement;
  private readonly form: HTMLFormElement;

  constructor(
    private readonly admin: Admin,
    root: HTMLElement,
  ) {
    this.list = find(root, "[data-records]");
    this.count = find(root, "[data-count]");
    this.empty = find(root, "[data-empty]");
    this.older = find(root, "[data-do=older]");
    this.older.hidden = true;
    this.form = find<HTMLFormElement>(root, "[data-filters]");
    this.readAddress();
    this.form.addEventListener("input", () => this.filter());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.older.addEventListener("click", () => {
      this.shown += shownAtFirst;
      this.render();
    });
  }

  /** Begins anew, as after another world was chosen. */
  forget(): void {
    this.records = [];
    this.last = 0;
    this.cleared = -1;
    this.shown = shownAtFirst;
    this.list.replaceChildren();
  }

  togglePause(): boolean {
    this.paused = !this.paused;
    return this.paused;
  }

  /** Takes what is new. */
  async follow(health: Health): Promise<void> {
    this.offerPlatforms(health);
    const { last, cleared } = health.journal;
    const anew = cleared !== this.cleared || last < this.last;
    if (anew) {
      this.forget();
      this.cleared = cleared;
    }
    if (this.paused && !anew) return;
    if (last > this.last) {
      const fresh = await this.admin.get<JournalRecord[]>(`/journal?since=${this.last}&limit=${mostAtOnce}`);
      const newest = fresh.at(-1)?.number;
      if (newest === undefined) return;
      this.last = newest;
      this.records.push(...fresh);
      this.records.splice(0, this.records.length - mostKept);
      if (anew) this.render();
      else this.prepend(fresh.filter((record) => this.fits(record)));
      this.offerSeen();
    } else if (anew) {
      this.render();
    }
    this.sayCount();
    if (this.records.length === 0) await this.invite();
  }

  private fits(record: JournalRecord): boolean {
    const { platform, endpoint, code, failed } = this.filters;
    if (platform !== "" && record.platform !== platform) return false;
    if (endpoint !== "" && !record.endpoint.includes(endpoint) && !record.request.target.includes(endpoint)) return false;
    if (failed && !isFailure(record)) return false;
    if (code === "") return true;
    const number = record.code?.split(":")[1] ?? "";
    return record.code === code || number.startsWith(code) || (record.name ?? "").includes(code);
  }

  private matching(): JournalRecord[] {
    return this.records.filter((record) => this.fits(record)).reverse();
  }

  private render(): void {
    const matching = this.matching();
    this.list.replaceChildren(...matching.slice(0, this.shown).map((record) => row(record)));
    this.older.hidden = matching.length <= this.shown;
    this.sayCount();
  }

  private prepend(fresh: JournalRecord[]): void {
    const rows = fresh.slice(-this.shown).reverse().map((record) => {
      const made = row(record);
      made.classList.add("new");
      return made;
    });
    this.list.prepend(...rows);
    // Rows that somebody reads stay; the oldest others go.
    const over = this.list.children.length - Math.max(this.shown, shownAtFirst);
    const closed = [...this.list.children].reverse().filter((item) => !item.querySelector("details[open]"));
    for (const item of closed.slice(0, Math.max(over, 0))) item.remove();
    if (over > 0) this.older.hidden = false;
  }

  private sayCount(): void {
    const matching = this.matching().length;
    const any = this.records.length > 0;
    this.count.hidden = !any;
    this.count.textContent =
      matching === 0 ? word("none_match") : matching === 1 ? word("one_request") : word("count_requests", grouped(matching));
    this.empty.hidden = any;
  }

  private async invite(): Promise<void> {
    if (this.firstCalls === undefined) {
      this.firstCalls = [];
      this.firstCalls = await this.admin.get<FirstCall[]>("/first-calls");
    }
    if (this.empty.childElementCount > 0) return;
    const call = this.firstCalls.find(({ language }) => language === "sh");
    this.empty.append(h("h2", {}, word("no_requests")));
    if (!call) return;
    this.empty.append(
      h("p", { class: "emu-lead" }, word("no_requests_hint")),
      h("div", { class: "emu-lines" }, lines(call.text), copyButton(word("copy"), () => call.text)),
    );
  }

  private filter(): void {
    const data = new FormData(this.form);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    this.filters = {
      platform: text("platform"),
      endpoint: text("endpoint"),
      code: text("code"),
      failed: data.has("failed"),
    };
    this.shown = shownAtFirst;
    this.render();
    this.writeAddress();
  }

  /** The filters stand in the address, so that it can be shared. */
  private writeAddress(): void {
    const query = new URLSearchParams(location.search);
    for (const name of ["platform", "endpoint", "code"] as const) {
      if (this.filters[name] === "") query.delete(name);
      else query.set(name, this.filters[name]);
    }
    if (this.filters.failed) query.set("failed", "true");
    else query.delete("failed");
    const text = query.toString();
    history.replaceState(history.state, "", location.pathname + (text === "" ? "" : `?${text}`) + location.hash);
  }

  private readAddress(): void {
    const query = new URLSearchParams(location.search);
    this.filters = {
      platform: query.get("platform") ?? "",
      endpoint: query.get("endpoint") ?? "",
      code: query.get("code") ?? "",
      failed: query.get("failed") === "true",
    };
    find<HTMLInputElement>(this.form, "[name=endpoint]").value = this.filters.endpoint;
    find<HTMLInputElement>(this.form, "[name=code]").value = this.filters.code;
    find<HTMLInputElement>(this.form, "[name=failed]").checked = this.filters.failed;
  }

  private offerPlatforms(health: Health): void {
    const select = find<HTMLSelectElement>(this.form, "[name=platform]");
    if (select.options.length > 1) return;
    select.append(...health.platforms.map(({ name }) => h("option", { value: name }, name)));
    select.value = this.filters.platform;
  }

  private offerSeen(): void {
    const offer = (id: string, values: (string | undefined)[]): void => {
      const list = document.getElementById(id);
      if (!list) return;
      const all = [...new Set(values.filter((value): value is string => !!value))].sort();
      if (list.childElementCount === all.length) return;
      list.replaceChildren(...all.map((value) => h("option", { value })));
    };
    offer("seen-endpoints", this.records.map(({ endpoint }) => endpoint));
    offer("seen-codes", this.records.map(({ code }) => code));
  }
}

function isFailure(record: JournalRecord): boolean {
  return record.code !== undefined || record.failure !== undefined || record.answer.status >= 400;
}

function duration(microseconds: number): string {
  if (microseconds < 1000) return `${microseconds} µs`;
  return `${(microseconds / 1000).toFixed(microseconds < 10_000 ? 1 : 0)} ms`;
}

function row(record: JournalRecord): HTMLElement {
  const failed = isFailure(record);
  const path = record.event ?? record.request.target.split("?")[0] ?? "";
  const result = record.code
    ? h(
        "span",
        { class: "emu-result bad" },
        h("b", {}, record.code.split(":")[1] ?? record.code),
        " ",
        h("span", { class: "emu-name" }, record.name ?? ""),
      )
    : h(
        "span",
        { class: failed ? "emu-result bad" : "emu-result good" },
        failed ? h("b", {}, record.answer.status === 0 ? word("unanswered") : `HTTP ${record.answer.status}`) : word("ok"),
      );
  const summary = h(
    "summary",
    {},
    h("span", { class: "emu-at" }, record.at.slice(11, 19)),
    h("span", { class: "emu-method" }, record.event === undefined ? record.request.method : word("callback")),
    h("span", { class: "emu-path" }, path),
    h("span", { class: "emu-caller" }, record.caller.split("/").pop() ?? ""),
    result,
    h("span", { class: "emu-took" }, record.event === undefined ? duration(record.took_us) : ""),
  );
  const details = h("details", { class: failed ? "emu-record bad" : "emu-record" }, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(detail(record));
  });
  return h("li", { value: String(record.number) }, details);
}

function detail(record: JournalRecord): HTMLElement {
  const out = h("div", { class: "emu-detail" });
  if (record.code || record.failure) out.append(explanation(record));
  const left = h("div", { class: "emu-half" }, h("h3", {}, word("checks")), checks(record), facts(record));
  const query = record.request.target;
  const request = h(
    "div",
    { class: "emu-half wide" },
    h("div", { class: "emu-title" }, h("h3", {}, word("request")), copyButton(word("copy_curl"), () => asCurl(record))),
    h("p", { class: "emu-target" }, h("code", {}, `${record.request.method} ${query}`)),
    record.request.body !== "" && pretty(record.request.body),
    h(
      "div",
      { class: "emu-title" },
      h("h3", {}, word("answer"), " ", record.answer.status !== 0 && h("span", { class: "count" }, `HTTP ${record.answer.status}`)),
      copyButton(word("copy"), () => record.answer.body),
    ),
    record.answer.body === "" ? h("p", { class: "emu-hint" }, word("no_body")) : pretty(record.answer.body),
    h("p", { class: "emu-hint" }, word("masked")),
  );
  out.append(left, request);
  return out;
}

function explanation(record: JournalRecord): HTMLElement {
  const box = h("div", { class: "emu-why" });
  if (record.code) {
    const address = codeAddress(record.code);
    box.append(
      h(
        "p",
        { class: "emu-which" },
        h("a", { href: address }, h("code", {}, record.code), " ", record.name ?? ""),
        " ",
        record.title && h("span", {}, inLanguage(record.title)),
      ),
    );
    const advice = h("p", { class: "emu-advice", hidden: true });
    box.append(advice);
    void advise(record.code, advice);
  }
  if (record.failure) box.append(h("p", {}, h("b", {}, `${word("why")}: `), record.failure));
  if (record.fault) box.append(h("p", { class: "emu-hint" }, word("by_fault", record.fault)));
  return box;
}

interface Entry {
  fix?: { en?: string[]; zh?: string[] };
}

/** The first thing to do about the code, from the catalog. */
async function advise(id: string, into: HTMLElement): Promise<void> {
  const [space = "", code = ""] = id.split(":");
  try {
    const response = await fetch(`/api/v1/codes/${space}/${encodeURIComponent(code)}?lang=${language()}`);
    if (!response.ok) return;
    const { entries } = (await response.json()) as { entries?: Entry[] };
    const fix = entries?.[0]?.fix?.[language() === "zh" ? "zh" : "en"]?.[0];
    if (!fix) return;
    into.append(h("b", {}, `${word("what_to_do")}: `), fix);
    into.hidden = false;
  } catch {
    // The link above leads to the same text.
  }
}

function checks(record: JournalRecord): HTMLElement {
  const list = h("ol", { class: "emu-checks" });
  for (const check of record.checks) {
    list.append(h("li", { class: "good" }, check, h("span", { class: "unseen" }, ` ${word("passed")}`)));
  }
  if (record.failed_check) {
    const name = record.failed_check === "handler" ? word("handler") : record.failed_check;
    list.append(h("li", { class: "bad" }, name, h("span", { class: "unseen" }, ` ${word("failed")}`)));
  } else if (!isFailure(record) && record.endpoint !== "") {
    list.append(h("li", { class: "good" }, word("handler"), h("span", { class: "unseen" }, ` ${word("passed")}`)));
  }
  return list;
}

function facts(record: JournalRecord): HTMLElement {
  const list = h("dl", { class: "emu-facts" });
  const fact = (name: string, value: string): void => {
    if (value !== "") list.append(h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  };
  fact(word("endpoint"), record.endpoint);
  fact(word("caller"), record.caller);
  fact(word("from"), record.from);
  fact(word("at"), record.at.replace("T", " ").replace(".000Z", "Z"));
  if (record.event === undefined) fact(word("took"), duration(record.took_us));
  fact(word("hint"), record.hint ?? "");
  return list;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A masked value becomes a variable of the shell with its name. */
function asCurl(record: JournalRecord): string {
  const from = record.request.target.startsWith("/") ? location.origin : "";
  const address = quoted(`${from}${record.request.target}`).replace(
    /([?&])([\w-]+)=[^&']*…/g,
    (_, before: string, name: string) => `${before}${name}='"$${name}"'`,
  );
  const tail = address.endsWith("''") ? address.slice(0, -2) : address;
  const { method, body } = record.request;
  if (body !== "") return `curl -s ${tail} -d ${quoted(body)}`;
  return method === "GET" ? `curl -s ${tail}` : `curl -s -X ${method} ${tail}`;
}
