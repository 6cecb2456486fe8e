import { knownKey } from "../../i18n/index.ts";
import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { Build, On } from "./parts.ts";

/** The stage in which there is no card yet, so none to leave in peace. */
const WAITING = "waiting-for-card";

/** The stages whose steps are counted: bytes that were handed over, documents that were signed. */
const COUNTED = new Set(["sending", "signing"]);

/** The card signs. */
export const working: Build<"working"> = (state, ui, act) => {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" });
  const keep = h("p", {}, ui.t("working.keep"));
  const bar = h("progress", { "aria-hidden": "true" });
  const update = (now: On<"working">) => {
    const words = stageText(ui, now);
    if (line.textContent !== words) line.textContent = words;
    keep.hidden = now.stage === WAITING;
    const counted = COUNTED.has(now.stage) && now.total > 1;
    bar.hidden = !counted;
    bar.max = Math.max(1, now.total);
    bar.value = now.done;
  };
  update(state);
  return {
    heading: ui.t("working.sign.heading"),
    body: [
      h("div", { class: "busy", "aria-hidden": "true" }),
      line,
      bar,
      keep,
      h(
        "div",
        { class: "buttons" },
        button(ui.t("common.cancel"), { action: "cancel" }, () => act.cancel()),
      ),
    ],
    update,
  };
};

function stageText(ui: Ui, { stage, done, total }: On<"working">): string {
  if (stage === "signing" && total > 1) return ui.t("stage.signingMany", { done, total });
  return ui.t(knownKey(`stage.${stage}`) ?? "common.wait");
}
