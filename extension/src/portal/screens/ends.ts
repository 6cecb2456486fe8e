import { knownKey } from "../../i18n/index.ts";
import { button, h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import { lockedBody } from "../../ui/locked.ts";
import type { Ui } from "../../ui/shell.ts";
import { buttons } from "../../window/screens/parts.ts";
import type { Problem } from "../state.ts";
import { type Act, askedText, type Build, decline, handedList, siteLarge } from "./parts.ts";

/** Nothing was asked of the card. The page was told that it failed, and no more. */
export const refused: Build<"refused"> = ({ problem, origin, pinSent }, ui, act) => ({
  heading: ui.t("reason" in problem && problem.reason === "gone" ? "portal.gone.heading" : "portal.refused.heading"),
  body: [
    origin === null ? null : siteLarge(ui, origin),
    "reason" in problem ? reasonBox(ui, problem.reason, pinSent ?? false) : failureBox(ui, problem.failure),
    "reason" in problem ? null : digestReason(ui, problem),
    buttons(button(ui.t("common.close"), { action: "cancel", primary: true }, () => act.cancel())),
  ],
});

function reasonBox(ui: Ui, reason: Extract<Problem, { reason: string }>["reason"], pinSent: boolean): HTMLElement {
  return h(
    "div",
    { class: "box wrong", role: "alert", "data-problem": reason },
    h("p", { class: "strong" }, ui.t(`portal.refused.${reason}`)),
    h("p", { "data-pin-sent": pinSent }, ui.t(pinSent ? "portal.refused.sent" : "portal.refused.noTry")),
    h(
      "p",
      {},
      ui.t(reason === "gone" || reason === "not-on" ? `portal.refused.${reason}.next` : "portal.refused.next"),
    ),
  );
}

/** What exactly was wrong with a digest, for whoever runs the site. */
function digestReason(ui: Ui, { failure }: Extract<Problem, { failure: unknown }>): HTMLElement | null {
  const { reason, index } = failure.params;
  const key = knownKey(`portal.digest.${String(reason)}`);
  if (failure.code !== "DIGEST_REFUSED" || key === null) return null;
  const number = typeof index === "number" ? index + 1 : 1;
  return h("p", { "data-digest-reason": String(reason) }, ui.t("portal.digest.which", { number, reason: ui.t(key) }));
}

/** The page has its answer. */
export const given: Build<"given"> = ({ job }, ui, act) => {
  ui.announce(ui.t("portal.given.text"));
  return {
    heading: ui.t("portal.given.heading"),
    body: [
      siteLarge(ui, job.site.origin),
      h("p", { class: "strong good", "data-given": job.asked.mode }, ui.t("portal.given.text")),
      h("p", {}, askedText(ui, job.asked)),
      h("section", { class: "box" }, h("h2", {}, ui.t("portal.given.handed")), handedList(ui, job)),
      h("p", {}, ui.t("portal.given.next")),
      buttons(button(ui.t("common.close"), { action: "cancel", primary: true }, () => act.cancel())),
    ],
  };
};

/** The program on the computer is missing, old or gone. The page still waits. */
export const hostProblem: Build<"host-problem"> = ({ failure }, ui, act) => ({
  heading: ui.t("host.heading"),
  body: [failureBox(ui, failure), h("p", {}, ui.t("portal.waits")), again(ui, act)],
});

/** Something went wrong at the card or in the host. The page still waits. */
export const error: Build<"error"> = ({ failure }, ui, act) => ({
  heading: ui.t("error.heading"),
  body: [failureBox(ui, failure), h("p", {}, ui.t("portal.waits")), again(ui, act)],
});

/** The PIN is locked: where to go. */
export const locked: Build<"locked"> = ({ pin }, ui, act) => {
  const { heading, body } = lockedBody(ui, pin, () => void act.retry());
  return { heading, body: [...body, buttons(decline(ui, act))] };
};

function again(ui: Ui, act: Act): HTMLElement {
  return buttons(
    button(ui.t("common.retry"), { action: "retry", primary: true }, () => void act.retry()),
    decline(ui, act),
  );
}
