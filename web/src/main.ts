// The pages are complete without this; it makes them answer while one types.
import "./style/fonts.css";
import "./style/base.css";
import "./style/colours.css";
import "./style/frame.css";
import "./style/answers.css";
import "./style/code.css";
import "./style/lists.css";
import "./style/lattice.css";
import "./style/emulator.css";
import "./style/print.css";
import iconUrl from "./icon.svg";
import { startAsking } from "./ask";
import { startCopying } from "./copy";
import { startLattices } from "./lattice";
import { startReproducing } from "./reproduce";
import { startTheme } from "./theme";

// The server names the icon in the head; naming it here is what makes it part of the build.
export const icon = iconUrl;

startTheme();
startAsking();
startLattices();
startCopying();
startReproducing();

// Only one page needs it, so the others do not load it.
const emulator = document.querySelector<HTMLElement>("[data-emulator]");
if (emulator) void import("./emulator/page").then(({ startEmulator }) => startEmulator(emulator));
