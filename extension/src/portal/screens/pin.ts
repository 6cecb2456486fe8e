import { pinStatus } from "../../card/describe.ts";
import { pinWords } from "../../pin/kinds.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinHelp, triesText } from "../../ui/pin-facts.ts";
import { formProblem, pinFailure, pinForm } from "../../ui/pin-form.ts";
import type { Ui } from "../../ui/shell.ts";
import { buttons } from "../../window/screens/parts.ts";
import type { PortalJob } from "../state.ts";
import { askedText, type Build, decline, type On, siteLarge } from "./parts.ts";

/** The PIN box with the site and what it asks: whoever types here agrees to it. */
export const pin: Build<"pin"> = (state, ui, act) => {
  const job = state.job as PortalJob;
  const { name } = pinWords(job.pin, ui.language);
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const form = pinForm(
    ui,
    {
      kind: job.pin,
      action: "read",
      labels: { submit: `portal.submit.${job.asked.mode}`, submitLast: "portal.submitLast" },
      hostEntry: job.hostEntry ?? false,
      submit: (text, acceptLastTry) => void act.read(text, acceptLastTry),
    },
    formState(state),
  );
  const update = (now: On<"pin">) => {
    panel.update(now.card);
    form.update(formState(now));
    const words = triesText(ui, pinStatus(now.card.status, job.pin)?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("pin.heading", { pin: name }),
    body: [
      problem(ui, state),
      siteLarge(ui, job.site.origin),
      h("p", { class: "strong" }, askedText(ui, job.asked)),
      tries,
      form.element,
      pinHelp(ui, job.pin),
      panel.element,
      buttons(
        button(ui.t("common.back"), { action: "back" }, () => act.back()),
        decline(ui, act),
      ),
    ],
    update,
  };
};

function formState({ card, job, lastTry, problem: last }: On<"pin">) {
  const told = last !== null && "failure" in last ? last.failure.params.triesLeft : null;
  return { lastTry, triesKnown: (pinStatus(card.status, job.pin)?.triesLeft ?? told) === 1 };
}

function problem(ui: Ui, state: On<"pin">): HTMLElement | null {
  if (state.problem === null) return null;
  if ("reason" in state.problem) return formProblem(ui, state.job.pin, state.problem.reason);
  return pinFailure(ui, state.job.pin, state.problem.failure);
}
