import assert from "node:assert/strict";
import { test } from "node:test";
import texts from "../../src/autofill/reasons.json" with { type: "json" };
import { REASONS } from "../../src/autofill/types.ts";

test("every reason has its words in both languages, and no words are left over", () => {
  assert.deepEqual(Object.keys(texts).sort(), [...REASONS].sort());
  for (const [key, { ja, en }] of Object.entries(texts)) {
    assert.match(ja, /[ぁ-ん]/, key);
    assert.ok(en.length > 0, key);
  }
});
