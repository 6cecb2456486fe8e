// long: every step of the one screen, in the order in which a person meets them
import { pinStatus } from "../../card/describe.ts";
import type { NumberBox } from "../../number/boxes.ts";
import { law, type Purpose, purposesOf, purposeText } from "../../number/law.ts";
import type { NumberRun } from "../../number/run.ts";
import { type NumberState, PIN_FOR_NUMBER } from "../../number/state.ts";
import { trialNotice } from "../../trial/notice.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import { lockedBody } from "../../ui/locked.ts";
import { pinHelp, triesText } from "../../ui/pin-facts.ts";
import { formProblem, pinFailure, pinForm, pinFormState } from "../../ui/pin-form.ts";
import type { Ui, View } from "../../ui/shell.ts";
import type { Site } from "../state.ts";
import { type Act, type Build, buttons, finishButton, mainButton, type On, siteBox } from "./parts.ts";
import { stageText } from "./working.ts";

type Step<Name extends NumberState["step"]> = Extract<NumberState, { step: Name }>;
type Context<Name extends NumberState["step"]> = {
  state: Step<Name>;
  site: Site;
  ui: Ui;
  act: Act;
  run: NumberRun;
  leave: HTMLElement;
};
type Made<Name extends NumberState["step"]> = {
  heading: string;
  body: (HTMLElement | null)[];
  update?: (state: Step<Name>) => void;
};

/** The line in the preview, the report and on pages with nothing else to fill: that there is a box, and the way to it. */
export function numberBox(ui: Ui, offered: boolean, act: Act): HTMLElement | null {
  if (!offered || !act.openNumber) return null;
  return h(
    "section",
    { class: "box", "data-number-offer": true },
    h("h2", {}, ui.t("number.offer.heading")),
    h("p", {}, ui.t("number.offer.text")),
    buttons(button(ui.t("number.offer.open"), { action: "open-number" }, () => void act.openNumber?.())),
  );
}

/** The way of the 個人番号, one step at a time. */
export const number: Build<"number"> = (state, ui, act) => {
  const run = act.number;
  if (run === undefined) return { heading: ui.t("number.heading.failed"), body: [] };
  const { step } = state.number;
  const made = stepView(state, ui, act, run);
  const update: View<On<"number">>["update"] = (now) =>
    now.number.step === step && made.update !== undefined ? made.update(now.number as never) : false;
  return { heading: made.heading, body: [h("div", { "data-number-step": step }, ...made.body)], update };
};

const STEPS: { [Name in NumberState["step"]]: (context: Context<Name>) => Made<Name> } = {
  purpose,
  pin,
  working,
  look,
  writing: ({ ui }) => ({
    heading: ui.t("number.heading.writing"),
    body: [h("p", { role: "status" }, ui.t("common.wait"))],
  }),
  done,
  expired,
  locked: ({ ui, run, leave }) => {
    const { heading, body } = lockedBody(ui, PIN_FOR_NUMBER, () => run.again());
    return { heading, body: [...body, buttons(leave)] };
  },
  failed: ({ state, ui, run, leave }) => ({
    heading: ui.t("number.heading.failed"),
    body: [failureBox(ui, state.failure), buttons(againButton(ui, run), leave)],
  }),
};

function stepView({ number: state, site }: On<"number">, ui: Ui, act: Act, run: NumberRun): Made<NumberState["step"]> {
  const over = state.step === "done" || state.step === "expired";
  const words = over ? "number.close" : "number.leave";
  const leave = button(ui.t(words), { action: "leave-number" }, () => act.leaveNumber?.());
  const make = STEPS[state.step] as (context: unknown) => Made<NumberState["step"]>;
  return make({ state, site, ui, act, run, leave });
}

const againButton = (ui: Ui, run: NumberRun) =>
  button(ui.t("number.again"), { action: "number-again" }, () => run.again());

/** What the law says, and the purpose: nothing is chosen beforehand. */
function purpose({ state, site, ui, run, leave }: Context<"purpose">): Made<"purpose"> {
  const next = button(ui.t("number.purpose.next"), { action: "number-next", primary: true }, () => run.next());
  const update = ({ purpose: chosen }: Step<"purpose">) => {
    next.disabled = chosen === null;
  };
  update(state);
  const choices = purposesOf(state.offer.purposes).map((one) => choice(one, state, ui, run));
  return {
    heading: ui.t("number.heading.purpose"),
    body: [
      siteBox(ui, site),
      h(
        "section",
        {},
        h("p", {}, ui.t("number.law.uses")),
        h("p", {}, ui.t("number.law.ask")),
        h("p", {}, ui.t("number.law.keep")),
        h("p", { class: "small" }, ui.t("number.law.source", { name: law.name, amended: law.amended, date: law.date })),
      ),
      h(
        "section",
        { class: "box" },
        h("fieldset", { class: "choices" }, h("legend", {}, ui.t("number.purpose")), ...choices),
        h("p", {}, ui.t("number.purpose.unsure")),
      ),
      mainButton(next),
      buttons(leave),
    ],
    update,
  };
}

function choice(one: Purpose, state: NumberState, ui: Ui, run: NumberRun): HTMLElement {
  const id = `purpose-${one.id}`;
  const input = h("input", { type: "radio", name: "purpose", id, value: one.id, autocomplete: "off" });
  input.checked = state.purpose === one.id;
  input.addEventListener("change", () => input.checked && run.purpose(one.id));
  const words = h(
    "span",
    {},
    purposeText(one, ui.language),
    " ",
    h("span", { class: "small" }, ui.language === "ja" ? `（${one.article}）` : `(${one.article})`),
  );
  return h("div", { class: "choice" }, h("label", { for: id }, input, words));
}

/** The PIN once more, for this alone. */
function pin({ state, site, ui, run, leave }: Context<"pin">): Made<"pin"> {
  const panel = cardPanel(ui, state.card);
  const tries = h("p", { class: "strong", role: "status" });
  const formState = (now: Step<"pin">) => {
    const { problem: last } = now;
    return pinFormState(now, PIN_FOR_NUMBER, last !== null && "failure" in last ? last.failure : null);
  };
  const form = pinForm(
    ui,
    {
      kind: PIN_FOR_NUMBER,
      action: "read",
      labels: { submit: "number.pin.read", submitLast: "number.pin.readLast" },
      hostEntry: state.hostEntry,
      submit: (text, acceptLastTry) => void run.read(text, acceptLastTry),
    },
    formState(state),
  );
  const trial = trialNotice(ui, "rest");
  const trouble = h("div", {});
  let shown: Step<"pin">["problem"] = null;
  const update = (now: Step<"pin">) => {
    panel.update(now.card);
    trial.update(now.card);
    form.element.hidden = trial.stopped();
    form.update(formState(now));
    if (shown !== now.problem) refill(trouble, problemBox(ui, now.problem));
    shown = now.problem;
    const words = triesText(ui, pinStatus(now.card.status, PIN_FOR_NUMBER)?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
  };
  update(state);
  return {
    heading: ui.t("number.heading.pin"),
    body: [
      trouble,
      h("p", {}, ui.t("number.pin.text")),
      h("p", { class: "small", "data-purpose": state.purpose }, purposeLine(ui, state)),
      tries,
      trial.element,
      form.element,
      pinHelp(ui, PIN_FOR_NUMBER),
      panel.element,
      siteBox(ui, site),
      buttons(
        button(ui.t("common.back"), { action: "back" }, () => run.back()),
        leave,
      ),
    ],
    update,
  };
}

function problemBox(ui: Ui, problem: Step<"pin">["problem"]): HTMLElement | null {
  if (problem === null) return null;
  if ("reason" in problem) return formProblem(ui, PIN_FOR_NUMBER, problem.reason);
  return pinFailure(ui, PIN_FOR_NUMBER, problem.failure);
}

function purposeLine(ui: Ui, { purpose: id }: NumberState): string {
  const [one] = purposesOf(id === null ? [] : [id]);
  return one === undefined ? "" : ui.t("number.look.for", { purpose: purposeText(one, ui.language) });
}

function working({ state, ui, act }: Context<"working">): Made<"working"> {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" }, stageText(ui, state.stage));
  return {
    heading: ui.t("number.heading.working"),
    body: [
      h("div", { class: "busy", "aria-hidden": "true" }),
      line,
      buttons(button(ui.t("common.cancel"), { action: "cancel" }, () => act.cancel())),
    ],
    update: ({ stage }) => {
      line.textContent = stageText(ui, stage);
    },
  };
}

/** One row: for which box, for what, and the number behind dots until the person wants to see it. */
function look({ state, site, ui, act, run, leave }: Context<"look">): Made<"look"> {
  const write = button(ui.t("number.look.write"), { action: "number-write", primary: true }, () => void run.write());
  const value = h("p", { class: "value number-value", "data-shown": "no" });
  const show = button("", { action: "number-show" }, () => run.show(value.dataset.shown === "no"));
  const update = (now: Step<"look">) => {
    const digits = run.digits();
    value.dataset.shown = digits === null ? "no" : "yes";
    refill(value, ...(digits === null ? masked(ui) : [(digits.match(/\d{4}/g) ?? []).join(" ")]));
    show.textContent = ui.t(digits === null ? "number.look.show" : "number.look.hide");
    show.setAttribute("aria-pressed", String(digits !== null));
    write.disabled = now.chosen.length === 0;
  };
  update(state);
  return {
    heading: ui.t("number.heading.look"),
    body: [
      h("p", {}, ui.t("number.look.text")),
      siteBox(ui, site),
      h(
        "section",
        { class: "box" },
        whereBox(state, ui, run),
        h("p", { class: "small" }, purposeLine(ui, state)),
        h("h2", {}, ui.t("number.look.value")),
        value,
        h("p", { class: "small" }, ui.t("number.look.around")),
        buttons(show),
        h("p", { class: "small" }, ui.t("number.look.time")),
      ),
      // Never over anything else: a press meant for 「表示する」 must not write.
      buttons(write),
      buttons(leave, finishButton(ui, act)),
    ],
    update,
  };
}

const masked = (ui: Ui) => [
  h("span", { "aria-hidden": "true" }, ui.t("number.look.masked")),
  h("span", { class: "hidden" }, ui.t("number.look.maskedSpoken")),
];

/** The one box, or the choice among several: then none is chosen beforehand. */
function whereBox({ offer, chosen }: Step<"look">, ui: Ui, run: NumberRun): HTMLElement {
  const [only, ...more] = offer.boxes;
  if (only !== undefined && more.length === 0) {
    return h("div", {}, h("h2", {}, ui.t("number.look.to")), h("p", { class: "strong" }, ...boxWords(only, ui)));
  }
  const choices = offer.boxes.map((box, index) => {
    const id = `number-box-${index}`;
    const input = h("input", { type: "checkbox", id, autocomplete: "off" });
    input.checked = chosen.includes(box.key);
    input.addEventListener("change", () => run.choose(box.key, input.checked));
    return h("label", { class: "tick", for: id }, input, h("span", {}, ...boxWords(box, ui)));
  });
  return h("fieldset", { class: "choices" }, h("legend", {}, ui.t("number.look.which")), ...choices);
}

function boxWords({ label, heading, parts }: NumberBox, ui: Ui): (HTMLElement | string)[] {
  const full = parts.some(({ empty }) => !empty);
  return [
    h("span", { "data-label": true }, label),
    ...(heading !== "" && !label.includes(heading) ? [h("span", { class: "small" }, ` ${heading}`)] : []),
    ...(parts.length > 1
      ? [h("span", { class: "small" }, ` ${ui.t("number.look.boxes", { count: parts.length })}`)]
      : []),
    ...(full ? [" ", h("strong", { class: "unsure" }, ui.t("number.look.overwrites"))] : []),
  ];
}

function done({ state, ui, act, leave }: Context<"done">): Made<"done"> {
  const rows = state.outcomes.map(({ key, state: outcome }) => {
    const box = state.offer.boxes.find((one) => one.key === key);
    return h(
      "li",
      { "data-result": outcome },
      h("span", { class: "label" }, box?.label ?? ""),
      h("span", { class: outcome === "filled" ? "small good" : "small bad" }, ui.t(`number.done.${outcome}`)),
    );
  });
  ui.announce(state.outcomes.map(({ state: outcome }) => ui.t(`number.done.${outcome}`)).join(" "));
  return {
    heading: ui.t("number.heading.done"),
    body: [
      h("ul", { class: "rows" }, ...rows),
      h("p", { class: "strong" }, ui.t("number.done.wiped")),
      h("p", {}, ui.t("number.done.submit")),
      buttons(leave, finishButton(ui, act)),
    ],
  };
}

function expired({ ui, run, leave }: Context<"expired">): Made<"expired"> {
  return {
    heading: ui.t("number.heading.expired"),
    body: [
      h("p", { class: "strong", role: "alert" }, ui.t("number.expired.text")),
      buttons(againButton(ui, run), leave),
    ],
  };
}
