import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { DoneRow } from "../state.ts";
import { numberBox } from "./number.ts";
import { type Act, type Build, buttons, finishButton, type On } from "./parts.ts";
import { labelOf } from "./words.ts";

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
  const [summary, fine] = summaryOf(state.rows, ui);
  ui.announce(summary);
  return {
    heading: ui.t("report.heading"),
    body: [
      h("p", { class: fine ? "good" : "strong", "data-summary": true }, summary),
      h("p", { class: "strong" }, ui.t("report.submit")),
      state.memory ? h("p", { "data-memory": state.memory }, ui.t(`memory.result.${state.memory}`)) : null,
      buttons(undo, again(ui, act), finishButton(ui, act)),
      line,
      numberBox(ui, state.job.number !== undefined, act),
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
    body: [h("p", { class: "strong", "data-undone": undone }, words), buttons(again(ui, act), finishButton(ui, act))],
  };
};

const again = (ui: Ui, act: Act) => button(ui.t("page.again"), { action: "retry" }, () => void act.start());

/** What became of a box, in the words of the report: what the page's own check does not accept is not simply filled. */
type Outcome = "filled" | "changed-by-page" | "invalid" | "refused" | "gone";

const outcomeOf = ({ result: { state, valid } }: DoneRow): Outcome =>
  state === "filled" && !valid ? "invalid" : state;

/** One sentence for each outcome there was, and whether all is well. */
function summaryOf(rows: readonly DoneRow[], ui: Ui): [string, boolean] {
  const count = (...outcomes: Outcome[]) => rows.filter((row) => outcomes.includes(outcomeOf(row))).length;
  const [filled, changed, invalid, refused] = [
    count("filled"),
    count("changed-by-page"),
    count("invalid"),
    count("refused", "gone"),
  ];
  const told = [
    ui.t("report.summary", { filled }),
    changed > 0 && ui.t("report.changed", { count: changed }),
    invalid > 0 && ui.t("report.invalid", { count: invalid }),
    refused > 0 && ui.t("report.refused", { count: refused }),
  ];
  return [told.filter(Boolean).join(" "), changed + invalid + refused === 0];
}

/** Boxes that need a look come first. */
function inOrder(rows: readonly DoneRow[]): DoneRow[] {
  return [...rows].sort((a, b) => Number(outcomeOf(a) === "filled") - Number(outcomeOf(b) === "filled"));
}

function rowOf(row: DoneRow, ui: Ui): HTMLElement {
  const outcome = outcomeOf(row);
  const words = h("span", {
    class: outcome === "filled" ? "small good" : "small bad",
    "data-covers": outcome === "changed-by-page",
  });
  words.textContent = ui.t(`result.${outcome}`, { value: row.result.value });
  return h(
    "li",
    { "data-result": outcome },
    h("span", { class: "label", "data-label": true }, labelOf(row, ui)),
    h("span", { class: "value", "data-value": true }, row.shown),
    words,
  );
}
