// Light, dark, or as the system. The choice is kept in a cookie, because the server writes the theme into
// the page: it stands before the first paint, without a script in the head.

const order = ["auto", "light", "dark"] as const;
type Theme = (typeof order)[number];

function current(): Theme {
  const value = document.documentElement.dataset["theme"];
  return order.find((theme) => theme === value) ?? "auto";
}

function keep(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

export function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>("button.theme");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
    // The first press shall be seen: from "auto" it goes to the opposite of what the system shows.
    const next: Record<Theme, Theme> = systemIsDark
      ? { auto: "light", light: "dark", dark: "auto" }
      : { auto: "dark", dark: "light", light: "auto" };
    keep(next[current()]);
  });
}
