// The box: answers while one types.
//
// The server renders the answers, here as without a script; this fetches them and puts them into their
// place. Short questions get an address that can be shared and found in the history. A paste may hold a
// token: it goes in the body of a request, and only this browser's history keeps it.

const pauseMilliseconds = 90;
const longestInAddress = 80;

interface Kept {
  question?: string;
}

function fitsAddress(question: string): boolean {
  return question.length <= longestInAddress && !/[\r\n{]/.test(question);
}

async function fetchAnswers(question: string, signal: AbortSignal): Promise<string> {
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const target = `/find?part=answers&lang=${language}`;
  const response = fitsAddress(question)
    ? await fetch(`${target}&q=${encodeURIComponent(question)}`, { signal })
    : await fetch(target, { method: "POST", body: question, headers: { "Content-Type": "text/plain" }, signal });
  const text = await response.text();
  if (response.ok) return text;
  const said = document.createElement("p");
  said.className = "nothing";
  said.textContent = text.length < 500 ? text : response.statusText;
  return said.outerHTML;
}

class AskBox {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly answers: HTMLElement;
  private readonly spoken: HTMLElement | null;
  private readonly large: boolean;
  private pending: AbortController | undefined;
  private timer: number | undefined;
  /** The question that `answers` shows. */
  private answered: string;

  constructor(private readonly root: HTMLElement) {
    this.form = root.querySelector("form")!;
    this.input = root.querySelector("textarea")!;
    this.spoken = root.querySelector("[role=status]");
    this.large = root.classList.contains("large");
    this.answers = this.large
      ? document.querySelector<HTMLElement>("main .answers")!
      : root.querySelector<HTMLElement>(".answers")!;
    this.answered = this.large ? this.question : "";

    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.keyInBox(event));
    this.answers.addEventListener("keydown", (event) => this.keyInAnswers(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.open();
    });
    for (const example of document.querySelectorAll<HTMLAnchorElement>("a[data-example]")) {
      example.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        this.ask(example.textContent ?? "");
        this.input.focus();
      });
    }
    if (this.large) {
      addEventListener("popstate", () => this.restore());
      addEventListener("pageshow", () => this.restore());
    } else {
      document.addEventListener("click", (event) => {
        if (!root.contains(event.target as Node)) this.close();
      });
      root.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !root.contains(event.relatedTarget as Node)) this.close();
      });
      this.input.addEventListener("focus", () => {
        if (this.question && this.answered === this.question) this.show();
      });
    }
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private get question(): string {
    return this.input.value.trim();
  }

  private ask(question: string): void {
    this.input.value = question;
    this.changed(true);
  }

  private changed(atOnce = false): void {
    this.input.rows = Math.min(10, Math.max(1, this.input.value.split("\n").length));
    clearTimeout(this.timer);
    this.pending?.abort();
    this.timer = window.setTimeout(() => void this.refresh(), atOnce || this.question === "" ? 0 : pauseMilliseconds);
  }

  private async refresh(remember = true): Promise<void> {
    clearTimeout(this.timer);
    this.pending?.abort();
    const question = this.question;
    if (question === this.answered) return;
    if (question === "") {
      this.put("", "");
    } else {
      const request = new AbortController();
      this.pending = request;
      this.root.classList.add("busy");
      try {
        const text = await fetchAnswers(question, request.signal);
        if (request.signal.aborted) return;
        this.put(question, text);
      } catch (problem) {
        if (request.signal.aborted) return;
        throw problem;
      } finally {
        if (this.pending === request) this.root.classList.remove("busy");
      }
    }
    if (remember && this.large) this.remember(question);
  }

  private put(question: string, text: string): void {
    this.answers.innerHTML = text;
    this.answered = question;
    if (this.spoken) this.spoken.textContent = this.answers.querySelector("h2")?.textContent ?? "";
    this.show();
  }

  private show(): void {
    const any = this.answers.childElementCount > 0;
    if (!this.large) this.answers.hidden = !any;
    document.body.classList.toggle("answering", this.large && any);
  }

  private close(): void {
    if (!this.large) this.answers.hidden = true;
  }

  /** The first question leaves the page behind, so that "back" leads to it; later ones replace it. */
  private remember(question: string): void {
    const address = question === "" ? "/" : fitsAddress(question) ? `/find?q=${encodeURIComponent(question)}` : "/find";
    const kept: Kept = { question };
    if (location.pathname !== "/find" && question !== "") {
      history.pushState(kept, "", address);
    } else {
      history.replaceState(kept, "", address);
    }
  }

  private restore(): void {
    // Other pages with a large box, such as that of a wrong address, answer what was asked of them.
    if (location.pathname !== "/" && location.pathname !== "/find") return;
    const kept = (history.state as Kept | null)?.question;
    const question = kept ?? new URLSearchParams(location.search).get("q") ?? "";
    if (question === this.question && this.answered === question) return;
    this.input.value = question;
    this.input.rows = Math.min(10, Math.max(1, question.split("\n").length));
    void this.refresh(false);
  }

  private links(): HTMLAnchorElement[] {
    return [...this.answers.querySelectorAll<HTMLAnchorElement>("a.answer, a.row")];
  }

  private async open(): Promise<void> {
    await this.refresh();
    const first = this.links()[0];
    if (first) location.assign(first.href);
  }

  private keyInBox(event: KeyboardEvent): void {
    // While an input method composes Chinese, its keys are its own.
    if (event.isComposing) return;
    const caretAtEnd = this.input.selectionEnd === this.input.value.length;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this.open();
    } else if (event.key === "ArrowDown" && caretAtEnd) {
      const first = this.links()[0];
      if (!first) return;
      event.preventDefault();
      first.focus();
    } else if (event.key === "Escape") {
      if (!this.large && !this.answers.hidden) {
        this.close();
      } else if (this.question !== "") {
        this.ask("");
      } else {
        this.input.blur();
      }
    }
  }

  private keyInAnswers(event: KeyboardEvent): void {
    const links = this.links();
    const place = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === "Escape") {
      this.input.focus();
      this.close();
    } else if (place >= 0 && event.key === "ArrowDown") {
      event.preventDefault();
      links[Math.min(place + 1, links.length - 1)]!.focus();
    } else if (place >= 0 && event.key === "ArrowUp") {
      event.preventDefault();
      if (place === 0) this.input.focus();
      else links[place - 1]!.focus();
    }
  }
}

export function startAsking(): void {
  const root = document.querySelector<HTMLElement>(".asking");
  if (!root) return;
  const box = new AskBox(root);
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = target.closest("input, textarea, select, [contenteditable]") !== null;
    const slash = event.key === "/" && !typing && !event.metaKey && !event.ctrlKey && !event.altKey;
    const k = event.key === "k" && (event.metaKey || event.ctrlKey);
    if (!slash && !k) return;
    event.preventDefault();
    box.focus();
  });
}
