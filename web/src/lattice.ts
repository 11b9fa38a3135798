// The maps: a card that says what a square is, arrow keys from code to code, colours by verdict or status.

const cells = ".grid a";

function placeOf(cell: Element): { x: number; y: number } {
  const box = cell.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** The nearest code above or below: the next row of squares first, then the nearest column in it. */
function beyond(all: HTMLElement[], from: HTMLElement, down: boolean): HTMLElement | undefined {
  const start = placeOf(from);
  let best: HTMLElement | undefined;
  let bestCost = Infinity;
  for (const cell of all) {
    const at = placeOf(cell);
    const way = down ? at.y - start.y : start.y - at.y;
    if (way < 2) continue;
    const cost = way + Math.abs(at.x - start.x) * 2;
    if (cost < bestCost) {
      best = cell;
      bestCost = cost;
    }
  }
  return best;
}

class Card {
  private readonly element = document.createElement("div");

  constructor() {
    this.element.className = "card";
    this.element.hidden = true;
    // What it says is also the name of the link; it is for the eyes only.
    this.element.setAttribute("aria-hidden", "true");
    document.body.append(this.element);
  }

  show(cell: HTMLElement): void {
    const label = cell.getAttribute("aria-label") ?? "";
    const gap = label.indexOf(" ");
    const number = document.createElement("code");
    number.textContent = label.slice(0, gap);
    const title = document.createElement("span");
    title.textContent = label.slice(gap + 1);
    const verdict = document.createElement("span");
    const look = [...cell.classList].filter((name) => /^[vs]-/.test(name));
    verdict.className = `dots ${look.join(" ")}`;
    const names = look.map((name) => name.slice(2));
    verdict.textContent = names.join(" · ");
    this.element.replaceChildren(number, title, verdict);
    this.element.hidden = false;

    const at = cell.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.min(Math.max(8, at.left + at.width / 2 - own.width / 2), room - own.width - 8);
    const above = at.top - own.height - 8;
    const top = above > 8 ? above : at.bottom + 8;
    this.element.style.transform = `translate(${Math.round(left + scrollX)}px, ${Math.round(top + scrollY)}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

function startLattice(root: HTMLElement, card: Card): void {
  const all = [...root.querySelectorAll<HTMLElement>(cells)];
  const first = all.find((cell) => cell.hasAttribute("aria-current")) ?? all[0];
  if (!first) return;
  // One stop of the tab key; the arrows go on from there.
  for (const cell of all) cell.tabIndex = cell === first ? 0 : -1;

  const move = (to: HTMLElement | undefined): void => {
    if (!to) return;
    for (const cell of all) cell.tabIndex = cell === to ? 0 : -1;
    to.focus();
  };
  root.addEventListener("keydown", (event) => {
    const here = (event.target as Element).closest<HTMLElement>(cells);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const place = all.indexOf(here);
    switch (event.key) {
      case "ArrowRight":
        move(all[place + 1]);
        break;
      case "ArrowLeft":
        move(all[place - 1]);
        break;
      case "ArrowDown":
        move(beyond(all, here, true));
        break;
      case "ArrowUp":
        move(beyond(all, here, false));
        break;
      case "Home":
        move(all[0]);
        break;
      case "End":
        move(all[all.length - 1]);
        break;
      case "Escape":
        card.hide();
        return;
      default:
        return;
    }
    event.preventDefault();
  });
  const point = (event: Event): void => {
    const cell = (event.target as Element).closest<HTMLElement>(cells);
    if (cell) card.show(cell);
    else card.hide();
  };
  root.addEventListener("pointerover", point);
  root.addEventListener("focusin", point);
  root.addEventListener("pointerleave", () => card.hide());
  root.addEventListener("focusout", () => card.hide());
}

function startColours(root: HTMLElement): void {
  const switches = [...document.querySelectorAll<HTMLAnchorElement>("a[data-colour]")];
  const choose = (by: string): void => {
    root.dataset["by"] = by;
    for (const link of switches) {
      if (link.dataset["colour"] === by) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const legend of document.querySelectorAll<HTMLElement>(".legend"))
      legend.hidden = legend.classList.contains("of-statuses") !== (by === "status");
  };
  for (const link of switches) {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(link.dataset["colour"] ?? "verdict");
      history.replaceState(history.state, "", link.href);
    });
  }
  // Pointing at a colour of the legend leaves only its squares bright.
  for (const item of document.querySelectorAll<HTMLElement>(".legend a")) {
    const look = [...(item.querySelector(".dot")?.classList ?? [])].find((name) => /^[vs]-/.test(name));
    if (!look) continue;
    const light = (on: boolean): void => {
      root.classList.toggle("dimmed", on);
      for (const cell of root.querySelectorAll(cells)) cell.classList.toggle("lit", on && cell.classList.contains(look));
    };
    item.addEventListener("pointerenter", () => light(true));
    item.addEventListener("pointerleave", () => light(false));
    item.addEventListener("focus", () => light(true));
    item.addEventListener("blur", () => light(false));
  }
}

export function startLattices(): void {
  const roots = document.querySelectorAll<HTMLElement>("[data-lattice]");
  if (roots.length === 0) return;
  const card = new Card();
  for (const root of roots) {
    startLattice(root, card);
    if (root.dataset["by"]) startColours(root);
  }
}
