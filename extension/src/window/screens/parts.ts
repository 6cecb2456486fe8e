import type { Left } from "../../autofill/types.ts";
import { UI_ORIGIN } from "../../messaging/protocol.ts";
import type { PinKind } from "../../pin/kinds.ts";
import { button, h } from "../../ui/dom.ts";
import type { Ui, View } from "../../ui/shell.ts";
import type { Session } from "../session.ts";
import { FORGETTABLE, type Site, type State } from "../state.ts";
import { reasonText } from "./reason.ts";

/** What a screen may do. */
export type Act = Pick<
  Session,
  "start" | "next" | "back" | "retry" | "read" | "cancel" | "tick" | "confirm" | "undo"
> & { forgot?(): void } & Partial<
    Pick<
      Session,
      | "number"
      | "openNumber"
      | "leaveNumber"
      | "addSite"
      | "fill"
      | "forgetMemory"
      | "finish"
      | "compare"
      | "compareFor"
    >
  >;

/** The part of the state that belongs to one screen. */
export type On<Screen extends State["screen"]> = Extract<State, { screen: Screen }>;

/** Builds the screen for its part of the state. */
export type Build<Screen extends State["screen"]> = (state: On<Screen>, ui: Ui, act: Act) => View<On<Screen>>;

/** Which page this is about, and what is known of it. The origin counts; the title is the page's own word. */
export function siteBox(ui: Ui, site: Site, ...facts: string[]): HTMLElement {
  return h(
    "section",
    { class: "site" },
    h("h2", {}, ui.t("site.label")),
    h(
      "p",
      { class: "origin", "data-origin": site.origin },
      site.origin === UI_ORIGIN ? ui.t("practice.site") : site.origin,
    ),
    site.title !== "" && h("p", { class: "small" }, ui.t("site.title", { title: site.title })),
    ...facts.map((fact) => h("p", {}, fact)),
  );
}

/** Fields that are left alone, folded away; those that have nothing to do with a card are not listed. */
export function leftBox(ui: Ui, left: readonly Left[]): HTMLElement | null {
  const told = left.filter(({ reason }) => reason !== "unknown");
  if (told.length === 0) return null;
  const items = told.map(({ label, reason }) =>
    h(
      "li",
      { "data-left": reason },
      h("span", { "data-label": true }, label === "" ? ui.t("preview.noLabel") : label),
      h("span", { class: "small" }, reasonText(reason, ui.language)),
    ),
  );
  return h(
    "section",
    { class: "left" },
    h("h2", {}, ui.t("preview.left")),
    h("p", {}, ui.t("preview.leftText")),
    h("ul", { class: "rows" }, ...items),
  );
}

/** 終了（次の方へ）: on every screen that shows what came from a card. */
export function finishButton(ui: Ui, act: Pick<Act, "finish">): HTMLElement | null {
  if (!act.finish) return null;
  const element = button(ui.t("finish.button"), { action: "finish" }, () => act.finish?.());
  element.title = ui.t("finish.hint");
  return element;
}

/** A row of buttons, the most important one first. */
export function buttons(...elements: (HTMLElement | null)[]): HTMLElement {
  return h("div", { class: "buttons" }, ...elements);
}

/** The one button that a long screen is for: it stays in sight while the rest scrolls. */
export function mainButton(element: HTMLElement): HTMLElement {
  return h("div", { class: "buttons main" }, element);
}

/** The way on without the 4-digit PIN, where there is one. */
export function forgotButton(ui: Ui, pin: PinKind, act: Act): HTMLElement | null {
  if (!act.forgot || pin !== FORGETTABLE) return null;
  return buttons(button(ui.t("face.link"), { action: "forgot" }, () => act.forgot?.()));
}
