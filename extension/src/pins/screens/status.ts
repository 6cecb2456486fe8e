import { isOther, pinStatus } from "../../card/describe.ts";
import { explain } from "../../errors/explain.ts";
import { guideLink, guideLinkFor } from "../../guide/link.ts";
import { knownKey } from "../../i18n/index.ts";
import type { Advice, CardStatus, PinStatus } from "../../messaging/protocol.ts";
import { isPinKind, pinWords } from "../../pin/kinds.ts";
import { trialOverview } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { guideLine } from "../../ui/failure-box.ts";
import { triesText } from "../../ui/pin-facts.ts";
import type { Ui } from "../../ui/shell.ts";
import { CHANGEABLE } from "../state.ts";
import { cardSection, certificateSection } from "./dates.ts";
import type { Build, On, PinsAct } from "./parts.ts";

/** Everything that the card tells without a PIN, what is wrong, and the one next step for each. */
export const status: Build<"status"> = (state, ui, act) => {
  const panel = cardPanel(ui, state.card);
  const all = h("div", { id: "glance" });
  const trial = trialOverview(ui);
  let shown = "";
  const update = ({ card }: On<"status">) => {
    panel.update(card);
    trial.update(card);
    const now = JSON.stringify(card.status);
    if (now === shown) return;
    shown = now;
    // Of another card the panel says which it is; its PINs are none of ours.
    const mine = card.status && !isOther(card.status.card.type) ? card.status : null;
    refill(all, ...(mine ? glance(ui, mine, act) : []));
    if (mine) ui.announce(summaryText(ui, mine.advice.length));
  };
  update(state);
  return {
    heading: ui.t("pins.heading"),
    body: [h("p", {}, ui.t("pins.intro")), panel.element, all, trial.element],
    update,
  };
};

const summaryText = (ui: Ui, count: number) => (count === 0 ? ui.t("pins.fine") : ui.t("pins.todo", { count }));

function glance(ui: Ui, status: CardStatus, act: PinsAct): (HTMLElement | null)[] {
  const { advice, pins } = status;
  const chosen = pins.filter(({ kind }) => !kind.startsWith("verification-"));
  const printed = pins.filter(({ kind }) => kind.startsWith("verification-"));
  return [
    h(
      "section",
      { "data-advice": advice.length },
      h("h2", {}, ui.t("pins.summary")),
      h("p", { class: advice.length === 0 ? "good" : "strong" }, summaryText(ui, advice.length)),
      kindBox(ui, status),
      ...advice.map((one) => adviceBox(ui, one)),
    ),
    h(
      "section",
      {},
      h("h2", {}, ui.t("pins.list")),
      h("ul", { class: "rows" }, ...chosen.map((pin) => pinRow(ui, status, pin, act))),
    ),
    certificateSection(ui, status),
    cardSection(ui, status),
    printed.length === 0
      ? null
      : h(
          "section",
          {},
          h("h2", {}, ui.t("pins.printed")),
          h("p", { class: "small" }, ui.t("pins.printed.text")),
          h("ul", { class: "rows" }, ...printed.map((pin) => pinRow(ui, status, pin, act))),
        ),
  ];
}

/** A card that is a My Number card but not an ordinary one. */
function kindBox(ui: Ui, { card }: CardStatus): HTMLElement | null {
  const cause = knownKey(`pins.card.${card.type}`);
  const next = knownKey(`pins.card.${card.type}.next`);
  if (!cause || !next) return null;
  return h(
    "div",
    { class: "box", "data-card-type": card.type },
    h("p", { class: "strong" }, ui.t(cause)),
    h("p", {}, ui.t(next)),
  );
}

function adviceBox(ui: Ui, { code, params = {} }: Advice): HTMLElement {
  const words = adviceText(ui, code, params);
  return h(
    "div",
    { class: code.endsWith("EXPIRING") ? "box warning" : "box wrong", "data-advice-code": code },
    h("p", { class: "strong" }, words.cause),
    h("p", {}, words.next),
    guideLine(ui, guideLink({ code, params })),
  );
}

/** Nothing was typed here, so a last try is told without the words about what was not sent. */
function adviceText(ui: Ui, code: string, params: NonNullable<Advice["params"]>): { cause: string; next: string } {
  if (code !== "PIN_LAST_TRY" || !isPinKind(params.pin)) return explain({ code, params }, ui.language);
  const pin = pinWords(params.pin, ui.language).name;
  return { cause: ui.t("pins.lastTry", { pin }), next: ui.t("pins.lastTry.next") };
}

function pinRow(ui: Ui, status: CardStatus, { kind }: PinStatus, act: PinsAct): HTMLElement {
  const words = pinWords(kind, ui.language);
  const pin = pinStatus(status, kind);
  const unused = status.certificates.some(({ key, present }) => key === kind && !present);
  const state = unused ? "unused" : pin?.locked ? "locked" : "open";
  const link = h("a", {
    href: guideLinkFor(kind, state === "locked" ? "locked" : "forgotten"),
    target: "_blank",
    "data-action": `guide-${kind}`,
  });
  link.textContent = ui.t("pins.guide", { pin: words.short });
  return h(
    "li",
    { class: "pin-row-status", "data-pin": kind, "data-state": state, "data-tries": String(pin?.triesLeft ?? "") },
    h("span", { class: "label" }, words.name),
    h("span", { class: state === "locked" ? "value bad" : "value" }, stateText(ui, state, pin)),
    h("span", { class: "small" }, ui.t("pins.form", { form: words.form })),
    h("span", { class: "small" }, words.use),
    kind === "resident-register" && h("span", { class: "small" }, ui.t("pins.counterOnly")),
    h("span", { class: "row-actions" }, state === "open" ? changeButton(ui, kind, act) : null, link),
  );
}

function stateText(ui: Ui, state: "unused" | "locked" | "open", pin: PinStatus | null): string {
  if (state === "unused") return ui.t("pins.unused");
  return state === "locked" ? ui.t("pins.locked") : (triesText(ui, pin?.triesLeft) ?? "");
}

function changeButton(ui: Ui, kind: PinStatus["kind"], act: PinsAct): HTMLElement | null {
  const changeable = CHANGEABLE.find((one) => one === kind);
  if (!changeable) return null;
  const label = ui.t("pins.change", { pin: pinWords(kind, ui.language).short });
  return button(label, { action: `change-${kind}` }, () => act.change(changeable));
}
