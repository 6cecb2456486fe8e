import { pinStatus } from "../../card/describe.ts";
import type { CardView } from "../../card/watch.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinSection, triesText } from "../../ui/pin-facts.ts";
import type { Ui } from "../../ui/shell.ts";
import { buttons, mainButton } from "../../window/screens/parts.ts";
import type { ListedBy } from "../origins.ts";
import type { TokenJob } from "../state.ts";
import { type Act, type Build, siteLarge } from "./parts.ts";

/** Which site, what it will get to know, whether it is on the list, which PIN and how many tries. */
export const prepare: Build<"prepare"> = (state, ui, act) => {
  const job = state.job as TokenJob;
  const tries = h("p", { class: "strong", "data-tries": "" });
  const panel = cardPanel(ui, state.card);
  const trial = trialNotice(ui, "rest");
  const hint = h("p", { class: "small" }, ui.t("prepare.waiting"));
  const proceed = button(ui.t("token.next"), { action: "next", primary: true }, () => act.next());
  const update = (view: CardView) => {
    const pin = pinStatus(view.status, job.pin);
    tries.textContent = triesText(ui, pin?.triesLeft) ?? "";
    tries.dataset.tries = String(pin?.triesLeft ?? "");
    trial.update(view);
    proceed.disabled = trial.stopped() || pin === null || job.listed === null;
    hint.hidden = pin !== null;
    panel.update(view);
  };
  update(state.card);
  return {
    heading: ui.t("token.heading"),
    body: [
      siteLarge(ui, job.site.origin),
      consent(ui),
      listing(ui, job.listed, act),
      panel.element,
      pinSection(ui, job.pin, tries),
      hint,
      trial.element,
      mainButton(proceed),
    ],
    update: (now) => {
      // The list changed: that is another screen, with another button.
      if ((now.job as TokenJob).listed !== job.listed) return false;
      return update(now.card);
    },
  };
};

/** What somebody agrees to who goes on. */
function consent(ui: Ui): HTMLElement {
  return h(
    "section",
    { class: "box warning", "data-consent": true },
    h("h2", {}, ui.t("token.consent.heading")),
    h("p", { class: "strong" }, ui.t("token.consent.number")),
    h("p", {}, ui.t("token.consent.no-name")),
    h("p", {}, ui.t("token.consent.check")),
    h("p", {}, ui.t("token.consent.not-official")),
  );
}

function listing(ui: Ui, listed: ListedBy, act: Act): HTMLElement {
  if (listed !== null) return h("p", { class: "small", "data-listed": listed }, ui.t(`token.listed.${listed}`));
  return h(
    "section",
    { class: "box", "data-listed": "nobody" },
    h("h2", {}, ui.t("token.list.heading")),
    h("p", {}, ui.t("token.list.text")),
    buttons(button(ui.t("token.list.add"), { action: "allow" }, () => void act.allow())),
  );
}
