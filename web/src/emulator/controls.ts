// The clock, the settings, worlds and snapshots.
import type { Admin, Clock, Health, Settings } from "./api";
import { find, h, word } from "./dom";

export class Controls {
  private clock: Clock | undefined;
  private readAt = 0;
  private readonly now: HTMLElement;
  private readonly brief: HTMLElement;
  private readonly mode: HTMLElement;
  private readonly profile: HTMLSelectElement;
  private readonly limits: HTMLInputElement;
  private readonly worlds: HTMLSelectElement;
  private readonly snapshots: HTMLElement;

  constructor(
    private readonly admin: Admin,
    private readonly root: HTMLElement,
    private readonly said: (text: string) => void,
    private readonly changed: () => Promise<void>,
  ) {
    this.now = find(root, "[data-now]");
    this.brief = find(root, "[data-brief]");
    this.mode = find(root, "[data-mode]");
    this.profile = find<HTMLSelectElement>(root, "[data-profile]");
    this.limits = find<HTMLInputElement>(root, "[data-limits]");
    this.worlds = find<HTMLSelectElement>(root, "[data-world]");
    this.snapshots = find(root, "[data-snapshots]");
    this.profile.addEventListener("change", () => this.set({ profile: this.profile.value as Settings["profile"] }));
    this.limits.addEventListener("change", () => this.set({ rate_limits: this.limits.checked }));
    this.worlds.addEventListener("change", () => void this.choose(this.worlds.value));
    this.form("[data-set-time]", async (form) => {
      const field = find<HTMLInputElement>(form, "[name=moment]");
      // The field holds no zone; what stands in it is meant as UTC, as the clock is shown.
      await this.move({ now: `${field.value.length === 16 ? `${field.value}:00` : field.value}Z` });
    });
    this.form("[data-keep]", async (form) => {
      const name = this.takeName(form);
      await this.admin.post(`/snapshots/${encodeURIComponent(name)}`);
      this.said(word("kept", name));
      await this.listSnapshots();
    });
    this.form("[data-new-world]", (form) => this.choose(this.takeName(form)));
    setInterval(() => this.tick(), 250);
  }

  async start(): Promise<void> {
    await this.listWorlds();
    await this.listSnapshots();
  }

  follow(health: Health): void {
    this.clock = health.clock;
    this.readAt = performance.now();
    const { mode, step } = health.clock;
    this.mode.textContent = mode === "stepped" ? word("stepped", step) : word(mode);
    this.mode.className = `emu-mode ${mode}`;
    find(this.root, "[data-do=freeze]").toggleAttribute("disabled", mode === "frozen");
    find(this.root, "[data-do=run]").toggleAttribute("disabled", mode === "running");
    if (document.activeElement !== this.profile) this.profile.value = health.settings.profile;
    this.limits.checked = health.settings.rate_limits;
    this.tick();
  }

  async move(change: object): Promise<void> {
    await this.admin.post("/clock", change);
    await this.changed();
  }

  async reset(): Promise<void> {
    if (!confirm(word("reset_ask"))) return;
    await this.admin.post("/reset");
    this.said(word("reset_done"));
    await this.changed();
  }

  async forgetWorld(): Promise<void> {
    const name = this.admin.world;
    if (name === "main" || !confirm(word("forget_ask", name))) return;
    await this.choose("main");
    await this.admin.remove(`/worlds/${encodeURIComponent(name)}`);
    await this.listWorlds();
  }

  /** Another world; it is made when it is new. */
  private async choose(name: string): Promise<void> {
    this.admin.world = name;
    const query = new URLSearchParams(location.search);
    if (name === "main") query.delete("world");
    else query.set("world", name);
    const text = query.toString();
    history.replaceState(history.state, "", location.pathname + (text === "" ? "" : `?${text}`) + location.hash);
    await this.changed();
    await this.start();
  }

  private takeName(form: HTMLFormElement): string {
    const field = find<HTMLInputElement>(form, "[name=name]");
    const name = field.value.trim();
    field.value = "";
    return name;
  }

  private form(selector: string, act: (form: HTMLFormElement) => Promise<void>): void {
    const form = find<HTMLFormElement>(this.root, selector);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(form).catch((error: unknown) => this.said(String(error)));
    });
  }

  private async set(change: Partial<Settings>): Promise<void> {
    await this.admin.post("/settings", change);
    await this.changed();
  }

  private tick(): void {
    if (!this.clock) return;
    const gone = this.clock.mode === "running" ? performance.now() - this.readAt : 0;
    const text = new Date(Date.parse(this.clock.now) + gone).toISOString();
    const [date = "", time = ""] = text.slice(0, 19).split("T");
    if (this.now.getAttribute("datetime") === text.slice(0, 19)) return;
    this.now.setAttribute("datetime", text.slice(0, 19));
    this.now.replaceChildren(h("span", {}, date), " ", h("b", {}, time));
    this.brief.textContent = `${date} ${time} · ${this.admin.world}`;
  }

  private async listWorlds(): Promise<void> {
    const names = await this.admin.get<string[]>("/worlds");
    this.worlds.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
    this.worlds.value = this.admin.world;
    const own = this.admin.world !== "main";
    find(this.root, "[data-do=forget-world]").hidden = !own;
    const hint = find(this.root, "[data-world-hint]");
    hint.hidden = !own;
    const [before = "", behind = ""] = word("world_header").split("{}");
    hint.replaceChildren(before, h("code", {}, `X-Errdex-World: ${this.admin.world}`), behind);
  }

  private async listSnapshots(): Promise<void> {
    const names = await this.admin.get<string[]>("/snapshots");
    if (names.length === 0) {
      this.snapshots.replaceChildren(h("li", { class: "emu-hint" }, word("no_snapshots")));
      return;
    }
    this.snapshots.replaceChildren(
      ...names.map((name) => {
        const back = h("button", { type: "button", class: "emu-button", "aria-label": `${word("restore")}: ${name}` }, word("restore"));
        back.addEventListener("click", async () => {
          await this.admin.post(`/snapshots/${encodeURIComponent(name)}/restore`);
          this.said(word("restored", name));
          await this.changed();
        });
        return h("li", {}, h("span", {}, name), back);
      }),
    );
  }
}
