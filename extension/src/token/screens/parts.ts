import { h } from "../../ui/dom.ts";
import type { Ui, View } from "../../ui/shell.ts";
import type { TokenSession } from "../session.ts";
import type { TokenState } from "../state.ts";

/** What a screen may do. */
export type Act = Pick<
  TokenSession,
  "start" | "allow" | "next" | "back" | "retry" | "read" | "cancel" | "tick" | "confirm" | "undo"
>;
export type On<Screen extends TokenState["screen"]> = Extract<TokenState, { screen: Screen }>;
export type Build<Screen extends TokenState["screen"]> = (state: On<Screen>, ui: Ui, act: Act) => View<On<Screen>>;

/** The site, large: the one thing to compare with the address in the browser. A title would be the page's own word. */
export function siteLarge(ui: Ui, origin: string, label: "token.site" | "token.site.asks" = "token.site"): HTMLElement {
  return h(
    "section",
    { class: "site" },
    h("h2", {}, ui.t(label)),
    h("p", { class: "origin large", "data-origin": origin }, origin),
  );
}
