import { knownKey } from "../../i18n/index.ts";
import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { Build, On } from "./parts.ts";

/** The stage in which there is no card yet, so none to leave in peace. */
const WAITING = "waiting-for-card";

/** The card signs. */
export const working: Build<"working"> = (state, ui, act) => {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" }, stageText(ui, state));
  const keep = h("p", {}, ui.t("working.keep"));
  keep.hidden = state.stage === WAITING;
  return {
    heading: ui.t("working.sign.heading"),
    body: [
      h("div", { class: "busy", "aria-hidden": "true" }),
      line,
      keep,
      h(
        "div",
        { class: "buttons" },
        button(ui.t("common.cancel"), { action: "cancel" }, () => act.cancel()),
      ),
    ],
    update: (now) => {
      line.textContent = stageText(ui, now);
      keep.hidden = now.stage === WAITING;
    },
  };
};

function stageText(ui: Ui, { stage, done, total }: On<"working">): string {
  if (stage === "signing" && total > 1) return ui.t("stage.signingMany", { done, total });
  return ui.t(knownKey(`stage.${stage}`) ?? "common.wait");
}
