import { pinWords } from "../../pin/kinds.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinHelp } from "../../ui/pin-facts.ts";
import { pinForm } from "../../ui/pin-form.ts";
import { buttons } from "../../window/screens/parts.ts";
import { formState, problem, triesOf } from "../../window/screens/pin.ts";
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
    const words = triesOf(ui, now);
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
