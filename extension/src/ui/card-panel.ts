import { type CardMessage, describeCard } from "../card/describe.ts";
import type { CardView } from "../card/watch.ts";
import { h, refill } from "./dom.ts";
import type { Ui } from "./shell.ts";

export type CardPanel = { element: HTMLElement; update(view: CardView): void };

/** The state of readers and card, kept up to date; every change is spoken (a polite live region). */
export function cardPanel(ui: Ui, view: CardView): CardPanel {
  const line = h("div", { role: "status", "aria-live": "polite" });
  const reader = h("p", { class: "small" });
  const element = h("section", { class: "card" }, h("h2", { class: "hidden" }, ui.t("card.heading")), line, reader);
  let shown = "";
  const update = (now: CardView) => {
    const message = describeCard(now, ui.language);
    const state = JSON.stringify(message);
    if (state !== shown) refill(line, ...linesOf(message));
    shown = state;
    element.dataset.card = message.ready ? "ready" : "waiting";
    const name = now.status?.card.reader ?? "";
    reader.textContent = name === "" ? "" : ui.t("card.reader", { reader: name });
  };
  update(view);
  return { element, update };
}

function linesOf({ cause, next, code, ready }: CardMessage): HTMLElement[] {
  const first = h("p", { class: ready ? "good" : code ? "bad" : "strong", "data-card-code": code }, cause);
  return next === null ? [first] : [first, h("p", {}, next)];
}
