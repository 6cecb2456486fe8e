/** What the page says of each way in which the chain can be broken, and that it never says nothing. */
import assert from "node:assert/strict";
import test from "node:test";
import table from "shared:doctor";
import { type Examination, examine, type Host } from "../../src/doctor/examine.ts";
import { firstBad, nameOf, readFindings, wordsOf } from "../../src/doctor/finding.ts";
import { browserOf, installCommand, type Place } from "../../src/doctor/place.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";

const place: Place = { browser: "edge", release: "143", os: "linux" };
const languages = ["ja", "en"] as const;

function host(answer: unknown, { version = "0.1.0", capabilities = ["doctor"] } = {}): Host & { closed: number } {
  const one = {
    closed: 0,
    hello: { version, capabilities },
    request: async () => {
      if (answer instanceof Error) throw answer;
      return answer as Record<string, unknown>;
    },
    close: () => {
      one.closed++;
    },
  };
  return one;
}

const look = (opened: Host | Error): Promise<Examination> =>
  examine(async () => (opened instanceof Error ? Promise.reject(opened) : opened), "0.1.0", place);

const well = [
  { check: "config", state: "ok" },
  { check: "service", state: "ok" },
  { check: "reader", state: "ok", params: { reader: "R1" } },
  { check: "counters", state: "ok" },
];

test("nothing is wrong when all is well, and the program is let go", async () => {
  const one = host({ findings: well, report: "hitofude 0.1.0" });
  const { findings, report } = await look(one);
  assert.equal(firstBad(findings), undefined);
  assert.deepEqual(
    findings.map(({ check }) => check),
    ["program", "version", "config", "service", "reader", "counters"],
  );
  assert.equal(one.closed, 1);
  assert.match(report, /extension 0\.1\.0, edge 143, linux\n.*\n.*\nhitofude 0\.1\.0$/);
});

test("every way of not reaching the program is named first, with a command for this browser where one helps", async () => {
  for (const code of [
    "HOST_MISSING",
    "HOST_FORBIDDEN",
    "CALLER_REFUSED",
    "HOST_CLOSED",
    "HOST_SILENT",
    "HOST_GARBLED",
    "HOST_OLD",
    "EXTENSION_OLD",
    "UNEXPECTED",
  ]) {
    const { findings } = await look(new HitofudeError(code));
    const first = firstBad(findings);
    assert.ok(first, code);
    assert.equal(first.check, code.endsWith("_OLD") ? "version" : "program", code);
    for (const language of languages) {
      const { cause, next } = wordsOf(first, language);
      assert.ok(cause && next && nameOf(first, language), code);
      assert.doesNotMatch(cause + next, /[{}]/, code);
      if (/MISSING|FORBIDDEN|REFUSED/.test(code)) assert.match(next, /hitofude install --browser edge/, code);
    }
    assert.ok(
      findings.filter(({ state }) => state === "skipped").some(({ check }) => check === "reader"),
      `${code}: what lies behind is not claimed to be well`,
    );
  }
});

test("a program that answers the check with an error is let go and told of", async () => {
  const one = host(new HitofudeError("BUSY"));
  const { findings } = await look(one);
  assert.equal(firstBad(findings)?.code, "BUSY");
  assert.equal(one.closed, 1);
});

test("the older half is named, also where the halves still work together", async () => {
  const older = await look(host({ findings: well }, { version: "0.0.9" }));
  const newer = await look(host({ findings: well }, { version: "0.10.0" }));
  assert.equal(older.findings[1]?.code, "VERSION_HOST_OLDER");
  assert.equal(newer.findings[1]?.code, "VERSION_EXTENSION_OLDER");
  const old = await look(host({}, { capabilities: ["fill"] }));
  assert.equal(old.findings.at(-1)?.code, "HOST_WITHOUT_DOCTOR");
  for (const { findings } of [older, newer, old]) {
    assert.equal(firstBad(findings), undefined, "a note stops nothing");
    for (const one of findings.filter(({ state }) => state === "note")) {
      for (const language of languages) {
        const { cause, next } = wordsOf(one, language);
        assert.ok(cause && next);
        assert.doesNotMatch(cause + next, /[{}]/);
      }
    }
  }
});

test("an answer of another form is left out, not shown", () => {
  assert.deepEqual(readFindings(null), []);
  assert.deepEqual(
    readFindings([null, 1, {}, { check: "x", state: "fine" }, { check: "x", state: "ok", code: 1 }]),
    [],
  );
  assert.equal(readFindings([{ check: "new-link", state: "note", code: "NEW" }]).length, 1);
  assert.equal(nameOf({ check: "new-link", state: "note" }, "ja"), "new-link");
});

test("every finding of the host has words in both languages, with the same values in them", () => {
  const names = (text: string) => (text.match(/\{[a-z]+\}/g) ?? []).sort().join();
  for (const [code, { ja, en }] of Object.entries(table.findings)) {
    for (const part of ["cause", "next"] as const) {
      assert.equal(new Set(names(ja[part]).split(",")).size, new Set(names(en[part]).split(",")).size, code);
      assert.equal(ja[part] === "", en[part] === "", code);
    }
    assert.doesNotMatch(ja.cause + ja.next, /有効です|ブラウザー/, code);
  }
});

test("browsers are told apart by what they say of themselves", () => {
  const brands = (...list: string[]) => list.map((brand) => ({ brand, version: "143" }));
  assert.deepEqual(browserOf(brands("Chromium", "Microsoft Edge", "Not A Brand"), null), ["edge", "143"]);
  assert.deepEqual(browserOf(brands("Chromium", "Google Chrome"), null), ["chrome", "143"]);
  assert.deepEqual(browserOf(brands("Chromium"), null), ["chromium", "143"]);
  assert.deepEqual(browserOf([], { name: "LibreWolf", version: "142.0" }), ["librewolf", "142.0"]);
  assert.deepEqual(browserOf([], null), ["chromium", ""]);
  assert.equal(installCommand({ ...place, os: "win" }).command, "hitofude.exe install --browser edge");
});
