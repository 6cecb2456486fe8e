import { countsOf } from "../../compare/compare.ts";
import type { Box, Comparison, Entry, Verdict } from "../../compare/types.ts";
import { button, h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { asksWhose } from "../comparing.ts";
import { type Build, buttons, finishButton, type On, siteBox } from "./parts.ts";
import { whoseBox } from "./whose.ts";
import { labelOf } from "./words.ts";

/** What needs a look comes first; what the card does not have comes last. */
const ORDER: readonly Verdict[] = ["differs", "unread", "empty", "spelling", "same", "not-on-card"];
/** What the summary names when there is any of it, in this order. */
const NAMED = ["spelling", "differs", "empty", "unread"] as const;

/** The way to the comparison, beside the way to filling. */
export function compareOffer(
  ui: Ui,
  act: { compare?(): unknown },
): { element: HTMLElement; button: HTMLButtonElement } {
  const offer = button(ui.t("compare.offer"), { action: "compare" }, () => act.compare?.());
  const texts = [ui.t("compare.offerText"), ui.t("compare.counter")].map((text) => h("p", { class: "small" }, text));
  return { element: h("section", { class: "compare-offer" }, buttons(offer), ...texts), button: offer };
}

/** What stands in the form against what the card says. Printed, it holds no value. */
export const compare: Build<"compare"> = (state, ui, act) => {
  const line = h("p", { class: "strong", role: "status", "aria-live": "polite" });
  const results = h("div");
  let shown: Comparison | null | undefined;
  const update = (now: On<"compare">) => {
    const words = now.gone ? ui.t("compare.gone") : stageOf(now, ui);
    if (line.textContent !== words) line.textContent = words;
    if (now.result === shown) return;
    shown = now.result;
    refill(results, ...(now.result === null ? [] : [...resultOf(now.result, ui), ...paperOf(now, ui)]));
    if (now.result !== null) ui.announce(summaryOf(now.result, ui));
  };
  update(state);
  const { job, whose } = state;
  return {
    heading: ui.t("compare.heading"),
    body: [
      job.plans === undefined ? null : whoseBox(ui, job.plan.blocks, whose, (id) => void act.compareFor?.(id)),
      line,
      results,
      h("p", { class: "strong" }, ui.t("compare.nothingWritten")),
      buttons(
        button(ui.t("compare.again"), { action: "retry" }, () => void act.start()),
        finishButton(ui, act),
      ),
    ],
    update,
  };
};

function stageOf(state: On<"compare">, ui: Ui): string {
  if (asksWhose(state)) return ui.t("compare.first");
  return state.result === null ? ui.t("compare.wait") : "";
}

/** When and of which page, and the way to the paper. */
function paperOf(state: On<"compare">, ui: Ui): HTMLElement[] {
  const at = new Intl.DateTimeFormat(ui.language, { dateStyle: "long", timeStyle: "short" }).format(state.at);
  return [
    siteOnPaper(ui, state),
    h("p", {}, ui.t("compare.then", { at })),
    h("p", { class: "small screen-only" }, ui.t("compare.printText")),
    buttons(button(ui.t("compare.print"), { action: "print" }, () => print())),
    h("p", { class: "paper-only" }, ui.t("compare.printed")),
    h("p", { class: "paper-only" }, ui.t("compare.made")),
  ];
}

/** The page's own title may say who is logged in there: it is not printed. */
function siteOnPaper(ui: Ui, { job }: On<"compare">): HTMLElement {
  const box = siteBox(ui, job.site);
  for (const heading of box.querySelectorAll("h2")) heading.textContent = ui.t("compare.site");
  for (const title of box.querySelectorAll("p.small")) title.classList.add("value");
  return box;
}

function resultOf(result: Comparison, ui: Ui): HTMLElement[] {
  const { differs, unread, empty } = countsOf(result);
  const fine = differs + unread + empty === 0;
  const sorted = [...result.entries].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const texts = valuesOf(result);
  return [
    h("p", { class: fine ? "good" : "strong", "data-summary": true }, summaryOf(result, ui)),
    h(
      "section",
      {},
      h("h2", {}, ui.t("compare.list")),
      h("ul", { class: "rows compared" }, ...sorted.map((entry) => entryView(entry, ui, texts))),
    ),
  ];
}

/** One sentence for each verdict there is. Items the card knows nothing of are no part of what was compared. */
export function summaryOf(result: Comparison, ui: Ui): string {
  const counts = countsOf(result);
  const all = result.entries.length - counts["not-on-card"];
  const told = [
    all === 0 ? ui.t("compare.none") : ui.t("compare.summary", { all, same: counts.same }),
    ...NAMED.map((verdict) => counts[verdict] > 0 && ui.t(`compare.count.${verdict}`, { count: counts[verdict] })),
    counts["not-on-card"] > 0 && ui.t("compare.count.not-on-card", { count: counts["not-on-card"] }),
  ];
  return told.filter(Boolean).join(ui.language === "ja" ? "" : " ");
}

function entryView({ category, verdict, boxes }: Entry, ui: Ui, texts: readonly string[]): HTMLElement {
  const mark = h("span", { class: `verdict ${verdict}` }, ui.t(`compare.verdict.${verdict}`));
  return h(
    "li",
    { "data-entry": category, "data-verdict": verdict },
    h("h3", {}, h("span", {}, ui.t(`compare.category.${category}`)), " ", mark),
    ...boxes.map((box) =>
      boxView(
        box,
        ui,
        boxes.some((other) => other.verdict !== box.verdict),
        texts,
      ),
    ),
  );
}

function boxView(box: Box, ui: Ui, marked: boolean, texts: readonly string[]): HTMLElement {
  const label = labelOf(box, ui);
  return h(
    "div",
    { class: "compared-box", "data-box": box.verdict },
    h("p", { class: holdsValue(label, texts) ? "label value" : "label", "data-label": true }, label),
    marked && box.verdict !== "same" && h("p", { class: "strong" }, ui.t(`compare.verdict.${box.verdict}`)),
    ...valueLines(box, ui),
    ...notesOf(box, ui).map((note) => h("p", { class: "small" }, note)),
  );
}

/** What the form says and what the card says; one line where both say the same. */
function valueLines(box: Box, ui: Ui): HTMLElement[] {
  const value = (title: string, text: string, name: string) =>
    h("p", { class: "value", [`data-${name}`]: true }, h("span", { class: "small" }, `${title} `), text);
  if (box.verdict === "same") return box.stands === "" ? [] : [value(ui.t("compare.both"), box.stands, "stands")];
  if (box.verdict === "unread") return [value(ui.t("compare.card"), box.card, "card")];
  const lines = [value(ui.t("compare.card"), box.card || ui.t("compare.nothing"), "card")];
  // What the card says nothing of is not read, but where a box of the address stands beside those it knows.
  if (box.verdict === "not-on-card" && box.stands === "") return [];
  return [
    value(ui.t("compare.stands"), box.stands.trim() === "" ? ui.t("compare.blank") : box.stands, "stands"),
    ...lines,
  ];
}

function notesOf({ unread, known, spellings, parts }: Box, ui: Ui): string[] {
  const comma = ui.language === "ja" ? "、" : ", ";
  const listed = (texts: readonly string[]) => texts.join(comma);
  return [
    ...(unread === undefined ? [] : [ui.t(`compare.unread.${unread}`)]),
    ...(known === undefined ? [] : [ui.t(`compare.known.${known}`)]),
    ...(spellings.length > 0
      ? [ui.t("compare.by", { what: listed(spellings.map((one) => ui.t(`compare.by.${one}`))) })]
      : []),
    ...(parts.length > 0
      ? [ui.t("compare.parts", { parts: listed(parts.map((one) => ui.t(`compare.part.${one}`))) })]
      : []),
  ];
}

const bare = (text: string): string => text.normalize("NFKC").replace(/\s+/g, "");

/** Everything a person is known by on this screen, to keep it off the paper also where the page made a label of it. */
function valuesOf({ entries }: Comparison): string[] {
  const texts = entries.flatMap(({ boxes }) => boxes.flatMap(({ stands, card }) => [bare(stands), bare(card)]));
  return texts.filter((text) => text.length > 1);
}

const holdsValue = (label: string, texts: readonly string[]): boolean =>
  texts.some((text) => bare(label).includes(text));
