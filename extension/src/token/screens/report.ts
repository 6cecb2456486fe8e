import { button, h } from "../../ui/dom.ts";
import { buttons } from "../../window/screens/parts.ts";
import { type Build, type On, siteLarge } from "./parts.ts";

/** Whether the token stands in the field, and what the person does next. */
export const report: Build<"report"> = (state, ui, act) => {
  const undo = button(ui.t("report.undo"), { action: "undo" }, () => void act.undo());
  const again = button(ui.t("page.again"), { action: "retry" }, () => void act.start());
  const line = h("p", { role: "status", "aria-live": "polite" });
  const update = ({ undone, gone }: On<"report">): false | undefined => {
    line.textContent = gone ? ui.t("report.gone") : "";
    undo.disabled = gone;
    return undone === state.undone ? undefined : false;
  };
  update(state);
  const [row] = state.rows;
  const filled = row?.result.state === "filled";
  const words =
    state.undone !== null ? ui.t("token.report.undone") : ui.t(filled ? "token.report.written" : "token.report.failed");
  ui.announce(words);
  return {
    heading: ui.t("token.report.heading"),
    body: [
      h("p", { class: filled && state.undone === null ? "strong good" : "strong", "data-undone": state.undone }, words),
      filled && state.undone === null ? h("p", {}, ui.t("token.report.send")) : null,
      h("div", { "data-report": true, "data-result": row?.result.state ?? "" }, siteLarge(ui, state.job.site.origin)),
      state.undone === null ? buttons(undo, again) : buttons(again),
      line,
    ],
    update,
  };
};
