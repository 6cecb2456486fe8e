/** What a person reads before the first PIN of a card in use: what this version is, what comes now, and the tick to agree. */
import type { CardView } from "../card/watch.ts";
import { h, refill } from "../ui/dom.ts";
import { failureBox } from "../ui/failure-box.ts";
import type { Ui } from "../ui/shell.ts";
import { stepsDone, type TrialAnswer, type TrialStep, trialAnswer } from "./trial.ts";

export type TrialNotice = {
  element: HTMLElement;
  update(view: CardView): void;
  /** The host would send no PIN for this use now. */
  stopped(): boolean;
  /** Whether the person may go on; says what is missing when not. */
  passed(): boolean;
  /** The person agreed to this step. */
  agreed(): boolean;
};

/**
 * The notice for one use of a PIN. Empty for a test card and once the trial is over. Where the person has agreed on the
 * screen before, only a refusal is shown.
 */
export function trialNotice(ui: Ui, step: TrialStep, agreedBefore = false): TrialNotice {
  return new Notice(ui, step, agreedBefore);
}

/** All steps with what became of each, for a screen on which no PIN is typed. Empty as the notice is. */
export function trialOverview(ui: Ui): Pick<TrialNotice, "element" | "update"> {
  const element = h("div", { class: "trial" });
  let shown = "";
  const update = ({ status }: CardView) => {
    const wanted = JSON.stringify(status?.trial ?? null);
    if (wanted === shown) return;
    shown = wanted;
    const done = stepsDone(status);
    const words = [h("h2", {}, ui.t("trial.heading")), h("p", {}, ui.t("trial.about")), stepList(ui, null, done)];
    refill(element, status?.trial && h("section", { class: "box", "data-trial": "overview" }, ...words));
  };
  return { element, update };
}

class Notice implements TrialNotice {
  readonly element = h("div", { class: "trial" });
  readonly #ui: Ui;
  readonly #step: TrialStep;
  readonly #agreedBefore: boolean;
  readonly #missing = h("div", {});
  #answer: TrialAnswer | null = null;
  #tick: HTMLInputElement | null = null;
  #shown = "";

  constructor(ui: Ui, step: TrialStep, agreedBefore: boolean) {
    this.#ui = ui;
    this.#step = step;
    this.#agreedBefore = agreedBefore;
  }

  update({ status }: CardView): void {
    const answer = trialAnswer(status, this.#step);
    this.#answer = this.#agreedBefore && answer?.answer !== "no" ? null : answer;
    const wanted = JSON.stringify([this.#answer, stepsDone(status)]);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.#tick = null;
    refill(this.#missing);
    refill(this.element, this.#answer && this.#section(this.#answer, stepsDone(status)));
    if (this.#answer) this.#ui.announce(this.#spoken(this.#answer));
  }

  stopped(): boolean {
    return this.#answer?.answer === "no";
  }

  passed(): boolean {
    if (this.stopped()) return false;
    if (this.#answer?.answer !== "consent" || this.#tick === null || this.#tick.checked) return true;
    refill(this.#missing, h("p", { class: "box wrong", role: "alert" }, this.#ui.t("trial.needed")));
    this.#tick.focus();
    return false;
  }

  agreed(): boolean {
    return this.#answer?.answer === "consent" && (this.#tick?.checked ?? false);
  }

  #spoken({ answer }: TrialAnswer): string {
    return this.#ui.t(answer === "consent" ? "trial.spoken" : "trial.about");
  }

  #section(told: TrialAnswer, done: ReturnType<typeof stepsDone>): HTMLElement {
    const { t } = this.#ui;
    if (told.answer === "yes") return h("p", { class: "small", "data-trial": "yes" }, t("trial.again"));
    return h(
      "section",
      { class: told.answer === "no" ? "box" : "box warning", "data-trial": told.answer },
      h("h2", {}, t("trial.heading")),
      h("p", {}, t("trial.about")),
      stepList(this.#ui, this.#step, done),
      ...(told.answer === "no"
        ? [failureBox(this.#ui, { code: "TRIAL_REFUSED", params: told.params })]
        : this.#question()),
    );
  }

  #question(): HTMLElement[] {
    const { t } = this.#ui;
    this.#tick = h("input", { type: "checkbox", id: "accept-trial", "data-action": "accept-trial" });
    return [
      h("p", { class: "strong" }, t(this.#step === "sign" ? "trial.now.sign" : "trial.now.attributes")),
      h("p", {}, t("trial.not")),
      h("p", {}, t("trial.way")),
      h("label", { class: "tick", for: "accept-trial" }, this.#tick, h("span", {}, t("trial.accept"))),
      this.#missing,
    ];
  }
}

const ORDER = ["status", "attributes", "sign", "rest"] as const;
type Listed = (typeof ORDER)[number];

/** The steps with what became of each; "now" is the one this screen is about. */
function stepList(ui: Ui, step: TrialStep | null, done: ReturnType<typeof stepsDone>): HTMLElement {
  const here: Listed | null = step === "verificationB" ? "attributes" : step;
  const stateOf = (one: Listed) => (one !== "rest" && done[one] ? "done" : one === here ? "here" : "later");
  return h(
    "ol",
    { class: "trial-steps" },
    ...ORDER.map((one) => {
      const state = stateOf(one);
      return h(
        "li",
        { "data-step": one, "data-state": state, ...(state === "here" ? { "aria-current": "step" } : {}) },
        ui.t(`trial.step.${one}`),
        " ",
        h("span", { class: "small" }, ui.t(`trial.state.${state}`)),
      );
    }),
  );
}
