/**
 * The tab whose page asks. The connection belongs to the one document that asked: when that is gone, so is the
 * connection, and an answer can reach no other document.
 */
import { api } from "../browser.ts";
import type { FromWindow, ToWindow } from "./bridge.ts";
import { mayAsk } from "./switches.ts";

/** What the window needs of the page; the tests give their own. */
export type PortalPage = {
  /** The request as the page made it, and whose it is; null when the document is gone or never asked. */
  request(): Promise<ToWindow | null>;
  /** Whether the tab still shows this origin, the site is switched on and the document that asked still stands. */
  stands(origin: string): Promise<boolean>;
  /** Gives the page its one answer; false when it can no longer be reached. */
  answer(detail: string): boolean;
};

/** Milliseconds in which a content script that is there has answered. */
const PATIENCE = 5_000;

/** The page in a tab that made the request of this id. onGone: the document ended or withdrew before it was answered. */
export function portalPage(tabId: number, id: string, onGone: () => void): PortalPage {
  let port: chrome.runtime.Port | null = null;
  return {
    request: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => resolve(null), PATIENCE);
        const end = (asked: ToWindow | null) => {
          clearTimeout(late);
          resolve(asked);
        };
        const mine = api.tabs.connect(tabId, { name: id, frameId: 0 });
        port = mine;
        mine.onMessage.addListener((message: unknown) => end(isRequest(message) ? message : null));
        mine.onDisconnect.addListener(() => {
          // The browser complains when nobody looks: there may have been no content script at all.
          void api.runtime.lastError;
          end(null);
          if (port === mine) onGone();
          port = null;
        });
      }),
    stands: async (origin) => {
      const tab = await api.tabs.get(tabId).catch(() => null);
      return (await mayAsk(origin, tab?.url)) && port !== null;
    },
    answer: (detail) => {
      if (port === null) return false;
      const message: FromWindow = { type: "answer", detail };
      const open = port;
      port = null;
      open.postMessage(message);
      return true;
    },
  };
}

function isRequest(message: unknown): message is ToWindow {
  if (typeof message !== "object" || message === null) return false;
  const { type, detail, origin } = message as Record<string, unknown>;
  return type === "request" && typeof detail === "string" && typeof origin === "string";
}
