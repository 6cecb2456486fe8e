import { explain } from "../../errors/explain.ts";
import { guideLinkFor } from "../../guide/link.ts";
import { pinWords } from "../../pin/kinds.ts";
import { button, h } from "../../ui/dom.ts";
import { failureBox, guideLine } from "../../ui/failure-box.ts";
import { lockedBody } from "../../ui/locked.ts";
import type { Ui } from "../../ui/shell.ts";
import { stageText } from "../../window/screens/working.ts";
import type { Build, PinsAct } from "./parts.ts";

export const starting: Build<"starting"> = (_, ui) => ({
  heading: ui.t("pins.heading"),
  body: [h("p", { role: "status" }, ui.t("common.wait"))],
});

/** The card is at work; from the moment the new PIN goes to it nothing can be called back. */
export const working: Build<"working"> = (state, ui, act) => {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" }, stageText(ui, state.stage));
  return {
    heading: ui.t("pins.working.heading"),
    body: [
      h("div", { class: "busy", "aria-hidden": "true" }),
      line,
      h("p", {}, ui.t("working.keep")),
      buttons(button(ui.t("common.cancel"), { action: "cancel" }, () => act.cancel())),
    ],
    update: ({ stage }) => {
      line.textContent = stageText(ui, stage);
    },
  };
};

/** The card took the new PIN: its own answer says so. */
export const changed: Build<"changed"> = ({ kind }, ui, act) => {
  const pin = pinWords(kind, ui.language).name;
  const words = ui.t("pins.changed.text", { pin });
  ui.announce(`${words} ${ui.t("pins.changed.write")}`);
  return {
    heading: ui.t("pins.changed.heading"),
    body: [
      h("p", { class: "good", "data-changed": kind }, words),
      h("p", { class: "box strong" }, ui.t("pins.changed.write")),
      h("p", {}, ui.t("pins.changed.others")),
      buttons(overview(ui, act)),
    ],
  };
};

/** The answer to the change was lost: what is known, what is not, and how to find out. Nothing is guessed. */
export const unknown: Build<"unknown"> = ({ kind, failure }, ui, act) => {
  const known = failure.params.outcome === "unknown" ? "pins.unknown.known" : "pins.unknown.ended";
  return {
    heading: ui.t("pins.unknown.heading"),
    body: [
      h(
        "div",
        // Not the error's own next step, which is to begin again: first it must be known which PIN stands.
        { class: "box wrong", role: "alert", "data-code": failure.code, "data-outcome": "unknown" },
        h("p", { class: "strong" }, explain(failure, ui.language).cause),
        h("p", {}, ui.t(known)),
        h("p", {}, ui.t("pins.unknown.check", { pin: pinWords(kind, ui.language).name })),
        h("p", { class: "strong" }, ui.t("pins.unknown.next")),
        guideLine(ui, guideLinkFor(kind, "tries")),
      ),
      buttons(overview(ui, act)),
    ],
  };
};

export const locked: Build<"locked"> = ({ kind }, ui, act) => lockedBody(ui, kind, () => act.overview());

export const error: Build<"error"> = ({ kind, failure }, ui, act) => ({
  heading: ui.t("error.heading"),
  body: [
    failureBox(ui, failure),
    kind && h("p", { class: "strong", "data-unchanged": kind }, ui.t("pins.unchanged")),
    buttons(overview(ui, act)),
  ],
});

export const hostProblem: Build<"host-problem"> = ({ failure }, ui, act) => ({
  heading: ui.t("host.heading"),
  body: [
    failureBox(ui, failure),
    buttons(button(ui.t("common.retry"), { action: "retry", primary: true }, () => void act.start())),
  ],
});

const buttons = (...elements: HTMLElement[]) => h("div", { class: "buttons" }, ...elements);

const overview = (ui: Ui, act: PinsAct) =>
  button(ui.t("pins.changed.back"), { action: "overview", primary: true }, () => act.overview());
