import { pinStatus } from "../../card/describe.ts";
import { pinWords } from "../../pin/kinds.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinHelp, triesText } from "../../ui/pin-facts.ts";
import { pinFailure, pinForm, pinFormState } from "../../ui/pin-form.ts";
import { SIGNATURE_PIN } from "../state.ts";
import { type Build, docFacts, type On } from "./parts.ts";
import { stampText } from "./stamp.ts";
import { whereLine } from "./where.ts";

/** The PIN box, above the files that it will sign. */
export const pin: Build<"pin"> = (state, ui, act) => {
  const { name } = pinWords(SIGNATURE_PIN, ui.language);
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const trial = trialNotice(ui, "sign", state.agreed);
  const form = pinForm(
    ui,
    {
      kind: SIGNATURE_PIN,
      action: "sign",
      labels: { submit: "pin.sign", submitLast: "pin.signLast" },
      hostEntry: act.hostEntry === true,
      submit: (text, acceptLastTry) => {
        if (trial.passed()) void act.sign(text, acceptLastTry, trial.agreed());
      },
    },
    pinFormState(state, SIGNATURE_PIN, state.problem),
  );
  const update = (now: On<"pin">) => {
    panel.update(now.card);
    trial.update(now.card);
    form.element.hidden = trial.stopped();
    form.update(pinFormState(now, SIGNATURE_PIN, now.problem));
    const words = triesText(ui, pinStatus(now.card.status, SIGNATURE_PIN)?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("pin.heading", { pin: name }),
    body: [
      state.problem && pinFailure(ui, SIGNATURE_PIN, state.problem),
      whereLine(ui, state),
      h(
        "section",
        {},
        h("h2", {}, ui.t("sign.about")),
        h("p", { class: "small", "data-profile": state.profile }, ui.t(`profile.${state.profile}.name`)),
        state.stamp && h("p", { class: "small", "data-stamp-at": true }, stampText(ui, state.stamp)),
        h("ul", { class: "rows" }, ...state.docs.map((doc) => h("li", { "data-file": doc.id }, docFacts(ui, doc)))),
      ),
      tries,
      trial.element,
      form.element,
      pinHelp(ui, SIGNATURE_PIN),
      panel.element,
      h(
        "div",
        { class: "buttons" },
        button(ui.t("common.back"), { action: "back" }, () => act.back()),
      ),
    ],
    update,
  };
};
