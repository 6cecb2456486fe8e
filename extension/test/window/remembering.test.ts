import assert from "node:assert/strict";
import test from "node:test";
import { Memory } from "../../src/memory/store.ts";
import { Remembering } from "../../src/window/remembering.ts";
import { CONTACT_JOB, FakeArea, item, jobWith, PROFILE } from "./fixtures.ts";

const CARD = { attributes: { name: "見本　花子", birth: "19850515" }, profile: { ...PROFILE } };
const TYPED = { kanaFamily: "ミホン", phone: "03-0000-0000" };

async function begin(area = new FakeArea(), card: typeof CARD | { attributes: object } = CARD, job = CONTACT_JOB) {
  const remembering = new Remembering(new Memory(area));
  const sheet = await remembering.sheetFor(job, { ...CARD, ...card } as never);
  return { area, remembering, sheet };
}

async function kept() {
  const { area, remembering, sheet } = await begin();
  assert.equal(await remembering.settle({ ...sheet, typed: TYPED, remember: true }), "kept");
  return area;
}

test("nothing is kept unless the person ticks it, and the tick is not set beforehand", async () => {
  const { area, remembering, sheet } = await begin();
  assert.equal(sheet.remember, false);
  assert.equal(await remembering.settle({ ...sheet, typed: TYPED }), null);
  assert.deepEqual(area.items, {});
});

test("the same card gets it back; taking the tick away deletes it", async () => {
  const area = await kept();
  const { remembering, sheet } = await begin(area);
  assert.deepEqual([sheet.typed, sheet.remember, sheet.kept], [TYPED, true, true]);
  assert.equal(await remembering.settle({ ...sheet, remember: false }), "forgotten");
  assert.deepEqual((await begin(area)).sheet.typed, {});
});

test("another card gets nothing, and cannot delete what is not its own", async () => {
  const area = await kept();
  const other = { attributes: { name: "見本　桃子", birth: "19850515" } };
  const { remembering, sheet } = await begin(area, other);
  assert.deepEqual([sheet.typed, sheet.kept], [{}, false]);
  assert.equal(await remembering.settle({ ...sheet, remember: false }), null);
  await remembering.forget();
  assert.deepEqual((await begin(area)).sheet.typed, TYPED);
});

test("without name or birth date, or where the form asks for none of it, nothing is offered", async () => {
  const area = await kept();
  area.reads.length = 0;
  const plain = jobWith([item({ type: "sex", format: { kind: "sex", options: null } })]);
  const none = [
    await begin(area, { attributes: { name: "見本　花子" } }),
    await begin(area, { attributes: { name: "", birth: "19850515" } }),
    await begin(area, CARD, plain),
  ];
  for (const { sheet } of none) assert.deepEqual([sheet.typed, sheet.remember], [{}, undefined]);
  assert.deepEqual(area.reads, []);
});

test("what cannot be read is not kept, and nothing readable is nothing to keep", async () => {
  const { area, remembering, sheet } = await begin();
  const typed = { kanaFamily: "見本", email: "hanako@" };
  assert.equal(await remembering.settle({ ...sheet, typed, remember: true }), null);
  assert.equal(
    await remembering.settle({ ...sheet, typed: { ...typed, phone: "03-0000-0000" }, remember: true }),
    "kept",
  );
  assert.deepEqual((await begin(area)).sheet.typed, { phone: "03-0000-0000" });
});

test("who left the card's sitting keeps and deletes nothing any more", async () => {
  const area = await kept();
  const { remembering, sheet } = await begin(area);
  remembering.leave();
  assert.equal(await remembering.settle({ ...sheet, typed: { phone: "06-0000-0000" }, remember: true }), null);
  assert.deepEqual((await begin(area)).sheet.typed, TYPED);
});

test("a storage that fails keeps nobody from filling the form", async () => {
  const broken = {
    get: () => Promise.reject(new Error("full")),
    set: async () => undefined,
    remove: async () => undefined,
  };
  const remembering = new Remembering(new Memory(broken));
  const sheet = await remembering.sheetFor(CONTACT_JOB, CARD as never);
  assert.deepEqual([sheet.typed, sheet.remember], [{}, undefined]);
});
