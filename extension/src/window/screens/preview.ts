import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { TickedRow } from "../state.ts";
import { type Act, type Build, buttons, leftBox, type On, siteBox } from "./parts.ts";
import { reasonText } from "./reason.ts";

/** What would be written where, with a tick for each box. Nothing is written before the button is pressed. */
export const preview: Build<"preview"> = (state, ui, act) => {
  const confirm = button(ui.t("preview.confirm"), { action: "confirm", primary: true }, () => void act.confirm());
  const count = h("p", { role: "status", "aria-live": "polite" });
  const update = ({ rows }: On<"preview">) => {
    const ticked = rows.filter((row) => row.ticked).length;
    const words = ticked === 0 ? ui.t("preview.none") : ui.t("preview.count", { all: rows.length, ticked });
    if (count.textContent !== words) count.textContent = words;
    confirm.disabled = ticked === 0;
  };
  update(state);
  return {
    heading: ui.t("preview.heading"),
    body: [
      h("p", {}, ui.t("preview.text")),
      siteBox(ui, state.job.site),
      h(
        "section",
        {},
        h("h2", {}, ui.t("preview.rows")),
        h("ul", { class: "rows" }, ...state.rows.map((row, index) => rowOf(row, index, ui, act))),
      ),
      count,
      buttons(
        confirm,
        button(ui.t("page.again"), { action: "retry" }, () => void act.start()),
      ),
      leftBox(ui, state.left),
    ],
    update,
  };
};

function rowOf(row: TickedRow, index: number, ui: Ui, act: Act): HTMLElement {
  const id = `row-${index}`;
  const box = h("input", { type: "checkbox", id, "aria-describedby": `${id}-why` });
  box.checked = row.ticked;
  box.addEventListener("change", () => act.tick(row, box.checked));
  return h(
    "li",
    { "data-row": row.type, "data-unsure": row.unsure },
    h(
      "label",
      { class: "tick", for: id },
      box,
      h(
        "span",
        {},
        h("span", { class: "label", "data-label": true }, row.label === "" ? ui.t("preview.noLabel") : row.label),
        h("span", { class: "value", "data-value": row.value }, row.shown),
      ),
    ),
    h("p", { class: "small why", id: `${id}-why` }, ...why(row, ui)),
  );
}

function why(row: TickedRow, ui: Ui): (HTMLElement | string)[] {
  const reason = ui.t("preview.reason", { reason: reasonText(row.reason, ui.language) });
  const notes = [
    row.unsure && h("strong", { class: "unsure" }, ui.t("preview.unsure")),
    !row.empty && h("strong", { class: "unsure" }, ui.t("preview.overwrites")),
  ].filter((note) => note !== false);
  return [...notes.flatMap((note) => [note, " "]), reason];
}
