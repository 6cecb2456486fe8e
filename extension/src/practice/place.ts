/**
 * The practice page as the fill window works with it: the same look, plan and filling as in any tab, called directly,
 * because a browser injects nothing into an extension's own pages. The card is the one in software, the memory ends with
 * the window.
 */
import ids from "shared:ids";
import { api } from "../browser.ts";
import type { Area } from "../memory/store.ts";
import { Memory } from "../memory/store.ts";
import type { HostClient } from "../messaging/client.ts";
import { openHost } from "../messaging/connect.ts";
import { HitofudeError } from "../messaging/failure.ts";
import { UI_ORIGIN } from "../messaging/protocol.ts";
import type { PageFunctions } from "../page/main.ts";
import { h } from "../ui/dom.ts";
import type { Ui, View } from "../ui/shell.ts";
import type { PageAccess } from "../window/page.ts";

/** The practice page's own window. */
export type PracticeView = { location: { pathname: string }; document: { title: string }; __hitofude?: PageFunctions };

/** What the fill window uses in place of a tab, the real program and the real memory. */
export type Place = {
  page: PageAccess;
  openHost(origin: string, onClosed: (failure: HitofudeError) => void): Promise<HostClient>;
  memory: Memory;
  /** The screen below a line that says what is practised with, and its PIN. */
  over<S>(ui: Ui, view: View<S>): View<S>;
};

/** The PIN of the practice card, which anybody may know. */
export const PRACTICE_PIN = "1234";

/** The place for a tab that shows the practice page; null for every other tab. */
export function practiceIn(tabId: number): Place | null {
  const [view] = api.extension.getViews({ tabId }) as unknown as PracticeView[];
  if (view?.location.pathname !== "/practice.html" || view.__hitofude === undefined) return null;
  return {
    page: practicePage(view, () => api.extension.getViews({ tabId }).includes(view as unknown as Window)),
    openHost: (_, onClosed) => openHost(UI_ORIGIN, onClosed, ids.practice),
    memory: new Memory(forgetful()),
    over: (ui, view) => ({ ...view, body: [banner(ui), ...view.body] }),
  };
}

/** The page as the window works with it. `open`: it is still there. Its functions are new after it was loaded again. */
export function practicePage(view: PracticeView, open: () => boolean): PageAccess {
  const functions = (): PageFunctions | null => (open() ? (view.__hitofude ?? null) : null);
  return {
    look: async () => {
      const nonce = crypto.randomUUID();
      const facts = (await functions()?.collect(nonce)) ?? null;
      if (facts === null || !open()) return null;
      const documents = [{ nonce, frameId: 0, documentId: null }];
      return { origin: UI_ORIGIN, path: "/", title: view.document.title, frames: [facts], documents };
    },
    same: async ({ documents }) => documents.every(({ nonce }) => functions()?.knows(nonce) === true),
    apply: async ({ nonce }, rows) => {
      const results = await functions()?.apply(nonce, rows);
      if (results === undefined || results === null) throw new HitofudeError("PAGE_MOVED");
      return results;
    },
    read: async ({ nonce }, refs) => (await functions()?.readValues(nonce, refs)) ?? [],
    undo: async ({ nonce }) => (await functions()?.undo(nonce)) ?? 0,
    forget: async ({ nonce }) => void functions()?.forget(nonce),
  };
}

function banner(ui: Ui): HTMLElement {
  return h(
    "section",
    { class: "box", "data-practice": true },
    h("p", { class: "strong" }, ui.t("practice.banner")),
    h("p", {}, ui.t("practice.pin", { pin: PRACTICE_PIN })),
  );
}

/** Storage that is gone with the window: what is practised with is nobody's. */
function forgetful(): Area {
  const kept = new Map<string, unknown>();
  return {
    get: async (keys) => Object.fromEntries([...kept].filter(([key]) => keys === null || key === keys)),
    set: async (items) => {
      for (const [key, value] of Object.entries(items)) kept.set(key, value);
    },
    remove: async (keys) => {
      for (const key of [keys].flat()) kept.delete(key);
    },
  };
}
