import { knownKey } from "../../i18n/index.ts";
import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Build, buttons } from "./parts.ts";

/** The stage in which there is no card yet, so none to leave in peace. */
const WAITING = "waiting-for-card";

/** The card is at work. */
export const working: Build<"working"> = (state, ui, act) => {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" }, stageText(ui, state.stage));
  const keep = h("p", {}, ui.t("working.keep"));
  keep.hidden = state.stage === WAITING;
  return {
    heading: ui.t("working.heading"),
    body: [
      h("div", { class: "busy", "aria-hidden": "true" }),
      line,
      keep,
      buttons(button(ui.t("common.cancel"), { action: "cancel" }, () => act.cancel())),
    ],
    update: ({ stage }) => {
      line.textContent = stageText(ui, stage);
      keep.hidden = stage === WAITING;
    },
  };
};

/** What the host says it is doing; a stage of a newer host is "please wait". */
export function stageText(ui: Ui, stage: string): string {
  return ui.t(knownKey(`stage.${stage}`) ?? "common.wait");
}
