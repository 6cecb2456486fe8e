/** The page token.html?tab=ID: a log-in for the page of a tab. Without a tab: the list of sites that may ask. */
import { openHost } from "../messaging/connect.ts";
import { shut } from "../policy/door.ts";
import { createShell, type Shell } from "../ui/shell.ts";
import { followTab } from "../window/follow-tab.ts";
import { pageOf } from "../window/page.ts";
import { addOrigin, listedBy, listedOrigins } from "./origins.ts";
import { asksOf } from "./page.ts";
import { buildTokenScreen } from "./screens/index.ts";
import { TokenSession } from "./session.ts";
import type { TokenState } from "./state.ts";

const tab = new URLSearchParams(location.search).get("tab");
const tabId = Number(tab ?? Number.NaN);

async function main(): Promise<void> {
  if (await shut("token")) return;
  const shell: Shell<TokenState> = await createShell<TokenState>({
    build: (state, ui) => buildTokenScreen(state, ui, session),
    links: [
      ...(tab === null ? [] : [{ key: "token.origins.link" as const, href: "token.html" }]),
      { key: "app.start", href: "start.html" },
    ],
  });
  const session = new TokenSession({
    page: pageOf(tabId),
    asks: (looked) => asksOf(tabId, looked),
    ...{ listedBy, addOrigin, openHost },
    show: (state) => shell.show(state),
  });
  if (tab === null) return shell.show({ screen: "origins", ...(await listedOrigins()) });
  followTab(tabId, session);
  addEventListener("pagehide", () => session.end());
  // Come back to from another page with its old content: the host of that time has ended.
  addEventListener("pageshow", ({ persisted }) => persisted && void session.start());
  shell.show(session.state);
  await session.start();
}

main().catch((error: unknown) => console.error("starting the log-in window:", error));
