/**
 * The bridge's part of the background: opens the window for a request of a page, and keeps the registered scripts what
 * the switches say. It keeps no state; the request itself stays in the page's content script.
 */
import { api } from "../browser.ts";
import { REFUSALS } from "./request.ts";
import { mayAsk, sync } from "./switches.ts";

const SIZE = { width: 560, height: 760 };

type Sender = chrome.runtime.MessageSender;

/** Begins to listen; to be called while the background starts, before anything else is awaited. */
export function listenForPortals(): void {
  api.runtime.onMessage.addListener((message: unknown, sender, respond: (opened: boolean) => void) => {
    const query = queryFor(message);
    if (query === null) return undefined;
    openFor(query, sender).then(respond, () => respond(false));
    return true;
  });
  const refresh = () => void sync().catch((error: unknown) => console.error("registering scripts:", error));
  api.runtime.onInstalled.addListener(refresh);
  api.runtime.onStartup.addListener(refresh);
  api.permissions.onRemoved.addListener(refresh);
}

/** What the window's address says beside the tab; null for a message that is none of the bridge's. */
export function queryFor(message: unknown): string | null {
  if (typeof message !== "object" || message === null) return null;
  const { type, id, reason } = message as Record<string, unknown>;
  if (type === "portal-request" && typeof id === "string" && /^[0-9a-f-]{36}$/.test(id)) return `request=${id}`;
  if (type === "portal-refused" && REFUSALS.some((one) => one === reason)) return `refused=${reason}`;
  return null;
}

/** Opens the window when the sender is the top document of an official site that is switched on. */
async function openFor(query: string, sender: Sender): Promise<boolean> {
  const tab = sender.tab?.id;
  const { id, frameId, origin } = sender;
  if (tab === undefined || id !== api.runtime.id || frameId !== 0 || origin === undefined) return false;
  if (!(await mayAsk(origin, sender.tab?.url))) return false;
  const url = api.runtime.getURL(`portal.html?tab=${tab}&`);
  const contexts = await api.runtime.getContexts({ contextTypes: ["TAB"] });
  const open = contexts.find(({ documentUrl }) => documentUrl?.startsWith(url));
  // One window a tab: a page that asks on and on must not fill the screen.
  if (open !== undefined) {
    if (query.startsWith("refused")) return false;
    await api.windows.remove(open.windowId);
  }
  await api.windows.create({ url: url + query, type: "popup", ...SIZE });
  return true;
}
