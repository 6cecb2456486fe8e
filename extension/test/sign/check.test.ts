import assert from "node:assert/strict";
import test from "node:test";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { type Check, Checker, type Choice, commonPage, passed, type Result } from "../../src/sign/check.ts";
import { firstStamp } from "../../src/sign/stamp.ts";
import type { Doc } from "../../src/sign/state.ts";

const doc = (id: number, name = `${id}.pdf`): Doc => ({
  ...{ id, name, size: 1, percent: 100, digest: new Uint8Array(32), kind: "pdf", contents: null, failure: null },
  file: new File(["x"], name),
});
const choice = (...docs: Doc[]): Choice => ({ docs, profile: "pdf-moj", stamp: null, card: true });
const fine: Result = { documents: [{ name: "1.pdf", sha256: "0".repeat(64) }], problems: [], certificate: null };

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition(); ) {
    assert.ok(Date.now() < end, "it never became so");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function checker(ask: (choice: Choice, signal: AbortSignal) => Promise<Result>) {
  const told: Check[] = [];
  const made = new Checker({ ask, tell: (check) => told.push(check) }, 1);
  return { made, told, states: () => told.map(({ state }) => state) };
}

test("one choice is checked once, however often it is shown", async () => {
  let asked = 0;
  const { made, states } = checker(async () => {
    asked++;
    return fine;
  });
  for (let i = 0; i < 5; i++) made.want(choice(doc(1)));
  await until(() => states().includes("done"));
  made.want(choice(doc(1)));
  assert.deepEqual([asked, states()], [1, ["running", "done"]]);
});

test("what is found for a choice that is none any more is never told", async () => {
  const answers: ((result: Result) => void)[] = [];
  const { made, told } = checker(() => new Promise((resolve) => answers.push(resolve)));
  made.want(choice(doc(1)));
  made.want(choice(doc(2)));
  const late: Result = { ...fine, problems: [{ name: "1.pdf", code: "DOCUMENT_INVALID" }] };
  answers[0]?.(late);
  answers[1]?.(fine);
  await until(() => told.at(-1)?.state === "done");
  assert.ok(told.every((check) => check.state !== "done" || check.result === fine));
});

test("a card that is being asked by the watch is waited for", async () => {
  let asked = 0;
  const { made, told } = checker(async () => {
    if (++asked < 3) throw new HitofudeError("BUSY");
    return fine;
  });
  made.want(choice(doc(1)));
  await until(() => told.at(-1)?.state === "done");
  assert.equal(asked, 3);
});

test("a file that the host reads otherwise than it was shown is not signed", async () => {
  const other = { ...fine, documents: [{ name: "1.pdf", sha256: "1".repeat(64) }] };
  const { made, told } = checker(async () => other);
  made.want(choice(doc(1)));
  await until(() => told.at(-1)?.state === "failed");
  const last = told.at(-1);
  assert.ok(
    last?.state === "failed" && last.failure.code === "FILE_UNREADABLE" && last.failure.params.name === "1.pdf",
  );
});

test("an answer that is none of the protocol stops the way to the PIN", async () => {
  const { made, told } = checker(async () => ({ documents: [] }) as unknown as Result);
  made.want(choice(doc(1)));
  await until(() => told.at(-1)?.state === "failed");
  assert.ok(!passed(told.at(-1) as Check));
});

test("only a choice without a problem goes on to the PIN", () => {
  assert.ok(passed({ state: "done", result: fine }));
  assert.ok(!passed({ state: "running", last: fine }));
  assert.ok(!passed({ state: "failed", failure: new HitofudeError("TIMEOUT") }));
  for (const name of ["1.pdf", ""]) {
    assert.ok(!passed({ state: "done", result: { ...fine, problems: [{ name, code: "DOCUMENT_INVALID" }] } }));
  }
});

const pages = (...all: { pages?: number; pageBox?: number[]; rotate?: number }[]): Check => ({
  state: "done",
  result: { ...fine, documents: all.map((one, i) => ({ name: `${i + 1}.pdf`, ...one })) },
});

test("a mark for many files keeps to the smallest page, and to the fewest pages", () => {
  const check = pages({ pages: 9, pageBox: [0, 0, 842, 595] }, { pages: 2, pageBox: [0, 0, 595, 842] });
  assert.deepEqual(commonPage(check, [doc(1), doc(2)]), { pages: 2, sheet: { box: [0, 0, 595, 595], rotate: 0 } });
});

test("pages that are counted or turned differently have no place in common", () => {
  const upright = { pages: 1, pageBox: [0, 0, 595, 842] };
  const two = [doc(1), doc(2)];
  assert.equal(commonPage(pages(upright, { ...upright, rotate: 90 }), two), "unlike");
  assert.equal(commonPage(pages(upright, { pages: 1, pageBox: [10, 0, 605, 842] }), two), "unlike");
  assert.equal(commonPage(pages(upright, {}), two), null);
});

test("while the mark is moved the page's size stays known", async () => {
  const known = pages({ pages: 1, pageBox: [0, 0, 595, 842] });
  assert.ok(known.state === "done");
  const { made, told } = checker(async () => ({ ...known.result, documents: known.result.documents }));
  made.want(choice(doc(1)));
  await until(() => told.at(-1)?.state === "done");
  made.want({ ...choice(doc(1)), stamp: firstStamp({ box: [0, 0, 595, 842], rotate: 0 }) });
  const last = told.at(-1);
  assert.ok(last?.state === "running" && commonPage(last, [doc(1)]) !== null);
});
