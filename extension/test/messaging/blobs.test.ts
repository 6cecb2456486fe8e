import assert from "node:assert/strict";
import test from "node:test";
import { BlobStore } from "../../src/messaging/blobs.ts";

const piece = (seq: number, text: string, size = 4) => ({
  type: "blob" as const,
  blob: "r1",
  size,
  seq,
  data: btoa(text),
});

test("pieces must come in order and with the size that the first one named", () => {
  const cases: [string, ReturnType<typeof piece>[]][] = [
    ["the second first", [piece(1, "ab")]],
    ["twice the same", [piece(0, "ab"), piece(0, "cd")]],
    ["another size", [piece(0, "ab"), piece(1, "cd", 5)]],
    ["too much", [piece(0, "ab"), piece(1, "cde")]],
    ["a size below nothing", [piece(0, "", -1)]],
    ["a size that is no number of bytes", [piece(0, "a", 1.5)]],
    ["a size nobody has", [piece(0, "a", 2 ** 40)]],
    ["no base64", [{ ...piece(0, ""), data: "?" }]],
  ];
  for (const [what, pieces] of cases) {
    const store = new BlobStore();
    assert.equal(pieces.map((one) => store.add(one)).at(-1), false, what);
  }
});

test("a blob that is not complete is not given", () => {
  const store = new BlobStore();
  assert.ok(store.add(piece(0, "abc")));
  assert.throws(() => store.take("r1"), RangeError);
  assert.throws(() => store.take("r2"), RangeError);
});

test("a complete blob is given once", () => {
  const store = new BlobStore();
  assert.ok(store.add(piece(0, "ab")));
  assert.ok(store.add(piece(1, "cd")));
  assert.equal(new TextDecoder().decode(store.take("r1")), "abcd");
  assert.throws(() => store.take("r1"), RangeError);
});
