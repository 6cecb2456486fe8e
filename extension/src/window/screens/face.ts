import { pinStatus } from "../../card/describe.ts";
import { guideLinkFor } from "../../guide/link.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { faceDrawing } from "../../ui/face-drawing.ts";
import { triesText } from "../../ui/pin-facts.ts";
import { FORGETTABLE } from "../state.ts";
import { faceForm } from "./face-form.ts";
import { type Build, type On, siteBox } from "./parts.ts";
import { formState, problem } from "./pin.ts";

/** The number from the face of the card in place of the forgotten PIN, with its own tries. */
export const face: Build<"face"> = (state, ui, act) => {
  const { job } = state;
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const trial = trialNotice(ui, "verificationB", job.agreed);
  const form = faceForm(ui, (number, acceptLastTry) => {
    if (trial.passed()) void act.read(number, acceptLastTry, trial.agreed());
  });
  const update = (now: On<"face">) => {
    panel.update(now.card);
    trial.update(now.card);
    form.element.hidden = trial.stopped();
    form.update(formState(now));
    const words = triesText(ui, pinStatus(now.card.status, job.pin)?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("face.heading"),
    body: [
      problem(ui, state),
      h("p", {}, ui.t("face.text")),
      tries,
      h(
        "section",
        { class: "figure" },
        h("h2", {}, ui.t("face.where")),
        faceDrawing(ui),
        h("p", { class: "small" }, ui.t("face.drawing")),
      ),
      trial.element,
      form.element,
      h("p", {}, h("a", { href: guideLinkFor(FORGETTABLE, "forgotten"), target: "_blank" }, ui.t("face.other"))),
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
