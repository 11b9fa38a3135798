// Building elements. Texts are set as texts, so nothing that a request carried can become markup.

export type Child = Node | string | undefined | false;
type Attributes = Record<string, string | boolean | undefined>;

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

export function find<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

let texts: Record<string, string> = {};
let chinese = false;

export function setWords(json: string): void {
  texts = JSON.parse(json) as Record<string, string>;
  chinese = document.documentElement.lang.startsWith("zh");
}

/** The text with its {} replaced, in order. */
export function word(key: string, ...values: (string | number)[]): string {
  const text = texts[key];
  if (text === undefined) throw new Error(`there is no text ${key}`);
  return values.reduce<string>((all, value) => all.replace("{}", String(value)), text);
}

export function inLanguage(text: { en: string; zh: string }): string {
  return chinese ? text.zh : text.en;
}

export function language(): string {
  return chinese ? "zh" : "en";
}

/** "1,204" */
export function grouped(n: number): string {
  return n.toLocaleString("en-US");
}

export function copyButton(label: string, text: () => string): HTMLElement {
  const button = h("button", { type: "button", class: "copy" }, label);
  if (!navigator.clipboard) button.hidden = true;
  let back: number | undefined;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      // The browser asked and was told no; the text stands beside the button.
      return;
    }
    button.textContent = word("copied");
    button.classList.add("done");
    clearTimeout(back);
    back = window.setTimeout(() => {
      button.textContent = label;
      button.classList.remove("done");
    }, 1500);
  });
  return button;
}

/** JSON with indents and its parts coloured; anything else as it is. */
export function pretty(text: string): HTMLElement {
  const out = h("pre", { class: "emu-code", tabindex: "0" });
  let shown = text;
  let json = false;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
    json = true;
  } catch {
    // A form, a file, or a body that was cut.
  }
  if (!json) {
    out.append(h("code", {}, shown));
    return out;
  }
  const code = h("code");
  const part = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  let at = 0;
  for (const match of shown.matchAll(part)) {
    code.append(shown.slice(at, match.index));
    const look = match[1] ? (match[2] ? "j-key" : "j-text") : "j-value";
    code.append(h("span", { class: look }, match[1] ?? match[0]), match[2] ?? "");
    at = match.index + match[0].length;
  }
  code.append(shown.slice(at));
  out.append(code);
  return out;
}

export function lines(text: string): HTMLElement {
  return h("pre", { class: "emu-code", tabindex: "0" }, h("code", {}, text));
}

/** The address of a code's page. */
export function codeAddress(id: string): string {
  const colon = id.indexOf(":");
  return `/${id.slice(0, colon)}/${encodeURIComponent(id.slice(colon + 1))}`;
}
