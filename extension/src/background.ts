/**
 * The service worker (Chromium) or event page (Firefox). It holds no state: it opens, or brings to the
 * front, the one Hitofude window of the tab whose button was pressed. Everything else happens in that
 * window, so the browser may stop this script at any moment.
 */
import { api } from "./browser.ts";
import { listenForPortals } from "./portal/background.ts";

/** Size of the window in CSS pixels: one column of text, nothing to scroll on the common screens. */
const SIZE = { width: 560, height: 760 };

/** Windows being made right now, so that a double click does not make two. */
const opening = new Map<number, Promise<void>>();

api.action.onClicked.addListener((tab) => {
  if (tab.id === undefined) return;
  const id = tab.id;
  const running = opening.get(id) ?? openOrFocus(id).finally(() => opening.delete(id));
  opening.set(id, running);
  running.catch((error: unknown) => console.error("opening the window:", error));
});

api.runtime.onInstalled.addListener(({ reason }) => {
  if (reason !== "install") return;
  // Behind the current tab: somebody may be in the middle of a form.
  void api.tabs.create({ url: api.runtime.getURL("start.html"), active: false });
});

listenForPortals();

async function openOrFocus(tabId: number): Promise<void> {
  const url = api.runtime.getURL(`window.html?tab=${tabId}`);
  // A page that asks for a log-in has its window moved on to token.html.
  const open = (await findWindow(url)) ?? (await findWindow(api.runtime.getURL(`token.html?tab=${tabId}`)));
  if (open === undefined) {
    await api.windows.create({ url, type: "popup", ...SIZE });
    return;
  }
  await api.windows.update(open, { focused: true });
  // The button was pressed again: the window may look at the page anew. It decides by its own state.
  await api.runtime.sendMessage({ type: "pressed", tab: tabId }).catch(() => undefined);
}

/** The id of the window that shows url (a language in the query does not count), or undefined. */
async function findWindow(url: string): Promise<number | undefined> {
  const contexts = await api.runtime.getContexts({ contextTypes: ["TAB"] });
  return contexts.find(({ documentUrl }) => documentUrl === url || documentUrl?.startsWith(`${url}&`))?.windowId;
}
