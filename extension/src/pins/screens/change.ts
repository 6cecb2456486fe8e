import { pinStatus } from "../../card/describe.ts";
import { pinWords } from "../../pin/kinds.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinHelp, triesText } from "../../ui/pin-facts.ts";
import { pinFailure, pinFormState } from "../../ui/pin-form.ts";
import type { Ui } from "../../ui/shell.ts";
import { changeForm } from "./change-form.ts";
import type { Build, On } from "./parts.ts";
import { weakBox } from "./weak.ts";

/** The present PIN through the guard, and the new one twice. */
export const change: Build<"change"> = (state, ui, act) => {
  const { kind } = state;
  const { name } = pinWords(kind, ui.language);
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const hostEntry = act.hostEntry === true;
  const form = changeForm(ui, { kind, hostEntry, weak: state.weak, submit: (given) => void act.submit(given) });
  const trial = trialNotice(ui, "rest");
  const update = (now: On<"change">) => {
    panel.update(now.card);
    trial.update(now.card);
    form.element.hidden = trial.stopped();
    form.update(pinFormState(now, kind, now.problem));
    const words = triesText(ui, pinStatus(now.card.status, kind)?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("pins.change.heading", { pin: name }),
    body: [
      problem(ui, state),
      tries,
      trial.element,
      form.element,
      pinHelp(ui, kind),
      panel.element,
      h(
        "div",
        { class: "buttons" },
        button(ui.t("common.back"), { action: "overview" }, () => act.overview()),
      ),
    ],
    update,
  };
};

function problem(ui: Ui, { kind, problem: failure }: On<"change">): HTMLElement | null {
  if (failure === null) return null;
  return failure.code === "PIN_WEAK" ? weakBox(ui, failure) : pinFailure(ui, kind, failure);
}
