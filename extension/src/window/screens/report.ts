import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { DoneRow } from "../state.ts";
import { type Act, type Build, buttons, type On } from "./parts.ts";

/** Values are being written. */
export const filling: Build<"filling"> = (_, ui) => ({
  heading: ui.t("filling.heading"),
  body: [h("p", { role: "status" }, ui.t("common.wait"))],
});

/** What became of each box, and the way back. */
export const report: Build<"report"> = (state, ui, act) =>
  state.undone === null ? done(state, ui, act) : back(state, ui, act);

const done: Build<"report"> = (state, ui, act) => {
  const undo = button(ui.t("report.undo"), { action: "undo" }, () => void act.undo());
  const line = h("p", { role: "status", "aria-live": "polite" });
  const update = ({ undone, gone }: On<"report">): false | undefined => {
    line.textContent = gone ? ui.t("report.gone") : "";
    undo.disabled = gone;
    return undone === null ? undefined : false;
  };
  update(state);
  const filled = state.rows.filter(({ result }) => result.state === "filled").length;
  const rest = state.rows.length - filled;
  const summary = [ui.t("report.summary", { filled }), rest > 0 ? ui.t("report.check", { count: rest }) : ""].join(" ");
  ui.announce(summary);
  return {
    heading: ui.t("report.heading"),
    body: [
      h("p", { class: rest > 0 ? "strong" : "good" }, summary),
      h("p", { class: "strong" }, ui.t("report.submit")),
      buttons(undo, again(ui, act)),
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

/** Everything is as it was before. */
const back: Build<"report"> = ({ undone }, ui, act) => {
  const words = ui.t("report.undone", { count: undone ?? 0 });
  ui.announce(words);
  return {
    heading: ui.t("report.undone.heading"),
    body: [h("p", { class: "strong", "data-undone": undone }, words), buttons(again(ui, act))],
  };
};

const again = (ui: Ui, act: Act) => button(ui.t("page.again"), { action: "retry" }, () => void act.start());

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
