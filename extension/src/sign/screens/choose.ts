import { pinStatus } from "../../card/describe.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import { healthPanel } from "../../ui/health-box.ts";
import { pinFacts, pinHelp, triesText } from "../../ui/pin-facts.ts";
import { passed } from "../check.ts";
import { needsContent } from "../profiles.ts";
import { allHashed, certificateProblem, SIGNATURE_PIN } from "../state.ts";
import { checkPanel } from "./checks.ts";
import { dropZone, fileList, noticeBox } from "./files.ts";
import type { Build, On } from "./parts.ts";
import { profileChoice } from "./profile.ts";
import { stampChoice } from "./stamp.ts";
import { where } from "./where.ts";

/** Where they go, which files, what they will be signed with, what that means, is the card there. */
export const choose: Build<"choose"> = (state, ui, act) => {
  const list = fileList(ui, act);
  const notice = noticeBox(ui);
  const kinds = profileChoice(ui, act);
  const checks = checkPanel(ui, act);
  const mark = stampChoice(ui, act);
  const place = where(ui, act);
  const handed = h("p", { class: "small" }, ui.t("profile.content"));
  const panel = cardPanel(ui, state.card);
  const trouble = h("div", {});
  const health = healthPanel(ui, "signature");
  const trial = trialNotice(ui, "sign");
  const tries = h("p", { class: "strong", role: "status", "aria-live": "polite" });
  const proceed = button(ui.t("sign.next"), { action: "next", primary: true }, () => {
    if (trial.passed()) act.next(trial.agreed());
  });
  const hint = h("p", { class: "small" }, ui.t("sign.wait"));
  const signedWith = h(
    "section",
    { class: "pin" },
    h("h2", {}, ui.t("sign.with")),
    h("p", { class: "strong" }, ui.t("sign.with.key")),
    pinFacts(ui, SIGNATURE_PIN),
    tries,
    pinHelp(ui, SIGNATURE_PIN),
  );
  let shownTrouble = "";
  const update = (now: On<"choose">) => {
    const { docs, card } = now;
    notice.update(now);
    list.update(now);
    kinds.update(now);
    checks.update(now);
    mark.update(now);
    place.update(now);
    handed.hidden = !needsContent(now.profile);
    panel.update(card);
    trial.update(card);
    const pin = pinStatus(card.status, SIGNATURE_PIN);
    const words = triesText(ui, pin?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
    const problem = certificateProblem(card);
    if (shownTrouble !== (problem?.code ?? "")) refill(trouble, problem && failureBox(ui, problem));
    shownTrouble = problem?.code ?? "";
    health.update(card.status, problem?.code);
    // A PIN that opens nothing is not worth a word, least of all how many tries it has left.
    signedWith.hidden = problem?.code === "CERTIFICATE_MISSING";
    proceed.disabled = trial.stopped() || pin === null || problem !== null || !allHashed(docs) || !passed(now.check);
    hint.hidden = !proceed.disabled;
  };
  update(state);
  return {
    heading: ui.t("sign.heading"),
    body: [
      h("section", {}, place.element),
      h("section", {}, h("h2", {}, ui.t("sign.files")), dropZone(ui, act), notice.element, list.element),
      h("section", {}, kinds.element, handed),
      checks.element,
      mark.element,
      panel.element,
      trouble,
      health.element,
      signedWith,
      h(
        "section",
        { class: "box warning" },
        h("h2", {}, ui.t("sign.meaning.heading")),
        h("p", {}, ui.t("sign.meaning.text")),
        h("p", {}, ui.t("sign.meaning.personal")),
      ),
      hint,
      trial.element,
      h("div", { class: "buttons main" }, proceed),
    ],
    update,
  };
};
