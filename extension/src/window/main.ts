/** The page window.html?tab=ID: the one Hitofude window of a tab. */
import { api } from "../browser.ts";
import { openHost } from "../messaging/connect.ts";
import { offersOf } from "../token/offers.ts";
import { createShell } from "../ui/shell.ts";
import { pageOf } from "./page.ts";
import { buildScreen } from "./screens/index.ts";
import { Session } from "./session.ts";
import type { State } from "./state.ts";

const tabId = Number(new URLSearchParams(location.search).get("tab") ?? Number.NaN);

async function main(): Promise<void> {
  const offers = offersOf(tabId, pageOf(tabId));
  const shell = await createShell<State>({
    build: (state, ui) => offers.withBox(state, ui, buildScreen(state, ui, session)),
    links: [
      { key: "pins.link", href: "pins.html" },
      { key: "guide.heading", href: "guide.html" },
      { key: "app.sign", href: "sign.html" },
      { key: "portal.link", href: "portal.html" },
      { key: "app.start", href: "start.html" },
    ],
  });
  const session = new Session({
    page: offers.page,
    openHost,
    show: (state) => {
      if (!offers.moveOn(state)) shell.show(state);
    },
  });
  listen(session);
  addEventListener("pagehide", () => session.end());
  // Come back to from another page with its old content: the host of that time has ended.
  addEventListener("pageshow", ({ persisted }) => persisted && void session.start());
  shell.show(session.state);
  await session.start();
}

function listen(session: Session): void {
  api.tabs.onUpdated.addListener((id, { status }) => {
    if (id === tabId && status !== undefined) void session.tabChanged("loading");
  });
  api.tabs.onRemoved.addListener((id) => {
    if (id === tabId) void session.tabChanged("closed");
  });
  api.runtime.onMessage.addListener((message: unknown, sender) => {
    // From the background alone: a content script, which a page might have taken over, has a tab.
    if (sender.id !== api.runtime.id || sender.tab !== undefined) return;
    if (isPressed(message) && message.tab === tabId) session.pressedAgain();
  });
}

function isPressed(message: unknown): message is { type: "pressed"; tab: number } {
  return typeof message === "object" && message !== null && "type" in message && message.type === "pressed";
}

main().catch((error: unknown) => console.error("starting the window:", error));
