/** A card in use while this is a trial version: what the windows show, ask and send. The host decides; here nothing is added to it. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import { type CardView, NO_VIEW } from "../../src/card/watch.ts";
import { type Key, type Language, text, type Values } from "../../src/i18n/index.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { CardStatus } from "../../src/messaging/protocol.ts";
import { BEGIN, nextSign } from "../../src/sign/state.ts";
import { trialNotice, trialOverview } from "../../src/trial/notice.ts";
import { stepsDone, trialAnswer } from "../../src/trial/trial.ts";
import type { Ui } from "../../src/ui/shell.ts";
import { next } from "../../src/window/state.ts";
import { cardWith } from "../window/fixtures.ts";
import { begin, FakeHost, PIN, settle } from "../window/sitting.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

type Trial = NonNullable<CardStatus["trial"]>;
const refused = (reason: string, more = {}) => ({ answer: "no", params: { pin: "input-support", reason, ...more } });
const FIRST: Trial = {
  attributes: { answer: "consent" },
  verificationB: { answer: "consent" },
  sign: refused("attributes"),
  rest: refused("attributes"),
};

const viewOf = (trial?: Trial): CardView => {
  const { readers, status } = cardWith(3);
  return { ...NO_VIEW, readers, status: { ...(status as CardStatus), ...(trial && { trial }) } };
};

function uiIn(language: Language) {
  const said: string[] = [];
  const t = (key: Key, values?: Values) => text(language, key, values);
  const ui = { language, t, announce: (words: string) => void said.push(words) } as unknown as Ui;
  return { ui, said };
}

/** A host with a card in use. It remembers nothing: the test changes what it says. */
class TrialHost extends FakeHost {
  trial: Trial = FIRST;
  constructor() {
    super();
    const ask = this.request;
    this.request = async (type, params, call) => {
      const result = await ask(type, params, call);
      return type === "card.status" ? { ...result, trial: this.trial } : result;
    };
  }
}

test("what the host does not say is no trial, and a word that nobody knows is no permission", () => {
  assert.equal(trialAnswer(null, "attributes"), null);
  assert.equal(trialAnswer(viewOf().status, "attributes"), null);
  assert.equal(trialAnswer(viewOf(FIRST).status, "attributes")?.answer, "consent");
  assert.equal(trialAnswer(viewOf({ ...FIRST, attributes: { answer: "perhaps" } }).status, "attributes")?.answer, "no");
  assert.deepEqual(stepsDone(viewOf({ ...FIRST, attributes: { answer: "yes" } }).status), {
    status: true,
    attributes: true,
    sign: false,
  });
});

test("for a test card, and once the trial is over, nothing is shown and nothing is asked", () => {
  const { ui, said } = uiIn("ja");
  const notice = trialNotice(ui, "attributes");
  const overview = trialOverview(ui);
  for (const part of [notice, overview]) {
    part.update(viewOf());
    assert.equal(part.element.textContent, "");
  }
  assert.ok(notice.passed() && !notice.agreed() && !notice.stopped());
  assert.deepEqual(said, []);
});

for (const language of ["ja", "en"] as const) {
  test(`nobody goes on without the tick, which is never set beforehand (${language})`, () => {
    const { ui, said } = uiIn(language);
    const notice = trialNotice(ui, "attributes");
    notice.update(viewOf(FIRST));
    const tick = notice.element.querySelector<HTMLInputElement>("#accept-trial");
    assert.ok(tick && !tick.checked);
    tick.focus = () => undefined;
    assert.equal(notice.passed(), false);
    assert.match(notice.element.textContent ?? "", new RegExp(text(language, "trial.needed").slice(0, 8)));
    assert.equal(notice.agreed(), false);
    tick.checked = true;
    assert.ok(notice.passed() && notice.agreed());
    assert.deepEqual(said, [text(language, "trial.spoken")]);
    assert.deepEqual(
      [...notice.element.querySelectorAll("[data-step]")].map((li) => li.getAttribute("data-state")),
      ["done", "here", "later", "later"],
    );
  });

  test(`every refusal says its cause and one next step (${language})`, () => {
    for (const [reason, more] of [
      ["status", {}],
      ["attributes", {}],
      ["sign", {}],
      ["sitting", { minutes: 42 }],
      ["tries", { triesLeft: 2 }],
      ["tries", { triesLeft: null }],
      ["consent", {}],
      ["record", {}],
    ] as const) {
      const { ui } = uiIn(language);
      const notice = trialNotice(ui, "sign");
      notice.update(viewOf({ ...FIRST, sign: refused(reason, more) }));
      const words = notice.element.textContent ?? "";
      assert.ok(notice.stopped() && !notice.passed(), reason);
      assert.doesNotMatch(words, /[{}]|undefined|null/, reason);
      assert.match(words, /TRIAL_REFUSED/, reason);
      if (reason === "sitting") assert.match(words, /42/);
    }
  });
}

test("the card is exchanged for one that is not asked about: the tick is gone with it", () => {
  const { ui } = uiIn("ja");
  const notice = trialNotice(ui, "attributes");
  notice.update(viewOf(FIRST));
  const tick = notice.element.querySelector<HTMLInputElement>("#accept-trial");
  assert.ok(tick);
  tick.checked = true;
  notice.update(NO_VIEW);
  notice.update(viewOf(FIRST));
  assert.equal(notice.agreed(), false);
});

test("who agreed on the screen before is not asked again, but told of a refusal", () => {
  const { ui } = uiIn("ja");
  const notice = trialNotice(ui, "attributes", true);
  notice.update(viewOf(FIRST));
  assert.ok(notice.passed() && notice.element.textContent === "");
  notice.update(viewOf({ ...FIRST, attributes: refused("tries", { triesLeft: 2 }) }));
  assert.ok(notice.stopped());
});

test("consent goes to the host with the one request it was given for", async () => {
  const host = new TrialHost();
  const { session } = begin(undefined, host);
  await session.start();
  await settle();
  session.next(true);
  await session.read(PIN, false);
  assert.equal(host.of("card.attributes")[0]?.params.acceptTrial, true);
  assert.equal(session.state.screen, "preview");
});

test("without consent none is sent, to whatever host", async () => {
  for (const host of [new TrialHost(), new FakeHost()]) {
    const { session } = begin(undefined, host);
    await session.start();
    await settle();
    session.next();
    await session.read(PIN, false);
    assert.ok(!("acceptTrial" in (host.of("card.attributes")[0]?.params ?? {})));
  }
});

test("a refusal by the host is told as it is, and no PIN is asked for again at once", async () => {
  const host = new TrialHost();
  host.attributes = () => Promise.reject(new HitofudeError("TRIAL_REFUSED", { reason: "sitting", minutes: 60 }));
  const { session } = begin(undefined, host);
  await session.start();
  await settle();
  session.next(true);
  await session.read(PIN, false);
  assert.ok(session.state.screen === "error" && session.state.failure.code === "TRIAL_REFUSED");
});

test("agreeing leads nowhere by itself", () => {
  const card = viewOf({ ...FIRST, sign: { answer: "consent" } });
  const chosen = nextSign({ ...BEGIN, card }, { type: "next", agreed: true });
  assert.equal(chosen.screen, "choose", "nothing to sign: nothing is agreed to");
  assert.deepEqual(next({ screen: "starting" }, { type: "next", agreed: true }), { screen: "starting" });
});
