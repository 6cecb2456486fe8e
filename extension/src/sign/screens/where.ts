/** 「どこに出しますか」: what the counter takes, and the official way where this page cannot make it. */
import {
  type Counter,
  counterOf,
  counters,
  kindsFor,
  nameOf,
  officialWays,
  outlook,
  PORTAL,
  type Row,
} from "../../counters/data.ts";
import { knownKey } from "../../i18n/index.ts";
import { h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { PROFILES, type Profile, profilesFor } from "../profiles.ts";
import type { Doc } from "../state.ts";
import type { On, SignAct } from "./parts.ts";

/** The person's answer outlives the screen: going back from the PIN must not ask again. */
let chosen = "";

type Chosen = { docs: readonly Pick<Doc, "name" | "size" | "kind">[]; profile: Profile };

export function where(ui: Ui, act: SignAct): { element: HTMLElement; update(state: On<"choose">): void } {
  const select = h(
    "select",
    { id: "where", "data-where": true },
    h("option", { value: "" }, ui.t("where.unknown")),
    ...counters.map((counter) => h("option", { value: counter.id }, nameOf(counter, ui.language))),
  );
  select.value = chosen;
  const answer = h("div", { role: "status", "aria-live": "polite" });
  let now: Chosen = { docs: [], profile: PROFILES[0] };
  let shown = "";
  // What is read out changes only when it says something else.
  const render = () => {
    const counter = counterOf(chosen);
    const key = counter ? [chosen, now.profile, now.docs.length > 0].join() : "";
    if (key !== shown) refill(answer, counter && verdict(ui, counter, now));
    shown = key;
  };
  const follow = () => {
    const counter = counterOf(chosen);
    const wanted = counter && profilesFor(now.docs).filter((profile) => kindsFor(counter).includes(profile));
    const [first] = wanted ?? [];
    if (first && !wanted?.includes(now.profile)) act.choose(first);
    render();
  };
  select.addEventListener("change", () => {
    chosen = select.value;
    follow();
  });
  const update = ({ docs, profile }: On<"choose">) => {
    const changed = namesOf(docs) !== namesOf(now.docs);
    now = { docs, profile };
    if (changed) follow();
    else render();
  };
  const field = h("div", { class: "field" }, h("label", { for: "where" }, ui.t("where.ask")), select);
  return { element: h("div", {}, field, answer), update };
}

/** Beside the PIN box: where the files go, or once more that they will not be taken there. */
export function whereLine(ui: Ui, now: Chosen): HTMLElement | null {
  const counter = counterOf(chosen);
  if (counter === null) return null;
  const name = nameOf(counter, ui.language);
  if (outlook(counter, now.profile) === "fits") return h("p", { class: "small" }, ui.t("where.goes", { name }));
  return h(
    "div",
    { class: "box warning", "data-where-warning": counter.id },
    h("p", { class: "strong" }, ui.t("where.goes", { name }), " ", summary(ui, counter, now)),
    ...officialLines(ui, counter),
  );
}

const namesOf = (docs: Chosen["docs"]) => docs.map(({ name, kind }) => `${kind} ${name}`).join("\n");

/** What a counter takes, how sure that is, and where it was read. */
function verdict(ui: Ui, counter: Counter, now: Chosen): HTMLElement {
  const is = outlook(counter, now.profile);
  // Before a file is chosen no kind has been chosen either.
  const fine = is === "fits" || (is === "other" && now.docs.length === 0);
  return h(
    "div",
    { class: fine ? "box" : "box warning", "data-counter": counter.id, "data-outlook": is },
    h("p", { class: "strong" }, summary(ui, counter, now)),
    ...counter.rows.flatMap((row) => rowLines(ui, row)),
    ...officialLines(ui, counter),
    is === "portal" &&
      h("p", {}, h("a", { href: "portal.html", target: "_blank", "data-action": "open-portal" }, ui.t("portal.link"))),
  );
}

function summary(ui: Ui, counter: Counter, { docs, profile }: Chosen): string {
  const is = outlook(counter, profile);
  if (is !== "other") return ui.t(`where.${is}`);
  const names = kindsFor(counter).map((kind) => {
    const key = knownKey(`profile.${kind}.name`);
    return ui.t("where.quote", { text: key ? ui.t(key) : kind });
  });
  const kinds = names.reduce((one, other) => ui.t("where.or", { one, other }));
  return ui.t(docs.length === 0 ? "where.needs" : "where.other", { kinds });
}

function rowLines(ui: Ui, row: Row): HTMLElement[] {
  const made = row.profile === PORTAL ? PORTAL : row.made === "yes" ? "yes" : row.made === "not-yet" ? "not-yet" : "no";
  const facts = { made: ui.t(`where.made.${made}`), sure: ui.t(`where.sure.${sureness(row)}`), date: row.date };
  return [
    h("p", { "data-made": made }, row.takes[ui.language]),
    h("p", { class: "small" }, ui.t("where.source", facts), " ", h("span", { lang: "en" }, row.source)),
  ];
}

const sureness = ({ sure }: Row): "high" | "medium" | "low" => (sure === "high" || sure === "medium" ? sure : "low");

const officialLines = (ui: Ui, counter: Counter): HTMLElement[] =>
  officialWays(counter, ui.language).map((way) => h("p", {}, ui.t("where.official", { way })));
