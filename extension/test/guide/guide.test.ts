/** The guide's page over linkedom: both languages and plain Japanese, every place of the tree, addresses of any kind. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import errors from "shared:errors";
import { parseHTML } from "linkedom";
import { facts, nodeAt, type Place, type Speech, stepAt, tree } from "../../src/guide/data.ts";
import { fragment, guideLink, guideLinkFor, placeOf } from "../../src/guide/link.ts";
import { buildGuide, type GuideState } from "../../src/guide/page.ts";
import { bare, markJapanese, withoutReadings } from "../../src/guide/words.ts";
import { type Language, text } from "../../src/i18n/index.ts";
import { PIN_KINDS, type PinKind, pinSpec } from "../../src/pin/kinds.ts";
import type { Ui } from "../../src/ui/shell.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

const SPEECHES: Speech[] = ["ja", "yasashii", "en"];
const START: Place = { pin: null, state: null, answer: null };

function show(speech: Speech, place: Partial<Place> = {}): HTMLElement {
  const language: Language = speech === "en" ? "en" : "ja";
  const ui: Ui = { language, t: (key, values) => text(language, key, values), announce: () => undefined };
  const state: GuideState = {
    screen: "guide",
    place: { ...START, ...place },
    plain: speech === "yasashii",
    topic: null,
  };
  const { heading, body } = buildGuide(state, ui);
  const main = document.createElement("main");
  main.append(heading, ...body.filter((part) => part !== null));
  return main;
}

/** What stands on the page, without the readings above the words. */
function words(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const reading of copy.querySelectorAll("rt, rp")) reading.remove();
  return copy.textContent ?? "";
}

/** Every end of the tree, as places. */
const ends: Place[] = tree.nodes.flatMap((node): Place[] => {
  const at = { pin: (node.pin ?? null) as PinKind | null, state: node.state };
  return node.question ? (["yes", "no"] as const).map((answer) => ({ ...at, answer })) : [{ ...at, answer: null }];
});

test("the page and the program on the computer read the same two files", () => {
  const folder = path.join(process.env.HITOFUDE_REPOSITORY ?? "", "internal", "guide");
  assert.deepEqual(facts, JSON.parse(fs.readFileSync(path.join(folder, "facts.json"), "utf8")));
  assert.deepEqual(tree, JSON.parse(fs.readFileSync(path.join(folder, "tree.json"), "utf8")));
});

test("every fact is on the page in each language, with its source's name, address and date", () => {
  for (const speech of SPEECHES) {
    const page = show(speech);
    for (const fact of facts) {
      const items = [...page.querySelectorAll(`#all [data-fact="${fact.id}"]`)] as HTMLElement[];
      assert.equal(items.length, 1, fact.id);
      const [item] = items;
      assert.ok(item && words(item).includes(bare(fact, speech)), `${fact.id} ${speech}`);
      const link = item.querySelector("a");
      assert.equal(link?.getAttribute("href"), fact.source.where);
      assert.equal(link?.textContent, fact.source.title);
      assert.match(link?.getAttribute("rel") ?? "", /noreferrer/);
      const year = fact.source.date.slice(0, 4);
      assert.ok(words(item.querySelector(".source") as HTMLElement).includes(year), `${fact.id}: ${year}`);
    }
  }
});

test("every end of the tree shows one next step and what it stands on", () => {
  for (const speech of SPEECHES) {
    for (const place of ends) {
      const boxes = show(speech, place).querySelectorAll("[data-step]");
      assert.equal(boxes.length, 1, JSON.stringify(place));
      const node = nodeAt(place.pin, place.state ?? "");
      const step = node && stepAt(node, place.answer);
      assert.equal(boxes[0]?.getAttribute("data-step"), step?.id);
      assert.equal(boxes[0]?.getAttribute("data-place"), step?.place);
      assert.ok(step && words(boxes[0] as HTMLElement).includes(bare(step, speech)));
    }
  }
});

test("before the question is answered no step is shown, and both answers lead to one", () => {
  for (const node of tree.nodes.filter(({ question }) => question)) {
    const page = show("ja", { pin: node.pin as PinKind, state: node.state });
    assert.equal(page.querySelector("[data-step]"), null);
    for (const answer of ["yes", "no"]) {
      const href = page.querySelector(`[data-action=answer-${answer}]`)?.getAttribute("href") ?? "";
      assert.deepEqual(placeOf(href), { pin: node.pin, state: node.state, answer });
    }
  }
});

test("every PIN error of every PIN has a link to its place, with one press more at most to a step", () => {
  const codes = errors.errors.map(({ code }) => code).filter((code) => code.startsWith("PIN_"));
  let followed = 0;
  for (const code of codes.filter((name) => name !== "PIN_ENTRY_UNAVAILABLE")) {
    for (const pin of PIN_KINDS) {
      const link = guideLink({ code, params: { pin, triesLeft: 1 } });
      assert.ok(link, `${code} ${pin}`);
      const place = placeOf(new URL(link, "chrome-extension://x/").hash);
      assert.equal(place.pin, pin);
      const page = show("ja", place);
      const steps = page.querySelectorAll("[data-step]").length;
      const answers = page.querySelectorAll("[data-action=answer-yes], [data-action=answer-no]").length;
      assert.ok((steps === 1 && answers === 0) || (steps === 0 && answers === 2), `${code} ${pin}`);
      followed++;
    }
  }
  assert.ok(followed >= 42);
});

test("certificates and the card have links too, and what is about something else has none", () => {
  assert.equal(
    guideLink({ code: "CERTIFICATE_EXPIRED", params: { key: "authentication" } }),
    guideLinkFor("authentication", "expired"),
  );
  assert.equal(
    guideLink({ code: "CERTIFICATE_DIFFERS", params: { fields: ["address"] } }),
    guideLinkFor("signature", "lapsed"),
  );
  assert.equal(guideLink({ code: "CARD_EXPIRED", params: { days: 3 } }), guideLinkFor(null, "card-expired"));
  for (const code of ["CARD_REMOVED", "NO_READER", "CERTIFICATE_NOT_YET_VALID", "PIN_ENTRY_UNAVAILABLE", "x"]) {
    assert.equal(guideLink({ code, params: { pin: "signature" } }), null, code);
  }
  assert.equal(guideLink({ code: "PIN_LOCKED", params: { pin: "face" } }), null);
});

test("an address leads back to its place, and a wrong one to the beginning", () => {
  for (const place of ends) assert.deepEqual(placeOf(`#${fragment(place)}`), place);
  for (const hash of [
    "",
    "#",
    "#bring",
    "#pin=face",
    "#state=locked",
    "#pin=signature%00",
    "#%",
    "#pin=__proto__&state=constructor",
  ]) {
    assert.deepEqual(placeOf(hash), START, hash);
  }
  assert.deepEqual(placeOf("#pin=signature&state=locked&answer=perhaps"), {
    ...START,
    pin: "signature",
    state: "locked",
  });
  assert.deepEqual(placeOf("#pin=resident-register&state=lapsed"), { ...START, pin: "resident-register" });
});

test("each PIN shows the other names that people know it by", () => {
  for (const speech of SPEECHES) {
    for (const pin of PIN_KINDS) {
      const about = show(speech, { pin }).querySelector(`[data-about=${pin}]`);
      for (const name of pinSpec(pin).alsoCalled) assert.ok(about?.textContent?.includes(name), `${pin} ${name}`);
    }
  }
});

test("the sheet carries the Japanese sentence for the clerk in every language, and no box to write in", () => {
  for (const speech of SPEECHES) {
    const sheet = show(speech).querySelector("#bring") as HTMLElement;
    assert.ok(words(sheet).includes(tree.bring.say.ja));
    assert.equal(sheet.querySelectorAll("input, textarea, select").length, 0);
    assert.equal(sheet.querySelectorAll(".checks:not(.facts) li").length, 4);
    for (const id of tree.bring.facts) assert.ok(sheet.querySelector(`[data-fact="${id}"]`), id);
  }
});

test("plain Japanese leaves no mark of its readings, and no bracket of the frame", () => {
  for (const place of [START, ...ends]) {
    assert.doesNotMatch(words(show("yasashii", place)), /[{|}[\]]/, JSON.stringify(place));
  }
  assert.equal(withoutReadings("{窓口|まどぐち}へ{行|い}く"), "窓口へ行く");
});

test("Japanese inside English is marked as Japanese", () => {
  const marked = markJapanese("file a 転入届 or 転居届 there").filter(
    (part) => typeof part !== "string",
  ) as HTMLElement[];
  assert.deepEqual(
    marked.map((span) => [span.getAttribute("lang"), span.textContent]),
    [
      ["ja", "転入届"],
      ["ja", "転居届"],
    ],
  );
  const page = show("en");
  for (const unmarked of page.querySelectorAll("[lang=ja]")) unmarked.remove();
  const left = (page.textContent ?? "").match(/.{0,20}[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/u);
  assert.equal(left, null);
});
