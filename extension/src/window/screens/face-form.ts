/**
 * The boxes for what is printed on the face of the card. From them one number is made, in the way the face shows the year
 * and in no other; it goes to `submit` while the boxes are emptied, and is kept nowhere.
 */
import { FACE_ERAS, type FacePart, faceNumber } from "../../pin/face.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { emptied, lastTryTick, type PinFormState } from "../../ui/pin-form.ts";
import type { Ui } from "../../ui/shell.ts";
import { FACE_NUMBER } from "../state.ts";

export type FaceForm = { element: HTMLFormElement; update(state: PinFormState): void };
type Submit = (number: string, acceptLastTry: boolean) => void;
type Box = HTMLInputElement | HTMLSelectElement;

export function faceForm(ui: Ui, submit: Submit): FaceForm {
  return new Form(ui, submit);
}

class Form implements FaceForm {
  readonly element = h("form", { novalidate: true, autocomplete: "off" });
  readonly #ui: Ui;
  readonly #submit: Submit;
  readonly #boxes: Record<FacePart, Box>;
  readonly #problem = h("div", { id: "face-problem" });
  readonly #last = h("div", { class: "last" });
  readonly #send = button("", { action: "read", primary: true, submit: true });
  #accept: HTMLInputElement | null = null;
  #shown: string | null = null;

  constructor(ui: Ui, submit: Submit) {
    this.#ui = ui;
    this.#submit = submit;
    this.#boxes = {
      era: eraBox(ui),
      year: digitBox("year", 4, "year-hint"),
      month: digitBox("month", 2),
      day: digitBox("day", 2),
      expiry: digitBox("expiry", 4),
      code: digitBox("code", 4),
    };
    const field = (part: FacePart, label = ui.t(`face.${part}`)) =>
      h("div", { class: "field" }, h("label", { for: `face-${part}` }, label), this.#boxes[part]);
    this.element.append(
      h(
        "fieldset",
        { class: "dates" },
        h("legend", {}, ui.t("face.birth")),
        field("era"),
        h("div", { class: "parts" }, field("year"), field("month"), field("day")),
        h("p", { class: "small", id: "year-hint" }, `${ui.t("face.year.hint")} ${ui.t("face.gregorian.hint")}`),
      ),
      field("expiry"),
      field("code"),
      this.#problem,
      h("p", { class: "small" }, ui.t("face.kept")),
      this.#last,
      h("div", { class: "buttons" }, this.#send),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submitted();
    });
  }

  update(state: PinFormState): void {
    const wanted = JSON.stringify(state);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    if (state.gone) emptied(this.#ui, Object.values(this.#boxes), this.#problem);
    this.#send.textContent = this.#ui.t(state.lastTry ? "face.readLast" : "face.read");
    const last = state.lastTry ? lastTryTick(this.#ui, FACE_NUMBER, state.triesKnown) : null;
    this.#accept = last?.accept ?? null;
    refill(this.#last, ...(last?.elements ?? []));
  }

  #submitted(): void {
    const typed = (part: FacePart) => this.#boxes[part].value;
    const made = faceNumber({
      era: typed("era"),
      year: typed("year"),
      month: typed("month"),
      day: typed("day"),
      expiry: typed("expiry"),
      code: typed("code"),
    });
    if ("wrong" in made) {
      const { t } = this.#ui;
      const box = { class: "box wrong", role: "alert", "data-wrong": made.wrong };
      this.#refuse(
        h("div", box, h("p", { class: "strong" }, t(`face.wrong.${made.wrong}`)), h("p", {}, t("form.noTry"))),
        this.#boxes[made.wrong],
      );
    } else if (this.#accept && !this.#accept.checked) {
      this.#refuse(h("p", { class: "box wrong", role: "alert" }, this.#ui.t("pin.last.needed")), this.#accept);
    } else {
      for (const box of Object.values(this.#boxes)) box.value = "";
      this.#submit(made.number, this.#accept?.checked ?? false);
    }
  }

  #refuse(problem: HTMLElement, focus: HTMLElement): void {
    refill(this.#problem, problem);
    for (const box of Object.values(this.#boxes)) box.setAttribute("aria-invalid", String(box === focus));
    focus.focus();
  }
}

function eraBox(ui: Ui): HTMLSelectElement {
  const name = (era: string) => (era === "西暦" ? ui.t("face.era.gregorian") : era);
  return h(
    "select",
    { id: "face-era", "aria-describedby": "year-hint" },
    h("option", { value: "" }, ui.t("face.era.choose")),
    ...FACE_ERAS.map((era) => h("option", { value: era }, name(era))),
  );
}

/** Longer than the digits, so that a slip is seen and not cut off. */
function digitBox(part: FacePart, length: number, describedBy: string | null = null): HTMLInputElement {
  return h("input", {
    id: `face-${part}`,
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: length * 2,
    "aria-describedby": describedBy,
    "data-1p-ignore": true,
    "data-lpignore": "true",
  });
}
