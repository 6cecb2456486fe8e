/** The page pins.html: how the card and its PINs stand, without any PIN; and changing one. */
import { openHost } from "../messaging/connect.ts";
import { UI_ORIGIN } from "../messaging/protocol.ts";
import { shut } from "../policy/door.ts";
import { createShell } from "../ui/shell.ts";
import { buildPinsScreen } from "./screens/index.ts";
import { PinsSession } from "./session.ts";
import type { PinsState } from "./state.ts";

async function main(): Promise<void> {
  if (await shut("pins")) return;
  const shell = await createShell<PinsState>({
    build: (state, ui) => buildPinsScreen(state, ui, session),
    links: [
      { key: "guide.heading", href: "guide.html" },
      { key: "app.sign", href: "sign.html" },
      { key: "app.start", href: "start.html" },
    ],
  });
  const session = new PinsSession({
    openHost: (onClosed) => openHost(UI_ORIGIN, onClosed),
    show: (state) => shell.show(state),
  });
  addEventListener("pagehide", () => session.end());
  // Come back to from another page with its old content: the host of that time has ended.
  addEventListener("pageshow", ({ persisted }) => persisted && void session.start());
  shell.show(session.state);
  await session.start();
}

main().catch((error: unknown) => console.error("starting the page:", error));
