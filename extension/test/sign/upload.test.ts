import assert from "node:assert/strict";
import test from "node:test";
import { fromBase64 } from "../../src/messaging/blobs.ts";
import { profilesFor } from "../../src/sign/profiles.ts";
import { upload } from "../../src/sign/upload.ts";

type Piece = { blob: string; size: number; seq: number; data: string; keep?: boolean };

const source = (file: File) => ({ name: file.name, file, digest: null as Uint8Array | null });

async function sent(sizes: number[]) {
  const pieces: Piece[] = [];
  const request = async (_type: string, params: unknown) => {
    pieces.push(params as Piece);
    return {};
  };
  const files = sizes.map((size, i) => new File([new Uint8Array(size).fill(i + 1)], `${i}.pdf`));
  const parts = await upload({ request }, "d1", files.map(source), new AbortController().signal);
  return { pieces, parts };
}

test("every file arrives whole as a part of one blob, in pieces of the right length", async () => {
  for (const sizes of [[1], [3, 4], [512 * 1024], [600_000, 1, 700_000], Array<number>(50).fill(30_000)]) {
    const { pieces, parts } = await sent(sizes);
    const total = sizes.reduce((a, b) => a + b, 0);
    const bytes = pieces.map(({ data }) => fromBase64(data));
    const whole = new Uint8Array(Buffer.concat(bytes));
    assert.equal(whole.length, total);
    assert.ok(pieces.every(({ seq, size, keep }, i) => seq === i && size === total && keep === (i === 0 || undefined)));
    assert.ok(
      bytes.every(({ length }, i) => length <= 512 * 1024 && (length === 512 * 1024 || i === bytes.length - 1)),
    );
    parts.forEach(({ from, length }, i) => {
      assert.equal(length, sizes[i]);
      assert.ok(whole.subarray(from, from + length).every((byte) => byte === i + 1));
    });
  }
});

test("a file that is not the one any more that was shown is not signed, and the half blob is given up", async () => {
  const pieces: Piece[] = [];
  const request = async (_type: string, params: unknown) => {
    pieces.push(params as Piece);
    return {};
  };
  const shown = { ...source(new File([new Uint8Array(600_000)], "a.pdf")), digest: new Uint8Array(32) };
  await assert.rejects(upload({ request }, "d1", [shown], new AbortController().signal), { code: "FILE_UNREADABLE" });
  assert.deepEqual(
    pieces.map(({ seq }) => seq),
    [0, 3],
  );
});

test("an upload that is stopped leaves no half blob with the host", async () => {
  const stop = new AbortController();
  const seqs: number[] = [];
  const request = async (_type: string, params: unknown) => {
    seqs.push((params as Piece).seq);
    stop.abort(new Error("stopped"));
    return {};
  };
  const file = source(new File([new Uint8Array(2_000_000)], "a.pdf"));
  await assert.rejects(upload({ request }, "d1", [file], stop.signal), /stopped/);
  assert.deepEqual(seqs, [0, 5]);
});

test("an empty file cannot be a part", async () => {
  await assert.rejects(sent([1, 0]), { code: "FILE_UNREADABLE" });
});

test("what is offered fits every chosen file", () => {
  const offered = (...names: string[]) => profilesFor(names.map((name) => ({ name, size: 10 })));
  assert.deepEqual(offered("a.PDF"), ["cms-detached", "cms-attached", "pdf-moj", "pdf-pades-b"]);
  assert.deepEqual(offered("a.pdf", "b.xml"), ["cms-detached", "cms-attached"]);
  assert.deepEqual(offered("a.zip"), ["cms-detached", "cms-attached", "egov-kousei"]);
  assert.deepEqual(profilesFor([{ name: "a.pdf", size: 2 ** 30 }]), ["cms-detached"]);
});
