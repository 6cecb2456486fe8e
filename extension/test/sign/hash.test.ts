import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { hashFile, inGroups, plainName, toBase64 } from "../../src/sign/hash.ts";

const file = (bytes: Uint8Array<ArrayBuffer>, name = "見本.pdf") => new File([bytes], name);
const never = new AbortController().signal;

test("the digest is that of every byte, whatever the pieces", async () => {
  for (const size of [0, 1, 63, 64, 65, 1_000_000]) {
    const bytes = new Uint8Array(size).map((_, i) => i * 7);
    const digest = await hashFile(file(bytes), () => undefined, never);
    assert.equal(Buffer.from(digest).toString("hex"), createHash("sha256").update(bytes).digest("hex"), String(size));
  }
});

test("progress is told in whole percents that only grow, to the end", async () => {
  const told: number[] = [];
  await hashFile(file(new Uint8Array(3_000_000)), (percent) => told.push(percent), never);
  assert.equal(told.at(-1), 100);
  assert.deepEqual(
    told,
    [...new Set(told)].sort((a, b) => a - b),
  );
});

test("a file that changed while it was read has no digest", async () => {
  const source = file(new Uint8Array(10));
  const changed = { name: "x", size: 11, stream: () => source.stream() };
  await assert.rejects(
    hashFile(changed, () => undefined, never),
    { code: "FILE_UNREADABLE" },
  );
});

test("a file that cannot be read is told by its name", async () => {
  const broken = {
    name: "x.pdf",
    size: 1,
    stream: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: (c) => c.error(new DOMException("gone", "NotReadableError")),
      }),
  };
  await assert.rejects(
    hashFile(broken, () => undefined, never),
    { code: "FILE_UNREADABLE", params: { name: "x.pdf" } },
  );
});

test("a removed file is not read on", async () => {
  const stop = new AbortController();
  stop.abort(new Error("removed"));
  await assert.rejects(
    hashFile(file(new Uint8Array(10)), () => undefined, stop.signal),
    /removed/,
  );
});

test("people and the host are told the same digest", () => {
  const digest = new Uint8Array(createHash("sha256").update("").digest());
  assert.equal(inGroups(digest).replaceAll(" ", ""), Buffer.from(digest).toString("hex"));
  assert.equal(toBase64(digest), Buffer.from(digest).toString("base64"));
});

test("a name cannot hide what it is", () => {
  assert.equal(plainName("pdf\u202Eexe.fdp"), "pdf_exe.fdp");
  assert.equal(plainName("a\nb/c\\d\uFFFD"), "a_b_c_d_");
  assert.equal(plainName("見本（１）.pdf"), "見本（１）.pdf");
});
