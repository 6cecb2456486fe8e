/** The person's own list of places on the start page: what is on it, and a button to take each off. */
import { button, h, refill } from "../ui/dom.ts";
import type { Ui } from "../ui/shell.ts";
import { readable } from "./punycode.ts";

export type SiteList = { own(): Promise<string[]>; remove(key: string): Promise<void> };

export function sitesSection(ui: Ui, list: SiteList): HTMLElement {
  const said = h("p", { role: "status", "aria-live": "polite" });
  const rows = h("ul", { class: "rows" });
  const none = h("p", {}, ui.t("place.list.none"));
  const heading = h("h2", { tabindex: -1 }, ui.t("place.list.heading"));
  async function show(): Promise<void> {
    const sites = await list.own();
    none.hidden = sites.length > 0;
    refill(rows, ...sites.map(rowOf));
  }
  function rowOf(key: string): HTMLElement {
    const label = `${ui.t("place.list.remove")}: ${key}`;
    const remove = button(ui.t("place.list.remove"), { action: "remove-place" }, async () => {
      await list.remove(key);
      said.textContent = ui.t("place.list.removed", { site: key });
      await show();
      // The button that was pressed is gone.
      heading.focus();
    });
    remove.setAttribute("aria-label", label);
    return h("li", { "data-place": key }, h("span", { class: "value" }, key), decodedLine(key), remove);
  }
  void show();
  return h("section", { "data-places": true }, heading, h("p", {}, ui.t("place.list.text")), said, none, rows);
}

/** A name in another script is told as people read it. */
function decodedLine(key: string): HTMLElement | null {
  const { hostname } = new URL(key);
  const shown = readable(hostname);
  return shown === hostname ? null : h("span", { class: "small" }, shown);
}
