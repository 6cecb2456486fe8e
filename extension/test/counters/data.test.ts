import assert from "node:assert/strict";
import test from "node:test";
import { type Counter, counterOf, counters, kindsFor, officialWays, outlook } from "../../src/counters/data.ts";
import { PROFILES } from "../../src/sign/profiles.ts";

const row = (profile: string | null, made: string, official?: { ja: string; en: string }) => ({
  profile,
  made,
  takes: { ja: "見本", en: "sample" },
  sure: "low",
  source: "TEST",
  date: "2026-11-22",
  ...(official ? { official } : {}),
});
const counter = (...rows: Counter["rows"]): Counter => ({ id: "TEST", ja: "見本", en: "sample", rows });

test("a kind that is not the counter's is never said to fit", () => {
  for (const one of counters) {
    for (const profile of PROFILES) {
      const listed = one.rows.some((each) => each.profile === profile && each.made === "yes");
      assert.equal(outlook(one, profile) === "fits", listed, `${one.id}, ${profile}`);
    }
  }
});

test("where no file is taken, that is said, and the bridge only where there is one", () => {
  assert.equal(outlook(counter(row(null, "no")), "cms-detached"), "no");
  assert.equal(outlook(counter(row(null, "no"), row("portal", "yes")), "cms-detached"), "portal");
  assert.equal(outlook(counter(row(null, "not-yet")), "cms-detached"), "not-yet");
  assert.equal(outlook(counter(row("pdf-moj", "not-yet")), "pdf-moj"), "not-yet");
  assert.equal(outlook(counter(row("pdf-moj", "yes"), row(null, "not-yet")), "cms-detached"), "other");
});

test("every counter that takes no file of ours names the official way in both languages", () => {
  for (const one of counters.filter((each) => kindsFor(each).length === 0)) {
    for (const language of ["ja", "en"] as const) assert.ok(officialWays(one, language).length > 0, one.id);
  }
});

test("an official way is said once, and an unknown counter is none", () => {
  const way = { ja: "窓口", en: "the office" };
  assert.deepEqual(officialWays(counter(row(null, "no", way), row(null, "no", way)), "en"), ["the office"]);
  assert.equal(counterOf("constructor"), null);
});

test("every kind of signature of the sign page is asked for by some counter", () => {
  for (const profile of PROFILES)
    assert.ok(
      counters.some((one) => kindsFor(one).includes(profile)),
      profile,
    );
});
