/** The screens of the 個人番号 and the warning about a place, in both languages, built over linkedom. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import { NO_VIEW } from "../../src/card/watch.ts";
import { type Key, type Language, text, type Values } from "../../src/i18n/index.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { purposesOf } from "../../src/number/law.ts";
import type { NumberOffer, NumberState } from "../../src/number/state.ts";
import { standingOf } from "../../src/site/standing.ts";
import type { Ui } from "../../src/ui/shell.ts";
import { buildScreen } from "../../src/window/screens/index.ts";
import { numberBox } from "../../src/window/screens/number.ts";
import { placeFact, siteWarning } from "../../src/window/screens/site.ts";
import type { Site, State } from "../../src/window/state.ts";
import { cardWith } from "../window/fixtures.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

const NUMBER = "123456789018";
const parts = [{ ref: "f1", from: 0, to: 12, width: "half" as const, empty: true }];
const box = { key: "n0/f1", frame: "n0", label: "<b>個人番号</b>", heading: "申請者", parts, separator: "" as const };
const offer: NumberOffer = { boxes: [box], purposes: ["local-tax", "welfare", "ordinance"] };
const two: NumberOffer = {
  ...offer,
  boxes: [box, { ...box, key: "n0/f2", parts: parts.map((one) => ({ ...one, ref: "f2", empty: false })) }],
};
const before = { offer, purpose: "local-tax", hostEntry: false };
const site: Site = { origin: "https://www.city.example.lg.jp", title: "<b>題</b>" };
const from = { screen: "page-problem", problem: "no-fields", site, left: [], numbers: [box] } as const;
const wrong = new HitofudeError("PIN_INCORRECT", { pin: "input-support", triesLeft: 1 });

const steps: NumberState[] = [
  { ...before, purpose: null, step: "purpose" },
  { ...before, step: "purpose" },
  { ...before, step: "pin", card: NO_VIEW, problem: null, lastTry: false },
  { ...before, step: "pin", card: cardWith(1), problem: { failure: wrong }, lastTry: true },
  { ...before, step: "pin", card: cardWith(3), problem: { reason: "too-short" }, lastTry: false },
  { ...before, hostEntry: true, step: "pin", card: cardWith(3), problem: null, lastTry: false },
  { ...before, step: "working", stage: "reading", lastTry: false },
  { ...before, step: "look", chosen: ["n0/f1"], shown: false },
  { ...before, step: "look", chosen: ["n0/f1"], shown: true },
  { ...before, offer: two, step: "look", chosen: [], shown: false },
  { ...before, step: "writing", chosen: ["n0/f1"] },
  { ...before, step: "done", outcomes: [{ key: "n0/f1", state: "filled" }] },
  ...(["changed-by-page", "invalid", "refused", "gone"] as const).map((state) => ({
    ...{ ...before, step: "done" as const, outcomes: [{ key: "n0/f1", state }] },
  })),
  { ...before, step: "expired" },
  { ...before, step: "locked" },
  { ...before, step: "failed", failure: new HitofudeError("NUMBER_REFUSED", { reason: "not-listed" }) },
];

function ui(language: Language): Ui {
  const t = (key: Key, values?: Values) => {
    const words = text(language, key, values);
    assert.doesNotMatch(words, /[{}]|undefined|null/, key);
    return words;
  };
  return { language, t, announce: () => undefined };
}

/** Everything a screen may do does nothing; the digits are there while the state says that they are shown. */
const actFor = (state: NumberState) => {
  const run = { digits: () => (state.step === "look" && state.shown ? NUMBER : null) };
  const number = new Proxy(run, { get: (all, name) => (name === "digits" ? all.digits : () => undefined) });
  return new Proxy({ number }, { get: (all, name) => (name === "number" ? all.number : () => undefined) }) as never;
};

function* everything() {
  for (const language of ["ja", "en"] as const) {
    for (const number of steps) {
      const state: State = { screen: "number", site, from, number };
      const { heading, body } = buildScreen(state, ui(language), actFor(number));
      const element = document.createElement("main");
      element.append(...body.filter((part) => part !== null));
      yield { name: `${number.step} ${language}`, number, heading, element };
    }
  }
}

test("every step has a heading, names for its boxes, and words on its buttons", () => {
  for (const { name, heading, element } of everything()) {
    assert.match(heading, /\S/, name);
    const ids = [...element.querySelectorAll("[id]")].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, name);
    for (const input of element.querySelectorAll("input")) {
      assert.ok(element.querySelector(`label[for="${input.id}"]`), `${name}: ${input.outerHTML}`);
    }
    for (const button of element.querySelectorAll("button")) assert.match(button.textContent ?? "", /\S/, name);
    assert.equal(element.querySelector("b"), null, name);
  }
});

test("the number is on no screen but the one that shows it, and there only when it is shown", () => {
  for (const { name, number, element } of everything()) {
    const digits = element.outerHTML.replace(/\s/g, "").includes(NUMBER);
    assert.equal(digits, number.step === "look" && number.shown, name);
  }
});

test("there is always a way out without the number", () => {
  for (const { name, number, element } of everything()) {
    const out = element.querySelector("[data-action=leave-number], [data-action=cancel]");
    assert.ok(out !== null || number.step === "writing", name);
  }
});

test("no purpose and, among several, no box is chosen beforehand; the law is on the screen with its date", () => {
  const [first, , ...rest] = [...everything()];
  assert.ok(first);
  assert.equal(first.element.querySelector("input[checked]"), null);
  assert.ok(first.element.querySelector("button[data-action=number-next]")?.hasAttribute("disabled"));
  assert.match(first.element.textContent ?? "", /番号法.*令和5年法律第48号.*2026-11-24/s);
  assert.equal(first.element.querySelectorAll("input[type=radio]").length, purposesOf(offer.purposes).length);
  const choosing = rest.filter(({ number }) => number.step === "look" && number.offer === two);
  assert.equal(choosing.length, 2);
  for (const { element } of choosing) {
    assert.ok(element.querySelector("button[data-action=number-write]")?.hasAttribute("disabled"));
  }
});

test("the way in is a button, where there is a box and the window has one", () => {
  assert.ok(numberBox(ui("ja"), true, actFor(before as never))?.querySelector("button[data-action=open-number]"));
  assert.equal(numberBox(ui("ja"), false, actFor(before as never)), null);
  assert.equal(numberBox(ui("ja"), true, {} as never), null);
});

const place = (url: string, benefit = false): Pick<Site, "standing"> => {
  const { origin, pathname } = new URL(url);
  return { standing: standingOf(origin, pathname, benefit, []) };
};

test("an unknown place is named, large; money or a deceiving name wants an answer before the person goes on", () => {
  for (const language of ["ja", "en"] as const) {
    for (const [url, benefit, kind] of [
      ["https://kyufu.example/", false, "plain"],
      ["https://a.kyufu.example/", true, "strong"],
      ["https://аррӏе.com/", false, "strong"],
      ["https://logoform.jp/form/abc/1", false, "plain"],
      ["https://logoform.jp/", false, "plain"],
      ["https://192.0.2.1/", false, "plain"],
    ] as const) {
      const { element, passed } = siteWarning(ui(language), place(url, benefit), async () => undefined);
      assert.ok(element, url);
      assert.equal(element.dataset.warning, kind, url);
      assert.match(element.querySelector(".domain")?.textContent ?? "", /\S/);
      assert.equal(passed(), kind === "plain", url);
      const tick = element.querySelector<HTMLInputElement>("input[type=checkbox]");
      assert.equal(tick !== null, kind === "strong");
      if (tick === null) continue;
      assert.ok(element.querySelector("[role=alert]"), "what is missing is said");
      tick.checked = true;
      assert.ok(passed());
    }
    for (const url of ["https://www.city.example.lg.jp/", "http://127.0.0.1:8080/"]) {
      assert.equal(siteWarning(ui(language), place(url, true)).element, null);
      assert.equal(placeFact(ui(language), place(url)).length, 1);
    }
    assert.equal(siteWarning(ui(language), {}).element, null);
  }
});

test("a deceiving name is shown decoded with its other form, and cannot be put on the list", () => {
  const { element } = siteWarning(ui("ja"), place("https://аррӏе.com/"), async () => undefined);
  assert.match(element?.textContent ?? "", /аррӏе\.com/);
  assert.match(element?.textContent ?? "", /xn--80ak6aa92e\.com/);
  assert.equal(element?.querySelector("[data-action=add-place]"), null);
  assert.equal(
    siteWarning(ui("ja"), place("https://logoform.jp/"), async () => undefined).element?.querySelector(
      "[data-action=add-place]",
    ),
    null,
  );
});

test("one plain button puts a place on the person's list, by its owner's part", async () => {
  const added: string[] = [];
  const add = async (key: string) => void added.push(key);
  for (const url of ["https://kyufu.example/a/b", "https://logoform.jp/form/abc/1"]) {
    const { element } = siteWarning(ui("ja"), place(url), add);
    element?.querySelector<HTMLElement>("[data-action=add-place]")?.click();
  }
  assert.deepEqual(added, ["https://kyufu.example", "https://logoform.jp/form/abc"]);
});
