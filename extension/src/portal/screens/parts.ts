import { button, h } from "../../ui/dom.ts";
import type { Ui, View } from "../../ui/shell.ts";
import type { Mode } from "../request.ts";
import type { PortalSession } from "../session.ts";
import { officialSite } from "../sites.ts";
import type { PortalJob, PortalState } from "../state.ts";

/** What a screen may do. */
export type Act = Pick<PortalSession, "retry" | "next" | "back" | "read" | "cancel">;
export type On<Screen extends PortalState["screen"]> = Extract<PortalState, { screen: Screen }>;
export type Build<Screen extends PortalState["screen"]> = (state: On<Screen>, ui: Ui, act: Act) => View<On<Screen>>;

/** The site, large: name of the official list, and the address to compare with the browser's. */
export function siteLarge(ui: Ui, origin: string): HTMLElement {
  const site = officialSite(origin);
  return h(
    "section",
    { class: "site" },
    h("h2", {}, ui.t("portal.site")),
    h("p", { class: "origin large", "data-origin": origin }, origin),
    site && h("p", { class: "strong" }, site[ui.language]),
    h("p", { class: "small" }, ui.t("portal.site.check")),
  );
}

/** What the page asks for, in a sentence. */
export function askedText(ui: Ui, { mode, digests }: { mode: Mode; digests: string[] }): string {
  return ui.t(`portal.asked.${mode}`, { count: digests.length });
}

/** What leaves this computer when the person agrees, by mode. */
const HANDED = {
  "01": ["portal.hand.signature", "portal.hand.certificate.authentication", "portal.hand.code", "portal.hand.uuid"],
  "02": ["portal.hand.signatures", "portal.hand.certificate.signature", "portal.hand.code", "portal.hand.uuid"],
  "04": ["portal.hand.attributes", "portal.hand.code", "portal.hand.uuid"],
} as const;

/** The list of what is handed out, or was. */
export function handedList(ui: Ui, { asked }: PortalJob): HTMLElement {
  const lines = HANDED[asked.mode].map((key) =>
    h("li", { "data-hand": key }, ui.t(key, { count: asked.digests.length })),
  );
  return h("ul", {}, ...lines);
}

/** The digests as the host read them, and that nobody can see what they are of. */
export function digestBox(ui: Ui, { asked, shown }: PortalJob): HTMLElement | null {
  if (asked.mode === "04") return null;
  const rows = shown.map(({ algorithm, hex }) =>
    h("li", { "data-digest": hex }, h("span", {}, `${algorithm} `), h("code", { class: "token" }, hex)),
  );
  const blind = asked.mode === "01" ? "portal.blind.01" : "portal.blind.02";
  return h(
    "section",
    { class: "box warning", "data-digests": shown.length },
    h("h2", {}, ui.t("portal.blind.heading")),
    h("p", { class: "strong" }, ui.t(blind, { count: shown.length })),
    h("p", {}, ui.t("portal.blind.next")),
    h("details", {}, h("summary", {}, ui.t("portal.digests", { count: shown.length })), h("ol", {}, ...rows)),
  );
}

/** The way out of every screen: the page is told no. */
export function decline(ui: Ui, act: Act): HTMLElement {
  return button(ui.t("portal.decline"), { action: "cancel" }, () => act.cancel());
}
