import { pinStatus } from "../../card/describe.ts";
import type { CardView } from "../../card/watch.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h } from "../../ui/dom.ts";
import { pinSection, triesText } from "../../ui/pin-facts.ts";
import { readsMore } from "../collecting.ts";
import { attributeOf } from "../needs.ts";
import { compareOffer } from "./compare.ts";
import { type Build, mainButton, siteBox } from "./parts.ts";
import { placeFact, siteWarning } from "./site.ts";

/** Before anything is asked: which page, which PIN and how many tries it has left, is the card there. */
export const prepare: Build<"prepare"> = ({ job, card }, ui, act) => {
  const count = job.plan.items.filter(({ type }) => attributeOf(type) !== null).length;
  const comma = ui.language === "ja" ? "、" : ", ";
  const fields = job.fields.map((field) => ui.t(`field.${field}`)).join(comma);
  const more = readsMore(job) ? [ui.t("prepare.more")] : [];
  const tries = h("p", { class: "strong", "data-tries": "" });
  const panel = cardPanel(ui, card);
  const place = siteWarning(ui, job.site, (key) => act.addSite?.(key) ?? Promise.resolve());
  const trial = trialNotice(ui, "attributes");
  const hint = h("p", { class: "small" }, ui.t("prepare.waiting"));
  const proceed = button(ui.t("prepare.next"), { action: "next", primary: true }, () => {
    if (place.passed() && trial.passed()) act.next(trial.agreed());
  });
  const offer = compareOffer(ui, { compare: () => trial.passed() && act.compare?.(trial.agreed()) });
  const closed = job.policy?.disabled;
  const update = (view: CardView) => {
    const pin = pinStatus(view.status, job.pin);
    tries.textContent = triesText(ui, pin?.triesLeft) ?? "";
    tries.dataset.tries = String(pin?.triesLeft ?? "");
    trial.update(view);
    proceed.disabled = pin === null || trial.stopped();
    offer.button.disabled = proceed.disabled;
    hint.hidden = pin !== null;
    panel.update(view);
  };
  update(card);
  return {
    heading: ui.t("prepare.heading"),
    body: [
      place.element,
      panel.element,
      pinSection(ui, job.pin, tries),
      siteBox(
        ui,
        job.site,
        ...placeFact(ui, job.site),
        ui.t("prepare.plan", { count }),
        ui.t("prepare.fields", { fields }),
        ...more,
      ),
      hint,
      trial.element,
      closed?.has("fill") ? null : mainButton(proceed),
      closed?.has("compare") ? null : offer.element,
    ],
    update: (state) => update(state.card),
  };
};
