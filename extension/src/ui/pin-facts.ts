import { type PinKind, pinSpec, pinWords } from "../pin/kinds.ts";
import { h } from "./dom.ts";
import type { Ui } from "./shell.ts";

/** Which PIN is meant, before it is asked for: its full name, its form, its use. */
export function pinFacts(ui: Ui, kind: PinKind): HTMLElement {
  const words = pinWords(kind, ui.language);
  return h(
    "div",
    { class: "pin-facts", "data-pin": kind },
    h("p", { class: "strong" }, words.name),
    h("p", {}, ui.t("pin.form", { form: words.form })),
    h("p", {}, ui.t("pin.use", { use: words.use })),
  );
}

/** Which PIN will be asked for, the tries left (given by the caller, which keeps them up to date), and help. */
export function pinSection(ui: Ui, kind: PinKind, tries: HTMLElement): HTMLElement {
  return h(
    "section",
    { class: "pin" },
    h("h2", {}, ui.t("prepare.pin")),
    pinFacts(ui, kind),
    h("div", { role: "status", "aria-live": "polite" }, tries),
    h("p", { class: "small" }, ui.t("prepare.noOther")),
    pinHelp(ui, kind),
  );
}

/** Short help for those who do not know the PIN: what it is, what not to do, where it is set anew. */
export function pinHelp(ui: Ui, kind: PinKind): HTMLElement {
  const words = pinWords(kind, ui.language);
  const names = pinSpec(kind).alsoCalled.join(ui.language === "ja" ? "、" : ", ");
  return h(
    "details",
    {},
    h("summary", { "data-action": "pin-help" }, ui.t("pin.unknown")),
    h("p", {}, words.help),
    names !== "" && h("p", {}, ui.t("pin.alsoCalled", { names })),
    h("p", {}, ui.t("pin.unknown.stop")),
    h("p", {}, ui.t("pin.unknown.where")),
  );
}

/** How many wrong entries are left, said with the consequence; null when the card was not asked yet. */
export function triesText(ui: Ui, tries: number | null | undefined): string | null {
  if (tries === undefined) return null;
  return tries === null ? ui.t("pin.triesUnknown") : ui.t("pin.tries", { tries });
}
