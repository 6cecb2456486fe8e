import type { Standing } from "../../site/standing.ts";
import { warningFor } from "../../site/standing.ts";
import { button, h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { Site } from "../state.ts";

/** What the window says of a place before the PIN. `passed`: the person may go on; else it says what is missing. */
export type SiteWarning = { element: HTMLElement | null; passed(): boolean };

/** Puts a place on the person's own list. */
export type AddSite = (key: string) => Promise<void>;

/** Nothing where the name itself says whose site it is; else the name, large, and what to look at. */
export function siteWarning(ui: Ui, { standing }: Pick<Site, "standing">, add?: AddSite): SiteWarning {
  const warning = standing === undefined ? "none" : warningFor(standing);
  if (standing === undefined || warning === "none") return { element: null, passed: () => true };
  const strong = warning === "strong";
  const consent = strong ? consentBox(ui) : null;
  const element = h(
    "section",
    { class: "box warning place", "data-warning": warning, "data-place": standing.kind },
    h("h2", {}, ui.t("place.heading")),
    h("p", { class: "small" }, ui.t("place.domain")),
    h("p", { class: "domain", "data-domain": standing.domain }, h("bdi", {}, standing.domain)),
    standing.raw !== null && h("p", { class: "small" }, ui.t("place.raw", { raw: standing.raw })),
    standing.deceptive && h("p", { class: "strong" }, ui.t("place.deceptive")),
    h("p", {}, ui.t(standing.numeric ? "place.numeric" : "place.unknown")),
    ...tenantLines(ui, standing),
    standing.benefit && h("p", { class: "strong" }, ui.t("place.benefit")),
    standing.benefit && h("p", {}, ui.t("place.benefit.text")),
    h("p", {}, ui.t("place.check")),
    consent?.element,
    addLine(ui, standing, add),
  );
  return { element, passed: () => consent?.passed() ?? true };
}

function tenantLines(ui: Ui, { tenant }: Standing): HTMLElement[] {
  if (tenant === null) return [];
  const { name, path } = tenant;
  const whose = path === "" ? ui.t("place.tenant.none") : ui.t("place.tenant.path", { path });
  return [h("p", {}, ui.t("place.tenant", { name })), h("p", { class: "strong", "data-tenant": path }, whose)];
}

/** The person's own answer where money is promised or a name deceives. */
function consentBox(ui: Ui) {
  const tick = h("input", { type: "checkbox", id: "place-accept", "data-action": "accept-place", autocomplete: "off" });
  const missing = h("div", {});
  tick.addEventListener("change", () => tick.checked && refill(missing));
  const element = h(
    "div",
    {},
    h("label", { class: "tick", for: "place-accept" }, tick, h("span", {}, ui.t("place.accept"))),
    missing,
  );
  const passed = () => {
    if (tick.checked) return true;
    refill(missing, h("p", { class: "box wrong", role: "alert" }, ui.t("place.accept.needed")));
    tick.focus();
    return false;
  };
  return { element, passed };
}

/** One plain button. A name that deceives, and a shared place whose owner is not known, cannot be put on the list. */
function addLine(ui: Ui, { key, deceptive }: Standing, add?: AddSite): HTMLElement | null {
  if (key === null || deceptive || add === undefined) return null;
  const line = h("div", { role: "status", "aria-live": "polite" });
  const press = button(ui.t("place.add"), { action: "add-place" }, () => {
    press.disabled = true;
    add(key).then(
      () => refill(line, h("p", { class: "good" }, ui.t("place.added"))),
      () => {
        press.disabled = false;
      },
    );
  });
  return h("div", {}, press, h("p", { class: "small" }, ui.t("place.add.text")), line);
}

/** One line where the place is known: whose name it is, or that it is on the person's list. */
export function placeFact(ui: Ui, { standing }: Pick<Site, "standing">): string[] {
  switch (standing?.kind) {
    case "official":
      return standing.body === null ? [] : [ui.t("place.official", { body: standing.body[ui.language] })];
    case "own":
      return [ui.t("place.own")];
    case "loopback":
      return [ui.t("place.loopback")];
    default:
      return [];
  }
}
