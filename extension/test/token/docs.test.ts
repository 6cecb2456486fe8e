import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { HINT_ATTRIBUTE, HINTS } from "../../src/autofill/hints.ts";
import { REFUSALS, SCRIPT_TYPE, SIGN_ATTRIBUTE } from "../../src/token/ask.ts";
import { MAX_DOCUMENT } from "../../src/token/fetch.ts";

const page = fs.readFileSync("../docs/INTEGRATION.md", "utf8");

test("the developer's page names every hint and no other", () => {
  const table = page.slice(page.indexOf("| name | what is written |"), page.indexOf("* A hint wins"));
  const named = [...table.matchAll(/`([a-z]+(?:[.-][a-z-]+)*)`/g)].map(([, name]) => name ?? "");
  const words = new Set(["placeholder"]);
  assert.deepEqual(named.filter((name) => !words.has(name)).sort(), Object.keys(HINTS).sort());
});

test("the developer's page names every refusal, the markup and the limits as they are", () => {
  for (const reason of REFUSALS) assert.ok(page.includes(`\`${reason}\``), reason);
  for (const markup of [`<script type="${SCRIPT_TYPE}">`, SIGN_ATTRIBUTE, HINT_ATTRIBUTE])
    assert.ok(page.includes(markup));
  assert.ok(page.includes(`${MAX_DOCUMENT / 1024 / 1024} MB`));
});
