import { pinStatus } from "../../card/describe.ts";
import { healthOf } from "../../card/health.ts";
import type { CardView } from "../../card/watch.ts";
import type { KeyName } from "../../messaging/protocol.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { healthPanel } from "../../ui/health-box.ts";
import { pinSection, triesText } from "../../ui/pin-facts.ts";
import { buttons, mainButton } from "../../window/screens/parts.ts";
import type { Mode } from "../request.ts";
import type { PortalJob } from "../state.ts";
import { askedText, type Build, decline, digestBox, handedList, siteLarge } from "./parts.ts";

/** The key whose certificate a mode needs. */
const KEY_OF: Partial<Record<Mode, KeyName>> = { "01": "authentication", "02": "signature" };

/** Which site, what it asks, what it will get, which PIN and how many tries: all before a PIN can be typed. */
export const prepare: Build<"prepare"> = (state, ui, act) => {
  const job = state.job as PortalJob;
  const key = KEY_OF[job.asked.mode];
  const tries = h("p", { class: "strong", "data-tries": "" });
  const panel = cardPanel(ui, state.card);
  const health = key ? healthPanel(ui, key) : null;
  const trial = trialNotice(ui, "rest");
  const hint = h("p", { class: "small" }, ui.t("prepare.waiting"));
  const proceed = button(ui.t("portal.next"), { action: "next", primary: true }, () => act.next());
  const update = (view: CardView) => {
    const pin = pinStatus(view.status, job.pin);
    tries.textContent = triesText(ui, pin?.triesLeft) ?? "";
    tries.dataset.tries = String(pin?.triesLeft ?? "");
    const ended = key !== undefined && healthOf(view.status, key).some(({ ends }) => ends);
    trial.update(view);
    proceed.disabled = trial.stopped() || pin === null || ended;
    hint.hidden = pin !== null;
    health?.update(view.status);
    panel.update(view);
  };
  update(state.card);
  return {
    heading: ui.t(`portal.heading.${job.asked.mode}`),
    body: [
      siteLarge(ui, job.site.origin),
      h("p", { class: "strong", "data-mode": job.asked.mode }, askedText(ui, job.asked)),
      h(
        "section",
        { class: "box", "data-handed": true },
        h("h2", {}, ui.t("portal.hand.heading")),
        handedList(ui, job),
      ),
      digestBox(ui, job),
      panel.element,
      health?.element ?? null,
      pinSection(ui, job.pin, tries),
      hint,
      trial.element,
      h("p", { class: "small" }, ui.t("portal.decline.text")),
      buttons(decline(ui, act)),
      mainButton(proceed),
    ],
    update: (now) => update(now.card),
  };
};
