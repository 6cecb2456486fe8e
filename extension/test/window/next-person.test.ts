/** What is remembered for whom, and what is left when a person is done. */
import assert from "node:assert/strict";
import test from "node:test";
import { FakeArea, FakePage, field, looked, NAME, PROFILE } from "./fixtures.ts";
import { begin, FakeHost, settle, toPreview } from "./sitting.ts";

const CONTACT = looked([
  { ...NAME },
  field({ ref: "k", label: "フリガナ", labels: ["フリガナ"] }),
  field({ ref: "t", label: "電話番号", labels: ["電話番号"] }),
]);

/** A sitting at a form that asks for a reading and a phone number, with a card of this name. */
async function atContact(area: FakeArea, name = "見本　花子") {
  const page = new FakePage();
  page.found = structuredClone(CONTACT);
  const host = new FakeHost();
  const profile = { ...PROFILE, name: { ...PROFILE.name, full: name } };
  host.attributes = async () => ({ attributes: { name, birth: "19850515" }, profile });
  return await toPreview(begin(page, host, area));
}

const KANA = [
  { type: "typed", field: "kanaFamily", text: "ツクリモノ" },
  { type: "typed", field: "kanaGiven", text: "ナナシコ" },
  { type: "remember", on: true },
] as const;

test("name and birth date are read too where the form asks for what the card does not have", async () => {
  const { host } = await atContact(new FakeArea());
  assert.deepEqual(host.of("card.attributes")[0]?.params.fields, ["name", "birth"]);
});

test("card B after card A gets nothing of A's, in the same window: not in the state, not in what is written, not in a read", async () => {
  const area = new FakeArea();
  const a = await atContact(area);
  for (const event of KANA) a.session.fill(event);
  await a.session.confirm();
  const record = Object.keys(area.items).find((key) => key.startsWith("memory:")) ?? "";
  assert.ok(record);

  area.reads.length = 0;
  a.host.attributes = async () => ({ attributes: { name: "別　太郎", birth: "19850515" }, profile: PROFILE });
  const b = await toPreview(a);
  assert.ok(b.session.state.screen === "preview");
  assert.doesNotMatch(JSON.stringify(b.session.state), /ツクリモノ|ナナシコ/);
  assert.ok(!area.reads.includes(record) && !area.reads.includes(null), area.reads.join());
  await b.session.confirm();
  assert.deepEqual(
    b.page.written.at(-1)?.rows.map(({ ref }) => ref),
    ["f1"],
  );
});

test("what was remembered fills the form with one PIN and one confirmation", async () => {
  const area = new FakeArea();
  const first = await atContact(area);
  for (const event of KANA) first.session.fill(event);
  await first.session.confirm();
  const again = await atContact(area);
  await again.session.confirm();
  assert.deepEqual(
    again.page.written[0]?.rows.map(({ value }) => value),
    ["見本　花子", "ツクリモノ　ナナシコ"],
  );
});

test("the end forgets everything: values, the host, and what lies in every document of the page", async () => {
  for (const at of ["preview", "report"] as const) {
    const { session, page, host } = await toPreview();
    if (at === "report") await session.confirm();
    session.finish();
    assert.deepEqual(session.state, { screen: "ended", why: "person" });
    assert.deepEqual(page.forgotten, ["n0"]);
    assert.equal(host.closed, 1);
    await session.undo();
    await session.confirm();
    assert.equal(page.undone, 0);
  }
});

test("the end in the middle of writing is the end: no report comes after it", async () => {
  const { session, page } = await toPreview();
  let go: () => void = () => undefined;
  const apply = page.apply;
  page.apply = async (...of) => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    return apply(...of);
  };
  const confirming = session.confirm();
  await settle();
  session.finish();
  go();
  await confirming;
  assert.equal(session.state.screen, "ended");
});
