// Buttons that copy. They are hidden until a script can do it.

export function startCopying(root: ParentNode = document): void {
  if (!navigator.clipboard) return;
  const copied = document.documentElement.dataset["copied"] ?? "";
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    const label = button.textContent ?? "";
    let back: number | undefined;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
      } catch {
        // The browser asked and was told no; the text stands beside the button.
        return;
      }
      button.textContent = copied;
      button.classList.add("done");
      clearTimeout(back);
      back = window.setTimeout(() => {
        button.textContent = label;
        button.classList.remove("done");
      }, 1500);
    });
  }
}
