/** The page portal.html?tab=ID&request=ID: one request of a portal. Without a tab: the switches of the official sites. */
import { api } from "../browser.ts";
import { openHost } from "../messaging/connect.ts";
import { shut } from "../policy/door.ts";
import { createShell, type Shell } from "../ui/shell.ts";
import { portalPage } from "./page.ts";
import { REFUSALS } from "./request.ts";
import { buildPortalScreen } from "./screens/index.ts";
import { sitesState } from "./screens/sites.ts";
import { PortalSession } from "./session.ts";
import type { PortalState } from "./state.ts";

const query = new URLSearchParams(location.search);
const tab = query.get("tab");
const tabId = Number(tab ?? Number.NaN);

async function main(): Promise<void> {
  if (await shut("portal")) return;
  const shell: Shell<PortalState> = await createShell<PortalState>({
    build: (state, ui) => buildPortalScreen(state, ui, session),
    links: [
      ...(tab === null ? [] : [{ key: "portal.link" as const, href: "portal.html" }]),
      { key: "pins.link", href: "pins.html" },
      { key: "guide.heading", href: "guide.html" },
      { key: "app.start", href: "start.html" },
    ],
  });
  const session: PortalSession = new PortalSession({
    page: portalPage(tabId, query.get("request") ?? "", () => session.gone()),
    openHost,
    show: (state) => shell.show(state),
    // A moment later, so that the page has its answer before the connection ends.
    close: () => void setTimeout(() => close(), 50),
  });
  if (tab === null) return sitesState((state) => shell.show(state));
  const reason = REFUSALS.find((one) => one === query.get("refused"));
  if (reason !== undefined) return shell.show({ screen: "refused", problem: { reason }, origin: await originOf() });
  listen(session);
  shell.show(session.state);
  await session.start();
}

function listen(session: PortalSession): void {
  api.tabs.onUpdated.addListener((id) => {
    if (id === tabId) void session.tabChanged();
  });
  api.tabs.onRemoved.addListener((id) => {
    if (id === tabId) session.gone();
  });
  addEventListener("pagehide", () => session.end());
  // Come back to with its old content, the document that asked has been told no.
  addEventListener("pageshow", ({ persisted }) => persisted && session.gone());
}

async function originOf(): Promise<string | null> {
  const { url } = await api.tabs.get(tabId).catch(() => ({ url: undefined }));
  return url === undefined ? null : new URL(url).origin;
}

main().catch((error: unknown) => console.error("starting the portal window:", error));
