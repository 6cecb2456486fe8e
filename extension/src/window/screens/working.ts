import { knownKey } from "../../i18n/index.ts";
import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Build, buttons } from "./parts.ts";

/** The card is at work. */
export const working: Build<"working"> = (state, ui, act) => {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" }, stageText(ui, state.stage));
  return {
    heading: ui.t("working.heading"),
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

/** What the host says it is doing; a stage of a newer host is "please wait". */
export function stageText(ui: Ui, stage: string): string {
  return ui.t(knownKey(`stage.${stage}`) ?? "common.wait");
}
