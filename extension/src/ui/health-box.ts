import { type Health, healthOf, type Told } from "../card/health.ts";
import { explain } from "../errors/explain.ts";
import { guideLink } from "../guide/link.ts";
import { knownKey } from "../i18n/index.ts";
import type { CardStatus, KeyName } from "../messaging/protocol.ts";
import { h, refill } from "./dom.ts";
import { guideLine } from "./failure-box.ts";
import type { Ui } from "./shell.ts";

/** What is the matter with a certificate or the card, and the next step; one box each. */
export function healthBoxes(ui: Ui, all: readonly Health[]): HTMLElement[] {
  return all.map((health) => healthBox(ui, health));
}

function healthBox(ui: Ui, { told, ends }: Health): HTMLElement {
  const { cause, next } = wordsFor(ui, told);
  return h(
    "div",
    { class: ends ? "box wrong" : "box warning", "data-health": told.code },
    h("p", { class: "strong" }, cause),
    h("p", {}, next),
    guideLine(ui, guideLink(told)),
  );
}

/** A difference between certificate and card face is no error of the host: its words are here. */
function wordsFor(ui: Ui, told: Told): { cause: string; next: string } {
  if (told.code !== "CERTIFICATE_DIFFERS") return explain(told, ui.language);
  const fields = Array.isArray(told.params.fields) ? told.params.fields : [];
  const names = fields.map((field) => {
    const key = knownKey(`field.${String(field)}`);
    return key ? ui.t(key) : String(field);
  });
  const about = names.join(ui.language === "ja" ? "、" : ", ");
  return { cause: ui.t("health.differs", { fields: about }), next: ui.t("health.differs.next") };
}

export type HealthPanel = { element: HTMLElement; update(status: CardStatus | null, toldElsewhere?: string): void };

/**
 * The same, kept up to date with the card on the reader and spoken when it changes: for every screen that comes before
 * filing with a certificate. A code that the screen tells by itself is left out.
 */
export function healthPanel(ui: Ui, key: KeyName): HealthPanel {
  const element = h("div", { role: "status", "aria-live": "polite", "data-health-of": key });
  let shown = "[]";
  const update = (status: CardStatus | null, toldElsewhere = "") => {
    const all = healthOf(status, key).filter(({ told }) => told.code !== toldElsewhere);
    const now = JSON.stringify(all);
    if (now !== shown) refill(element, ...healthBoxes(ui, all));
    shown = now;
  };
  return { element, update };
}
