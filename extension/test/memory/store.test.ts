import assert from "node:assert/strict";
import test from "node:test";
import { Memory } from "../../src/memory/store.ts";
import { FakeArea } from "../window/fixtures.ts";

const A = { name: "見本　花子", birth: "19850515" };
const B = { name: "見本　太郎", birth: "19850515" };
const TEXTS = { kanaFamily: "ミホン", phone: "03-0000-0000", email: "hanako@example.jp" };

async function filled() {
  const area = new FakeArea();
  const memory = new Memory(area);
  await (await memory.of(A)).write(TEXTS);
  return { area, memory };
}

test("what is kept comes back for the same name and birth date, also in another window", async () => {
  const { area } = await filled();
  assert.deepEqual(await (await new Memory(area).of(A)).read(), TEXTS);
});

test("another person, or another birth date, finds nothing, and no record of anybody else is even looked at", async () => {
  const { area, memory } = await filled();
  const [record] = Object.keys(area.items).filter((key) => key.startsWith("memory:"));
  assert.ok(record);
  for (const who of [B, { ...A, birth: "19850516" }, { ...A, name: "見本花子" }]) {
    area.reads.length = 0;
    assert.equal(await (await memory.of(who)).read(), null);
    assert.ok(!area.reads.includes(record) && !area.reads.includes(null), area.reads.join());
  }
});

test("nothing is stored, no key either, before something is kept", async () => {
  const area = new FakeArea();
  const keeper = await new Memory(area).of(A);
  assert.equal(await keeper.read(), null);
  await keeper.forget();
  await keeper.write({ phone: "  " });
  assert.deepEqual(area.items, {});
});

test("what is stored names nobody, and holds no text of a record in any spelling", async () => {
  const { area } = await filled();
  const stored = JSON.stringify(area.items);
  for (const text of [...Object.values(TEXTS), A.name, A.birth, "花子", "kana", "phone"]) {
    for (const encoding of ["utf8", "utf16le", "base64", "hex"] as const) {
      assert.ok(!stored.includes(Buffer.from(text).toString(encoding)), text);
    }
  }
});

test("records have one length, whatever they hold", async () => {
  const lengths = new Set<number>();
  for (const phone of ["0", "090-0000-0000"]) {
    const area = new FakeArea();
    await (await new Memory(area).of(A)).write({ phone });
    lengths.add(JSON.stringify(Object.entries(area.items).find(([key]) => key.startsWith("memory:"))).length);
  }
  assert.equal(lengths.size, 1);
});

test("the same person has another record in another browser profile", async () => {
  const [one, two] = await Promise.all([filled(), filled()]);
  const names = [one, two].map(({ area }) => Object.keys(area.items).find((key) => key.startsWith("memory:")));
  assert.notEqual(names[0], names[1]);
});

test("a record that was put in another's place, or is damaged, is none", async () => {
  const { area, memory } = await filled();
  const keeper = await memory.of(B);
  await keeper.write({ phone: "06-0000-0000" });
  const [first = "", second = ""] = Object.keys(area.items).filter((key) => key.startsWith("memory:"));
  [area.items[first], area.items[second]] = [area.items[second], area.items[first]];
  assert.equal(await keeper.read(), null);
  for (const damage of [null, "x", {}, { iv: "!", data: "!" }, { iv: "AAAA", data: "AAAA" }]) {
    area.items[first] = damage;
    area.items[second] = damage;
    assert.equal(await keeper.read(), null);
  }
});

test("one person's record goes alone; all of them go with the key", async () => {
  const { area, memory } = await filled();
  const other = await memory.of(B);
  await other.write({ phone: "06-0000-0000" });
  assert.equal(await memory.count(), 2);
  await other.forget();
  assert.equal(await memory.count(), 1);
  assert.deepEqual(await (await memory.of(A)).read(), TEXTS);
  area.items.language = "ja";
  await memory.clear();
  assert.deepEqual(area.items, { language: "ja" });
});

test("emptying every box is forgetting", async () => {
  const { area, memory } = await filled();
  await (await memory.of(A)).write({ phone: "" });
  assert.equal(await memory.count(), 0);
  assert.equal(Object.keys(area.items).length, 1);
});
