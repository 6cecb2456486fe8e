import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import type { TickedRow } from "../state.ts";
import { type Act, type Build, buttons, leftBox, mainButton, type On, siteBox } from "./parts.ts";
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
      mainButton(confirm),
      leftBox(ui, state.left),
      whyBox(ui, state.rows),
      buttons(button(ui.t("page.again"), { action: "retry" }, () => void act.start())),
    ],
    update,
  };
};

function rowOf(row: TickedRow, index: number, ui: Ui, act: Act): HTMLElement {
  const id = `row-${index}`;
  const notes = notesOf(row, ui);
  const box = h("input", { type: "checkbox", id, "aria-describedby": notes.length > 0 ? `${id}-why` : null });
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
        h("span", { class: "label", "data-label": true }, labelOf(row, ui)),
        h("span", { class: "value", "data-value": row.value }, row.shown),
      ),
    ),
    notes.length > 0 && h("p", { class: "small why", id: `${id}-why` }, ...notes),
  );
}

/** What the person should look at before ticking; nothing for a row that is plain. */
function notesOf(row: TickedRow, ui: Ui): (HTMLElement | string)[] {
  const mark = (words: string) => [h("strong", { class: "unsure" }, words), " "];
  return [
    ...(row.unsure ? [...mark(ui.t("preview.unsure")), reasonText(row.reason, ui.language), " "] : []),
    ...(row.empty ? [] : mark(ui.t("preview.overwrites"))),
  ];
}

/** Why each of the plain rows was chosen, for those who want to know. */
function whyBox(ui: Ui, rows: readonly TickedRow[]): HTMLElement | null {
  const plain = rows.filter(({ unsure }) => !unsure);
  if (plain.length === 0) return null;
  const items = plain.map((row) =>
    h(
      "li",
      {},
      h("span", { class: "label" }, labelOf(row, ui)),
      h("span", { class: "small" }, reasonText(row.reason, ui.language)),
    ),
  );
  return h("details", {}, h("summary", {}, ui.t("preview.why")), h("ul", { class: "rows" }, ...items));
}

const labelOf = ({ label }: TickedRow, ui: Ui) => (label === "" ? ui.t("preview.noLabel") : label);
