import { api } from "../browser.ts";

/** What of a tab and its button matters to the window that belongs to it. */
type Followed = { tabChanged(change: "loading" | "closed"): Promise<void>; pressedAgain(): void };

/** Tells the session what happens to its tab, and that the toolbar button was pressed again there. */
export function followTab(tabId: number, session: Followed): void {
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
