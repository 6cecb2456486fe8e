import assert from "node:assert/strict";
import test from "node:test";
import { plan } from "../../src/autofill/plan.ts";
import { preview } from "../../src/autofill/preview.ts";
import { NO_VIEW } from "../../src/card/watch.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { type Event, type Job, next, type State } from "../../src/window/state.ts";
import { cardWith, frame, NAME, ORIGIN, PROFILE, SEX } from "./fixtures.ts";

const found = plan([frame([NAME, SEX])]);
const job: Job = { site: { origin: ORIGIN, title: "" }, plan: found, fields: ["name", "sex"], pin: "input-support" };
const { rows, left } = preview(found, PROFILE);
const failed = (code: string, params = {}): Event => ({ type: "failed", failure: new HitofudeError(code, params) });
const run = (state: State, ...events: Event[]): State => events.reduce(next, state);

const prepared = run({ screen: "starting" }, { type: "collected", job }, { type: "card", view: cardWith(3) });
const asked = run(prepared, { type: "next" });
const working = run(asked, { type: "sent" });
const shown = run(working, { type: "read", rows, left });

test("the PIN is asked for only when the tries of the card that lies there are known", () => {
  const waiting = run({ screen: "starting" }, { type: "collected", job });
  assert.equal(run(waiting, { type: "next" }).screen, "prepare");
  assert.equal(asked.screen, "pin");
  const taken = run(prepared, { type: "card", view: NO_VIEW }, { type: "next" });
  assert.equal(taken.screen, "prepare");
});

test("a locked PIN is never asked for", () => {
  for (const state of [prepared, asked]) assert.equal(run(state, { type: "card", view: cardWith(0) }).screen, "locked");
});

test("one try left, or tries unknown, need the second confirmation", () => {
  for (const [tries, last] of [
    [3, false],
    [2, false],
    [1, true],
    [null, true],
  ] as const) {
    const state = run({ screen: "starting" }, { type: "collected", job }, { type: "card", view: cardWith(tries) });
    const pin = run(state, { type: "next" });
    assert.equal(pin.screen === "pin" && pin.lastTry, last, String(tries));
  }
});

test("a card put down meanwhile with one try left asks for the confirmation too", () => {
  const state = run(asked, { type: "card", view: cardWith(1) });
  assert.ok(state.screen === "pin" && state.lastTry);
});

test("a wrong PIN leads back to the box, the one before the last with the warning", () => {
  const two = run(working, failed("PIN_INCORRECT", { pin: "input-support", triesLeft: 2 }));
  assert.ok(two.screen === "pin" && !two.lastTry && two.problem !== null);
  for (const triesLeft of [1, null]) {
    const one = run(working, failed("PIN_INCORRECT", { pin: "input-support", triesLeft }));
    assert.ok(one.screen === "pin" && one.lastTry, String(triesLeft));
  }
  const refused = run(working, failed("PIN_LAST_TRY", { pin: "input-support", triesLeft: 1 }));
  assert.ok(refused.screen === "pin" && refused.lastTry);
});

test("a PIN that locked says where to go", () => {
  const state = run(working, failed("PIN_LOCKED", { pin: "input-support" }));
  assert.ok(state.screen === "locked" && state.pin === "input-support");
});

test("a card that left is an error with a way back", () => {
  const state = run(working, failed("CARD_REMOVED"));
  assert.ok(state.screen === "error" && state.job === job);
  assert.equal(run(state, { type: "collected", job }).screen, "prepare");
});

test("what was cancelled leads back to the card", () => {
  assert.equal(run(working, failed("CANCELLED")).screen, "prepare");
});

test("rows that are unsure or would replace something wait for the person's tick", () => {
  const three = [
    { ...rows[0], ref: "a", unsure: false, empty: true },
    { ...rows[0], ref: "b", unsure: true, empty: true },
    { ...rows[0], ref: "c", unsure: false, empty: false },
  ] as typeof rows;
  const state = run(working, { type: "read", rows: three, left: [] });
  assert.ok(state.screen === "preview");
  assert.deepEqual(
    state.rows.map(({ ref, ticked }) => [ref, ticked]),
    [
      ["a", true],
      ["b", false],
      ["c", false],
    ],
  );
});

test("only ticked rows are written, and without any nothing is", () => {
  assert.ok(shown.screen === "preview");
  const first = shown.rows[0];
  assert.ok(first);
  const off: Event = { type: "tick", ref: first.ref, frame: first.frame, ticked: false };
  const filling = run(shown, off, { type: "confirm" });
  assert.ok(filling.screen === "filling");
  assert.deepEqual(
    filling.rows.map(({ ref }) => ref),
    shown.rows.slice(1).map(({ ref }) => ref),
  );
  const none = shown.rows.map(({ ref, frame: where }): Event => ({ type: "tick", ref, frame: where, ticked: false }));
  assert.equal(run(shown, ...none, { type: "confirm" }).screen, "preview");
});

test("the same ref in another frame is another row", () => {
  assert.ok(shown.screen === "preview");
  const first = shown.rows[0];
  assert.ok(first);
  const state = run(shown, { type: "tick", ref: first.ref, frame: "elsewhere", ticked: false });
  assert.ok(state.screen === "preview" && state.rows.every(({ ticked }) => ticked));
});

test("a page that moved takes the job with it on every screen before the report", () => {
  for (const state of [prepared, asked, working, shown]) {
    assert.deepEqual(run(state, { type: "moved" }), { screen: "moved" });
  }
});

test("after the report the page may go on; only the way back is gone", () => {
  const report = run(shown, { type: "confirm" }, { type: "applied", rows: [] }, { type: "moved" });
  assert.ok(report.screen === "report" && report.gone);
});

test("the end of the host takes away neither preview nor report, and everything before", () => {
  for (const state of [prepared, asked, working]) {
    assert.equal(run(state, failed("HOST_CLOSED")).screen, "host-problem");
  }
  assert.equal(run(shown, failed("HOST_CLOSED")), shown);
  const report = run(shown, { type: "confirm" }, { type: "applied", rows: [] });
  assert.equal(run(report, failed("HOST_CLOSED")), report);
});

test("an event of another screen changes nothing", () => {
  const late: Event[] = [
    { type: "read", rows, left },
    { type: "applied", rows: [] },
    { type: "undone", count: 1 },
    { type: "sent" },
    { type: "confirm" },
  ];
  for (const event of late) {
    assert.equal(next(prepared, event), prepared, event.type);
    assert.deepEqual(next({ screen: "moved" }, event), { screen: "moved" }, event.type);
  }
});

test("who forgot the 4-digit PIN goes on with the number on the card's face, from the PIN box or the locked screen", () => {
  const face = run(asked, { type: "forgot" });
  assert.ok(face.screen === "face" && face.job.pin === "verification-b");
  const locked = run(prepared, { type: "card", view: cardWith(0) }, { type: "forgot" });
  assert.equal(locked.screen, "face");
});

test("the number on the face has its own tries and its own lock", () => {
  const face = run(asked, { type: "forgot" });
  assert.ok(face.screen === "face" && !face.lastTry);
  const sent = run(face, { type: "sent" });
  const wrong = run(sent, failed("PIN_INCORRECT", { pin: "verification-b", triesLeft: 1 }));
  assert.ok(wrong.screen === "face" && wrong.lastTry);
  const locked = run(sent, failed("PIN_LOCKED", { pin: "verification-b" }));
  assert.ok(locked.screen === "locked" && locked.pin === "verification-b");
  assert.equal(run(locked, { type: "forgot" }), locked, "there is no other way after this one");
});

test("going back from the face asks for the PIN again", () => {
  const back = run(asked, { type: "forgot" }, { type: "back" });
  assert.ok(back.screen === "prepare" && back.job.pin === "input-support");
  const cancelled = run(asked, { type: "forgot" }, { type: "sent" }, failed("CANCELLED"));
  assert.ok(cancelled.screen === "prepare" && cancelled.job.pin === "input-support");
});

test("no other PIN has a number that stands in for it", () => {
  const login = run({ screen: "starting" }, { type: "collected", job: { ...job, pin: "signature" } });
  const pin = run(login, { type: "card", view: cardWith(5, "signature") }, { type: "next" });
  assert.equal(pin.screen, "pin");
  assert.equal(run(pin, { type: "forgot" }), pin);
});

test("a PIN that was just refused is asked for again", () => {
  const again = run(working, failed("PIN_REPEATED", { pin: "input-support", triesLeft: 1 }));
  assert.ok(again.screen === "pin" && again.lastTry);
});
