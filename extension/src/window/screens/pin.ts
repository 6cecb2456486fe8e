import { pinStatus } from "../../card/describe.ts";
import { pinWords } from "../../pin/kinds.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinHelp, triesText } from "../../ui/pin-facts.ts";
import { formProblem, pinFailure, pinForm, pinFormState } from "../../ui/pin-form.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Build, forgotButton, type On, siteBox } from "./parts.ts";

/** The PIN box, under its full name, with the tries left and what went wrong last time. */
export const pin: Build<"pin"> = (state, ui, act) => {
  const { job } = state;
  const { name } = pinWords(job.pin, ui.language);
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const trial = trialNotice(ui, "attributes", job.agreed);
  const form = pinForm(
    ui,
    {
      kind: job.pin,
      action: "read",
      labels: { submit: "pin.read", submitLast: "pin.readLast" },
      hostEntry: job.hostEntry ?? false,
      submit: (text, acceptLastTry) => {
        if (trial.passed()) void act.read(text, acceptLastTry, trial.agreed());
      },
    },
    formState(state),
  );
  const update = (now: On<"pin">) => {
    panel.update(now.card);
    trial.update(now.card);
    form.element.hidden = trial.stopped();
    form.update(formState(now));
    const words = triesOf(ui, now);
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("pin.heading", { pin: name }),
    body: [
      problem(ui, state),
      tries,
      trial.element,
      form.element,
      pinHelp(ui, job.pin),
      forgotButton(ui, job.pin, act),
      panel.element,
      siteBox(ui, job.site),
      h(
        "div",
        { class: "buttons" },
        button(ui.t("common.back"), { action: "back" }, () => act.back()),
      ),
    ],
    update,
  };
};

export function formState(state: On<"pin"> | On<"face">) {
  const { job, problem: last } = state;
  return pinFormState(state, job.pin, last !== null && "failure" in last ? last.failure : null);
}

/** The tries from the card; while it is asked again, the failure above says them. */
export function triesOf(ui: Ui, { card, job }: On<"pin"> | On<"face">): string {
  return triesText(ui, pinStatus(card.status, job.pin)?.triesLeft) ?? "";
}

export function problem(ui: Ui, state: On<"pin"> | On<"face">): HTMLElement | null {
  if (state.problem === null) return null;
  if ("reason" in state.problem) return formProblem(ui, state.job.pin, state.problem.reason);
  return pinFailure(ui, state.job.pin, state.problem.failure);
}
