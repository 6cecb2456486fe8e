/** The host and the extension say the same of 12,000 random strings: both come to the hash in the file. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { checkForm, offerForm } from "../../src/pin/check.ts";
import { type PinKind, pinSpec } from "../../src/pin/kinds.ts";

type Agreement = {
  seed: number;
  count: number;
  kinds: PinKind[];
  alphabets: string[];
  sha256: string;
  sample: string[];
};

const file = path.join(process.env.HITOFUDE_REPOSITORY ?? "", "internal/pin/testdata/agreement.json");
const agreement = JSON.parse(fs.readFileSync(file, "utf8")) as Agreement;

/** xorshift32, as in internal/pin/agreement_test.go. */
function source(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return state % below;
  };
}

function line(draw: (below: number) => number): string {
  const kind = agreement.kinds[draw(agreement.kinds.length)] as PinKind;
  const { minLength, maxLength } = pinSpec(kind);
  let length = draw(20);
  const how = draw(3);
  if (how === 0) length = minLength + (length % (maxLength - minLength + 1));
  if (how === 1) length = 4;
  const alphabet = [...(agreement.alphabets[draw(agreement.alphabets.length)] ?? "")];
  const typed = Array.from({ length }, () => alphabet[draw(alphabet.length)]).join("");
  return `${kind}\t${typed}\t${checkForm(kind, typed) ?? ""}\t${offerForm(kind, typed) ?? ""}\n`;
}

test("both halves agree on every random string", () => {
  assert.ok(agreement.count >= 10_000);
  const draw = source(agreement.seed);
  const hash = createHash("sha256");
  const first: string[] = [];
  for (let i = 0; i < agreement.count; i++) {
    const said = line(draw);
    hash.update(said);
    if (i < agreement.sample.length) first.push(said);
  }
  assert.deepEqual(first, agreement.sample);
  assert.equal(hash.digest("hex"), agreement.sha256);
});
