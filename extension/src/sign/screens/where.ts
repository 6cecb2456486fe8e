/** 「どこに出しますか」: what the counter takes, and the official way where this page cannot make it. */
import { answerOf, type Counter, counterOf, counters, isMadeHere, nameOf, type Row } from "../../counters/data.ts";
import { h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { PROFILES, profilesFor } from "../profiles.ts";
import type { On, SignAct } from "./parts.ts";

/** The person's answer outlives the screen: going back from the PIN must not ask again. */
let chosen = "";

export function where(ui: Ui, act: SignAct): { element: HTMLElement; update(state: On<"choose">): void } {
  const select = h(
    "select",
    { id: "where", "data-where": true },
    h("option", { value: "" }, ui.t("where.unknown")),
    ...counters.map((counter) => h("option", { value: counter.id }, nameOf(counter, ui.language))),
  );
  select.value = chosen;
  const answer = h("div", { role: "status", "aria-live": "polite" });
  let docs: On<"choose">["docs"] = [];
  const show = () => {
    const counter = counterOf(chosen);
    refill(answer, counter && verdict(ui, counter));
    const row = counter && answerOf(counter);
    const wanted = PROFILES.find((profile) => profile === row?.profile);
    if (wanted && profilesFor(docs).includes(wanted)) act.choose(wanted);
  };
  select.addEventListener("change", () => {
    chosen = select.value;
    show();
  });
  const update = (state: On<"choose">) => {
    if (state.docs === docs) return;
    const files = (list: On<"choose">["docs"]) => list.map(({ name }) => name).join("\n");
    const changed = files(state.docs) !== files(docs);
    docs = state.docs;
    if (changed) show();
  };
  return {
    element: h(
      "div",
      {},
      h("div", { class: "field" }, h("label", { for: "where" }, ui.t("where.ask")), select),
      answer,
    ),
    update,
  };
}

/** What a counter takes, how sure that is, and where it was read. */
function verdict(ui: Ui, counter: Counter): HTMLElement {
  const row = answerOf(counter);
  const made = isMadeHere(row);
  return h(
    "div",
    { class: made ? "box" : "box warning", "data-counter": counter.id, "data-made": made ? "yes" : row.made },
    h("p", { class: "strong" }, ui.t(made ? "where.yes" : row.made === "not-yet" ? "where.notYet" : "where.no")),
    ...counter.rows.map((each) => h("p", {}, each.takes[ui.language])),
    ...official(ui, counter.rows),
    h("p", { class: "small" }, ui.t("where.source", { sure: ui.t(`where.sure.${sureness(row)}`), date: row.date })),
    h("p", { class: "small", lang: "en" }, row.source),
  );
}

const sureness = ({ sure }: Row): "high" | "medium" | "low" => (sure === "high" || sure === "medium" ? sure : "low");

function official(ui: Ui, rows: readonly Row[]): HTMLElement[] {
  const ways = rows.flatMap((row) => ("official" in row && row.official ? [row.official[ui.language]] : []));
  return [...new Set(ways)].map((way) => h("p", {}, ui.t("where.official", { way })));
}
