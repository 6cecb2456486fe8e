import { button, h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { asksFor, itemOf, openQuestion, planInForce } from "../previewing.ts";
import { type GivenForm, givenForm } from "./given-form.ts";
import { numberBox } from "./number.ts";
import { type Act, type Build, buttons, finishButton, leftBox, mainButton, type On, siteBox } from "./parts.ts";
import { RowView } from "./row.ts";
import { whoseBox } from "./whose.ts";

/** What would be written where, with a tick for each box. Nothing is written before the button is pressed. */
export const preview: Build<"preview"> = (state, ui, act) => {
  const screen = new Screen(state, ui, act);
  return { heading: ui.t("preview.heading"), body: screen.body, update: (now) => screen.update(now) };
};

class Screen {
  readonly body: (HTMLElement | null)[];
  readonly #ui: Ui;
  readonly #act: Act;
  readonly #given = h("div");
  readonly #list = h("ul", { class: "rows" });
  readonly #section: HTMLElement;
  readonly #count = h("p", { role: "status", "aria-live": "polite" });
  readonly #confirm: HTMLButtonElement;
  readonly #left = h("div");
  #rows = new Map<string, RowView>();
  #form: GivenForm | null = null;
  #shownLeft = "";
  #shownGiven = "";

  constructor(state: On<"preview">, ui: Ui, act: Act) {
    this.#ui = ui;
    this.#act = act;
    this.#confirm = button(ui.t("preview.confirm"), { action: "confirm", primary: true }, () => void act.confirm());
    this.#section = h("section", {}, h("h2", {}, ui.t("preview.rows")), this.#list);
    const { job, sheet } = state;
    const whose = sheet !== undefined && job.plans !== undefined;
    this.update(state);
    this.body = [
      h("p", {}, ui.t("preview.text")),
      siteBox(ui, job.site),
      whose ? whoseBox(ui, job.plan.blocks, sheet.whose, (id) => act.fill?.({ type: "whose", id })) : null,
      this.#given,
      this.#section,
      this.#count,
      mainButton(this.#confirm),
      numberBox(ui, job.number !== undefined, act),
      this.#left,
      buttons(
        button(ui.t("page.again"), { action: "retry" }, () => void act.start()),
        finishButton(ui, act),
      ),
    ];
  }

  update(state: On<"preview">): void {
    const open = openQuestion(state.job, state.sheet);
    const ticked = state.rows.filter((row) => row.ticked).length;
    const words = open ? this.#ui.t("whose.first") : this.#counted(state.rows.length, ticked);
    if (this.#count.textContent !== words) this.#count.textContent = words;
    this.#confirm.disabled = open || ticked === 0;
    this.#section.hidden = state.rows.length === 0;
    this.#showRows(state);
    this.#showGiven(state, open);
    this.#showLeft(state);
  }

  #counted(all: number, ticked: number): string {
    if (all === 0) return this.#ui.t("preview.empty");
    return ticked === 0 ? this.#ui.t("preview.none") : this.#ui.t("preview.count", { all, ticked });
  }

  /** Rows that were there stay the elements they are: a box that somebody is writing in must not go away. */
  #showRows(state: On<"preview">): void {
    const before = [...this.#rows.keys()].join();
    const rows = new Map<string, RowView>();
    for (const row of state.rows) {
      const key = `${state.sheet?.whose ?? ""}/${row.frame}/${row.ref}`;
      const item = state.sheet === undefined ? undefined : itemOf(state, row);
      const view =
        this.#rows.get(key) ?? new RowView({ row, item, id: `row-${row.frame}-${row.ref}` }, this.#ui, this.#act);
      view.update(row, item);
      rows.set(key, view);
    }
    this.#rows = rows;
    if ([...rows.keys()].join() !== before) refill(this.#list, ...[...rows.values()].map(({ element }) => element));
  }

  #showGiven({ job, sheet }: On<"preview">, open: boolean): void {
    const asked = sheet === undefined || open ? [] : asksFor(planInForce(job, sheet.whose), sheet.profile);
    if (this.#shownGiven !== asked.join()) {
      this.#shownGiven = asked.join();
      this.#form = sheet === undefined || asked.length === 0 ? null : givenForm(this.#ui, asked, sheet, this.#act);
      refill(this.#given, this.#form?.element);
    }
    if (sheet !== undefined) this.#form?.update(sheet);
  }

  #showLeft({ left }: On<"preview">): void {
    const wanted = JSON.stringify(left);
    if (wanted === this.#shownLeft) return;
    this.#shownLeft = wanted;
    refill(this.#left, leftBox(this.#ui, left));
  }
}
