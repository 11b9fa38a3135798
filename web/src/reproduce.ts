// Requests that raise a code: made by the server when somebody wants to see them, and put in the place of the
// link that leads to the page with them.
import { startCopying } from "./copy";

export function startReproducing(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-reproduce]")) {
    link.addEventListener("click", async (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      link.setAttribute("aria-busy", "true");
      try {
        const response = await fetch(link.dataset["reproduce"] ?? "");
        if (!response.ok) throw new Error(response.statusText);
        const place = document.createElement("div");
        place.tabIndex = -1;
        place.innerHTML = await response.text();
        link.closest("p")?.replaceWith(place);
        startCopying(place);
        place.focus();
      } catch {
        location.assign(link.href);
      }
    });
  }
}
