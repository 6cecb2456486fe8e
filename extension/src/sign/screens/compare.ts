/** Before filing: whether the certificate still says what the card says. Asked for by the person, with the card's own PIN. */
import { pinStatus } from "../../card/describe.ts";
import { pinWords } from "../../pin/kinds.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import { pinHelp, triesText } from "../../ui/pin-facts.ts";
import { pinFailure, pinForm, pinFormState } from "../../ui/pin-form.ts";
import type { Ui } from "../../ui/shell.ts";
import { FACE_PIN } from "../comparing.ts";
import type { Build, On, SignAct } from "./parts.ts";

export const compare: Build<"compare"> = (state, ui, act) => {
  const { name } = pinWords(FACE_PIN, ui.language);
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const options = {
    kind: FACE_PIN,
    action: "read",
    labels: { submit: "compareCard.submit", submitLast: "compareCard.submitLast" },
    hostEntry: act.hostEntry === true,
    submit: (text: string, acceptLastTry: boolean) => void act.compareCard(text, acceptLastTry),
  } as const;
  const form = pinForm(ui, options, pinFormState(state, FACE_PIN, state.problem));
  const update = (now: On<"compare">) => {
    panel.update(now.card);
    form.update(pinFormState(now, FACE_PIN, now.problem));
    const words = triesText(ui, pinStatus(now.card.status, FACE_PIN)?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("pin.heading", { pin: name }),
    body: [
      state.problem && pinFailure(ui, FACE_PIN, state.problem),
      h("p", {}, ui.t("compareCard.about")),
      tries,
      form.element,
      pinHelp(ui, FACE_PIN),
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

export const comparing: Build<"comparing"> = (_, ui, act) => ({
  heading: ui.t("compareCard.running"),
  body: [
    h("div", { class: "busy", "aria-hidden": "true" }),
    h("p", { class: "strong", role: "status" }, ui.t("working.keep")),
    h(
      "div",
      { class: "buttons" },
      button(ui.t("common.cancel"), { action: "cancel" }, () => act.cancel()),
    ),
  ],
});

/** On the last screen: the offer, or what came of it. A difference is told as what ends the certificate, at the top. */
export function comparison(ui: Ui, { compared, certificate }: On<"done">, act: SignAct): HTMLElement | null {
  if (certificate.holder === null || compared?.state === "differs") return null;
  return h(
    "section",
    { "data-compared": compared?.state ?? "" },
    h("h2", {}, ui.t("compareCard.heading")),
    compared?.state === "failed" && failureBox(ui, compared.failure),
    compared?.state === "same"
      ? h("p", { class: "strong", role: "status" }, ui.t("compareCard.same"))
      : h("p", {}, ui.t("compareCard.why")),
    compared?.state !== "same" &&
      h(
        "div",
        { class: "buttons" },
        button(ui.t("compareCard.offer"), { action: "compare-card" }, () => act.compare()),
      ),
  );
}
