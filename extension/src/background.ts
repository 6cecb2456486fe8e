/**
 * The service worker (Chromium) or event page (Firefox). It holds no state: it opens, or brings to the
 * front, the one Hitofude window of the tab whose button was pressed. Everything else happens in that
 * window, so the browser may stop this script at any moment.
 */
import { api } from "./browser.ts";
import { listenForPortals } from "./portal/background.ts";
import { openOrFocus } from "./window/open.ts";

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
