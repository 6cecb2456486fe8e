/** What is remembered on this computer, in words: of how many people, and the way to delete it all. */
import { button, h, refill } from "../ui/dom.ts";
import type { Ui } from "../ui/shell.ts";
import type { Memory } from "./store.ts";

export function memorySection(ui: Ui, memory: Pick<Memory, "count" | "clear">): HTMLElement {
  const lines = h("div", { role: "status", "aria-live": "polite", "data-memory-count": "" });
  const clear = button(ui.t("memory.clear"), { action: "clear-memory" }, () => {
    void memory.clear().then(() => show(ui.t("memory.cleared")));
  });
  const bar = h("div", { class: "buttons" });
  async function show(said = ""): Promise<void> {
    const count = await memory.count();
    const words = said !== "" ? said : count === 0 ? ui.t("memory.none") : ui.t("memory.count", { count });
    lines.dataset.memoryCount = String(count);
    refill(lines, h("p", {}, words), count > 0 && h("p", { class: "small" }, ui.t("memory.one")));
    // The button that was pressed keeps the focus; it stays until the page is opened anew.
    if (said === "") refill(bar, count > 0 && clear);
  }
  void show();
  return h("section", {}, h("h2", {}, ui.t("memory.heading")), lines, bar);
}
