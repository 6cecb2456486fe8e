import assert from "node:assert/strict";
import test from "node:test";
import type { PlanItem, Profile } from "../../src/autofill/types.ts";
import { asksFor, type PreviewEvent, type Previewed, type Sheet } from "../../src/window/previewing.ts";
import { type Event, type Job, next, type State } from "../../src/window/state.ts";
import { CONTACT_ITEMS, CONTACT_JOB, item, jobWith, PROFILE, WHOSE_JOB } from "./fixtures.ts";

const EMPTY: Sheet = { profile: PROFILE, typed: {}, own: {}, whose: null };
const run = (state: State, ...events: Event[]): State => events.reduce(next, state);

function shown(job: Job, sheet: Partial<Sheet> = {}, ...events: PreviewEvent[]): Previewed {
  const working: State = { screen: "working", job, stage: "", lastTry: false };
  const state = run(working, { type: "joined", sheet: { ...EMPTY, ...sheet } }, ...events);
  assert.ok(state.screen === "preview");
  return state;
}

const values = ({ rows }: Previewed) => Object.fromEntries(rows.map(({ ref, value }) => [ref, value]));
const typed = (field: keyof Sheet["typed"], text: string): PreviewEvent => ({ type: "typed", field, text });

test("what is typed once stands in every row that wants it, in the row's own form", () => {
  const state = shown(
    CONTACT_JOB,
    {},
    typed("kanaFamily", "みほん"),
    typed("kanaGiven", "ﾊﾅｺ"),
    typed("postalCode", "１００-００１３"),
    typed("phone", "090 1234 5678"),
    typed("email", "hanako@example.jp"),
  );
  assert.deepEqual(values(state), {
    "name-full": "見本　花子",
    "kana-full": "みほんはなこ",
    "kana-family": "ミホン",
    "kana-given": "ﾊﾅｺ",
    zip: "100-0013",
    phone: "09012345678",
    "phone-1": "090",
    "phone-2": "1234",
    "phone-3": "5678",
    "phone-hyphens": "090-1234-5678",
    email: "hanako@example.jp",
    "email-again": "hanako@example.jp",
  });
  assert.ok(state.rows.every(({ ticked }) => ticked));
});

test("without it those fields are left and say so, and nothing stands in the way of the rest", () => {
  const state = shown(CONTACT_JOB);
  assert.deepEqual(Object.keys(values(state)), ["name-full"]);
  assert.ok(state.left.every(({ reason }) => reason === "not-given"));
  assert.equal(run(state, { type: "confirm" }).screen, "filling");
});

test("half a word, half a number and kanji go into no box", () => {
  const half = [
    typed("kanaFamily", "みほn"),
    typed("kanaGiven", "花子"),
    typed("phone", "090-12"),
    typed("email", "hanako@"),
  ];
  assert.deepEqual(Object.keys(values(shown(CONTACT_JOB, {}, ...half))), ["name-full"]);
});

test("a whole reading waits for both its parts, unless the card has one name only", () => {
  const state = shown(CONTACT_JOB, {}, typed("kanaFamily", "ミホン"));
  assert.deepEqual(Object.keys(values(state)), ["name-full", "kana-family"]);
  const single = { ...PROFILE, name: { full: "MIHON", family: "", given: "", sure: false, script: "latin" } };
  const one = shown(CONTACT_JOB, { profile: single }, typed("kanaFamily", "ミホン"));
  assert.equal(values(one)["kana-full"], "みほん");
});

test("no kanji ever comes into a box for a reading, whatever is typed or remembered", () => {
  const texts = ["見本", "ミ本", "みほん花", "髙", "々", "〆", "Mihon", "ミホン。"];
  for (const text of texts) {
    const state = shown(CONTACT_JOB, { typed: { kanaFamily: text, kanaGiven: text } });
    const kana = state.rows.filter(({ type }) => type.startsWith("kana-"));
    assert.ok(
      kana.every(({ value }) => /^[ぁ-ゖァ-ヶｦ-ﾟー　 ]+$/.test(value)),
      `${text}: ${JSON.stringify(kana)}`,
    );
  }
});

test("a mobile number is no answer to a box for a fixed one", () => {
  const line = (ref: string, which: "mobile" | "landline"): PlanItem =>
    item({ ref, type: "phone", format: { kind: "phone", part: "whole", line: which, hyphen: false, width: "half" } });
  const job = jobWith([line("home", "landline"), line("cell", "mobile")]);
  assert.deepEqual(asksFor(job.plan, PROFILE), ["phone", "mobile"]);
  assert.deepEqual(values(shown(job, {}, typed("phone", "09012345678"))), { cell: "09012345678" });
  assert.deepEqual(values(shown(job, {}, typed("phone", "0312345678"), typed("mobile", "08012345678"))), {
    home: "0312345678",
    cell: "08012345678",
  });
});

test("only what the form asks for is asked, and no postal code that the card settles", () => {
  assert.deepEqual(asksFor(CONTACT_JOB.plan, PROFILE), ["kanaFamily", "kanaGiven", "postalCode", "phone", "email"]);
  assert.ok(!asksFor(CONTACT_JOB.plan, { ...PROFILE, postalCode: "1000013" }).includes("postalCode"));
  assert.deepEqual(asksFor({ items: CONTACT_ITEMS.slice(0, 1) }, PROFILE), []);
});

test("the code of the host is what is written, whatever is remembered", () => {
  const profile: Profile = { ...PROFILE, postalCode: "1000013" };
  assert.equal(values(shown(CONTACT_JOB, { profile, typed: { postalCode: "9999999" } })).zip, "100-0013");
});

test("the one code an address may have waits for the person's tick; what the person gives takes its place", () => {
  const likely: Profile = { ...PROFILE, postalCodes: ["1000013"] };
  const zip = ({ rows }: Previewed) => rows.find(({ ref }) => ref === "zip");
  const before = zip(shown(CONTACT_JOB, { profile: likely }));
  assert.deepEqual(
    [before?.value, before?.unsure, before?.ticked, before?.reason],
    ["100-0013", true, false, "postal-likely"],
  );
  const given = zip(shown(CONTACT_JOB, { profile: likely }, typed("postalCode", "1006090")));
  assert.deepEqual([given?.value, given?.unsure, given?.ticked], ["100-6090", false, true]);
  assert.equal(zip(shown(CONTACT_JOB, { profile: { ...PROFILE, postalCodes: ["1000013", "1006090"] } })), undefined);
});

const EDIT = { type: "edit", ref: "name-full", frame: "n0" } as const;

test("what was changed by hand is what is written, ticked, and no longer unsure", () => {
  const job = jobWith([{ ...(CONTACT_ITEMS[0] as PlanItem), confidence: "unsure", reason: "by-name" }]);
  const before = shown(job);
  assert.ok(before.rows[0]?.unsure && !before.rows[0].ticked);
  const state = shown(job, {}, { ...EDIT, value: "見本　花" });
  const filling = run(state, { type: "confirm" });
  assert.ok(filling.screen === "filling");
  const [row] = filling.rows;
  assert.deepEqual([row?.value, row?.shown, row?.unsure, row?.reason], ["見本　花", "見本　花", false, "edited"]);
});

test("a change stays when something else is typed, and a tick that was taken away stays away", () => {
  const state = shown(
    CONTACT_JOB,
    {},
    { ...EDIT, value: "花子" },
    { ...EDIT, type: "tick", ticked: false },
    typed("phone", "0312345678"),
  );
  const row = state.rows.find(({ ref }) => ref === "name-full");
  assert.deepEqual([row?.value, row?.ticked], ["花子", false]);
});

test("what the box cannot take is no change: too long, empty, not among the choices", () => {
  const sex = item({
    type: "sex",
    format: {
      kind: "sex",
      options: [
        { text: "男", value: "m" },
        { text: "女", value: "f" },
      ],
    },
  });
  const job = jobWith([CONTACT_ITEMS[0] as PlanItem, sex]);
  const state = shown(job);
  for (const value of ["あ".repeat(13), "", "　"]) assert.equal(next(state, { ...EDIT, value }), state, value);
  assert.equal(next(state, { ...EDIT, ref: "sex", value: "女" }), state, "a text is not the value of the choice");
  assert.equal(next(state, { ...EDIT, ref: "elsewhere", value: "x" }), state);
  const chosen = next(state, { ...EDIT, ref: "sex", value: "m" });
  assert.ok(chosen.screen === "preview");
  assert.deepEqual([chosen.rows[1]?.value, chosen.rows[1]?.shown], ["m", "男"]);
});

test("characters are replaced only where the field asks for it, always with a note, and never without a replacement", () => {
  const profile: Profile = {
    ...PROFILE,
    name: { full: "髙橋　花子", family: "髙橋", given: "花子", sure: true, script: "cjk" },
    jis0208: { 髙: "高" },
  };
  const plain = CONTACT_ITEMS[0] as PlanItem;
  const strict: PlanItem = { ...plain, ref: "strict", charset: "jis0208" };
  const state = shown(jobWith([plain, strict]), { profile });
  assert.deepEqual(values(state), { "name-full": "髙橋　花子", strict: "高橋　花子" });
  assert.deepEqual(
    state.rows.map(({ replaced }) => replaced),
    [undefined, [["髙", "高"]]],
  );
  const unknown = shown(jobWith([strict]), { profile: { ...profile, jis0208: { 髙: "" } } });
  assert.deepEqual(
    unknown.left.map(({ reason }) => reason),
    ["character-refused"],
  );
});

test("before it is said whose card it is nothing is shown, ticked or written", () => {
  const state = shown(WHOSE_JOB);
  assert.deepEqual(state.rows, []);
  assert.equal(run(state, { type: "confirm" }), state);
  assert.equal(
    run(state, { type: "tick", ref: "a-name", frame: "n0", ticked: true }, { type: "confirm" }).screen,
    "preview",
  );
  assert.equal(next(state, { type: "whose", id: "nobody" }), state);
});

test("the answer decides whose boxes are filled, and can be changed", () => {
  const child = shown(WHOSE_JOB, {}, { type: "whose", id: "b" });
  assert.deepEqual(Object.keys(values(child)), ["b-name"]);
  const applicant = run(
    child,
    { type: "edit", ref: "b-name", frame: "n0", value: "別の人" },
    { type: "whose", id: "a" },
  );
  assert.ok(applicant.screen === "preview");
  assert.deepEqual(values(applicant), { "a-name": "見本　花子" });
  const filling = run(applicant, { type: "confirm" });
  assert.ok(filling.screen === "filling" && filling.rows.length === 1);
});

test("the end leaves nothing of the person in the state, from every screen", () => {
  const state = shown(CONTACT_JOB, {}, typed("phone", "0312345678"));
  const filling = run(state, { type: "confirm" });
  const report = run(filling, { type: "applied", rows: [] });
  for (const one of [state, filling, report]) {
    assert.deepEqual(next(one, { type: "finish", why: "person" }), { screen: "ended", why: "person" });
  }
});
