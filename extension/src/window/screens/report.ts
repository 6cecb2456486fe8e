import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { DoneRow } from "../state.ts";
import { type Build, buttons, type On } from "./parts.ts";

/** Values are being written. */
export const filling: Build<"filling"> = (_, ui) => ({
  heading: ui.t("filling.heading"),
  body: [h("p", { role: "status" }, ui.t("common.wait"))],
});

/** What became of each box, and the way back. */
export const report: Build<"report"> = (state, ui, act) => {
  const undo = button(ui.t("report.undo"), { action: "undo" }, () => void act.undo());
  const line = h("p", { role: "status", "aria-live": "polite" });
  const update = ({ undone, gone }: On<"report">) => {
    if (undone !== null) line.textContent = ui.t("report.undone", { count: undone });
    else if (gone) line.textContent = ui.t("report.gone");
    undo.disabled = gone || undone !== null;
  };
  update(state);
  const filled = state.rows.filter(({ result }) => result.state === "filled").length;
  const rest = state.rows.length - filled;
  const summary = [ui.t("report.summary", { filled }), rest > 0 ? ui.t("report.check", { count: rest }) : ""];
  ui.announce(summary.join(" "));
  return {
    heading: ui.t("report.heading"),
    body: [
      h("p", { class: rest > 0 ? "strong" : "good" }, summary.join(" ")),
      h("p", { class: "strong" }, ui.t("report.submit")),
      buttons(
        undo,
        button(ui.t("page.again"), { action: "retry" }, () => void act.start()),
      ),
      line,
      h(
        "section",
        { "data-report": true },
        h("h2", {}, ui.t("report.list")),
        h("ul", { class: "rows" }, ...inOrder(state.rows).map((row) => rowOf(row, ui))),
      ),
    ],
    update,
  };
};

/** Boxes that need a look come first. */
function inOrder(rows: readonly DoneRow[]): DoneRow[] {
  return [...rows].sort((a, b) => Number(a.result.state === "filled") - Number(b.result.state === "filled"));
}

function rowOf({ label, shown, result }: DoneRow, ui: Ui): HTMLElement {
  const fine = result.state === "filled";
  return h(
    "li",
    { "data-result": result.state },
    h("span", { class: "label", "data-label": true }, label === "" ? ui.t("preview.noLabel") : label),
    h("span", { class: "value", "data-value": true }, shown),
    h("span", { class: fine ? "small good" : "small bad" }, ui.t(`result.${result.state}`, { value: result.value })),
  );
}
