import { api } from "../browser.ts";

/** Size of the window in CSS pixels: one column of text, nothing to scroll on the common screens. */
const SIZE = { width: 560, height: 760 };

/** Opens the one Hitofude window of a tab, or brings it to the front. */
export async function openOrFocus(tabId: number): Promise<void> {
  const url = api.runtime.getURL(`window.html?tab=${tabId}`);
  // A page that asks for a log-in has its window moved on to token.html.
  const open = (await findWindow(url)) ?? (await findWindow(api.runtime.getURL(`token.html?tab=${tabId}`)));
  if (open === undefined || !(await stays(open))) {
    await api.windows.create({ url, type: "popup", ...SIZE });
    return;
  }
  // The button was pressed again: the window may look at the page anew. It decides by its own state.
  await api.runtime.sendMessage({ type: "pressed", tab: tabId }).catch(() => undefined);
}

/** A window that is closing is listed, and even comes to the front, for so many milliseconds. */
const CLOSING = 150;

/** Brings a window to the front and says whether it is still there then: a press must not go to one that closes under it. */
async function stays(id: number): Promise<boolean> {
  try {
    await api.windows.update(id, { focused: true });
    await new Promise((resolve) => setTimeout(resolve, CLOSING));
    await api.windows.get(id);
    return true;
  } catch {
    return false;
  }
}

/** The id of the window that shows url (a language in the query does not count), or undefined. */
async function findWindow(url: string): Promise<number | undefined> {
  const contexts = await api.runtime.getContexts({ contextTypes: ["TAB"] });
  return contexts.find(({ documentUrl }) => documentUrl === url || documentUrl?.startsWith(`${url}&`))?.windowId;
}
