// The page of the emulator: asks it once a second what is new, and shows that.
import { Admin, Refused, type Health } from "./api";
import { Callbacks } from "./callbacks";
import { Controls } from "./controls";
import { Data } from "./data";
import { find, setWords, word } from "./dom";
import { Endpoints, showFirstCalls } from "./endpoints";
import { Faults } from "./faults";
import { Journal } from "./journal";

const pollMilliseconds = 1000;
const retryMilliseconds = 3000;

export function startEmulator(root: HTMLElement): void {
  setWords(root.dataset["words"] ?? "{}");
  new EmulatorPage(root).start();
}

class EmulatorPage {
  private readonly admin = new Admin();
  private readonly spoken: HTMLElement;
  private readonly trouble: HTMLElement;
  private readonly tokenForm: HTMLFormElement;
  private readonly journal: Journal;
  private readonly faults: Faults;
  private readonly controls: Controls;
  private readonly data: Data;
  private readonly endpoints: Endpoints;
  private readonly callbacks: Callbacks;
  private timer: number | undefined;
  private started = false;
  private faultsKnown = -1;

  constructor(private readonly root: HTMLElement) {
    this.admin.world = new URLSearchParams(location.search).get("world") ?? "main";
    this.spoken = find(root, "[data-said]");
    this.trouble = find(root, ".emu-trouble");
    this.tokenForm = find<HTMLFormElement>(root, ".emu-token");
    const said = (text: string): void => {
      this.spoken.textContent = text;
    };
    this.journal = new Journal(this.admin, root);
    this.faults = new Faults(this.admin, root, said);
    this.controls = new Controls(this.admin, root, said, () => this.poll());
    this.data = new Data(this.admin, root);
    this.endpoints = new Endpoints(this.admin, root);
    this.callbacks = new Callbacks(this.admin, root);
  }

  start(): void {
    const side = find<HTMLDetailsElement>(this.root, "[data-side]");
    side.open = matchMedia("(min-width: 60rem)").matches;
    this.tabs();
    this.buttons();
    this.tokenForm.addEventListener("submit", (event) => {
      event.preventDefault();
      this.admin.use(find<HTMLInputElement>(this.tokenForm, "input").value);
      void this.poll();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.poll();
    });
    void this.poll();
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    let wait = pollMilliseconds;
    try {
      const health = await this.admin.get<Health>("/health");
      this.controls.follow(health);
      this.faults.count(health);
      await this.journal.follow(health);
      if (!this.started) {
        this.started = true;
        await this.controls.start();
      }
      if (health.faults !== this.faultsKnown || health.faults > 0) {
        this.faultsKnown = health.faults;
        if (!find(this.root, "#faults").hidden) await this.faults.refresh();
      }
      if (!find(this.root, "#callbacks").hidden) await this.callbacks.show();
      this.trouble.hidden = true;
      this.tokenForm.hidden = true;
    } catch (error) {
      wait = retryMilliseconds;
      this.say(error);
    }
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = window.setTimeout(() => void this.poll(), wait);
  }

  private say(error: unknown): void {
    const refused = error instanceof Refused ? error : undefined;
    this.trouble.textContent = refused ? refused.message : word("trouble");
    this.trouble.hidden = false;
    this.tokenForm.hidden = refused?.status !== 403;
  }

  private tabs(): void {
    const tabs = [...this.root.querySelectorAll<HTMLElement>("[role=tab]")];
    const show = (tab: HTMLElement, focus: boolean): void => {
      for (const each of tabs) {
        const chosen = each === tab;
        each.setAttribute("aria-selected", String(chosen));
        each.tabIndex = chosen ? 0 : -1;
        find(this.root, `#${each.getAttribute("aria-controls")}`).hidden = !chosen;
      }
      if (focus) tab.focus();
      const id = tab.getAttribute("aria-controls") ?? "";
      history.replaceState(history.state, "", location.pathname + location.search + (id === "requests" ? "" : `#${id}`));
      this.fill(id).catch((error: unknown) => this.say(error));
    };
    for (const tab of tabs) {
      tab.addEventListener("click", () => show(tab, false));
      tab.addEventListener("keydown", (event) => {
        const seen = tabs.filter((each) => !each.hidden);
        const at = seen.indexOf(tab);
        const next =
          event.key === "ArrowRight" ? seen[(at + 1) % seen.length]
          : event.key === "ArrowLeft" ? seen[(at + seen.length - 1) % seen.length]
          : event.key === "Home" ? seen[0]
          : event.key === "End" ? seen.at(-1)
          : undefined;
        if (!next) return;
        event.preventDefault();
        show(next, true);
      });
    }
    const byAddress = (): HTMLElement | undefined =>
      tabs.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
    addEventListener("hashchange", () => {
      const tab = byAddress();
      if (tab) show(tab, false);
    });
    const first = byAddress();
    if (first) show(first, false);
  }

  /** What a panel shows is fetched when it is opened. */
  private async fill(id: string): Promise<void> {
    if (id === "faults") await this.faults.show();
    else if (id === "data") await this.data.show();
    else if (id === "endpoints") await this.endpoints.show();
    else if (id === "callbacks") await this.callbacks.show();
    else if (id === "first_call") await showFirstCalls(this.admin, this.root);
  }

  private buttons(): void {
    const acts: Record<string, (button: HTMLElement) => Promise<void> | void> = {
      freeze: () => this.controls.move({ mode: "frozen" }),
      run: () => this.controls.move({ mode: "running" }),
      advance: (button) => this.controls.move({ advance: button.dataset["value"] }),
      reset: () => this.controls.reset(),
      "forget-world": () => this.controls.forgetWorld(),
      pause: (button) => {
        button.textContent = this.journal.togglePause() ? word("resume") : word("pause");
      },
      "clear-journal": async () => {
        await this.admin.remove("/journal");
        await this.poll();
      },
      "clear-faults": async () => {
        await this.admin.remove("/faults");
        await this.faults.refresh();
        await this.poll();
      },
      "previous-rows": () => this.data.turn(-1),
      "next-rows": () => this.data.turn(1),
      "refresh-rows": () => this.data.turn(0),
    };
    this.root.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-do]");
      const act = button ? acts[button.dataset["do"] ?? ""] : undefined;
      if (!button || !act) return;
      Promise.resolve(act(button)).catch((error: unknown) => this.say(error));
    });
  }
}
