// The closing line of a test run is what others rely on: what crashed must never read as green.
import assert from "node:assert/strict";
import { test } from "node:test";
import { goReader, tapReader } from "../../scripts/count.mjs";

const silent = () => {};

/** Feeds lines to a reader and returns what it counted. */
function counted(makeReader, lines) {
  const reader = makeReader(silent);
  lines.forEach(reader.line);
  return reader.count;
}

test("go: tests are counted, packages without a test are not", () => {
  const events = [
    { Action: "pass", Package: "a", Test: "TestOne" },
    { Action: "fail", Package: "a", Test: "TestTwo" },
    { Action: "skip", Package: "a", Test: "TestThree" },
    { Action: "fail", Package: "a" },
    { Action: "skip", Package: "without-tests" },
  ];
  assert.deepEqual(counted(goReader, events.map(JSON.stringify)), { passed: 1, failed: 1, skipped: 1, broken: [] });
});

test("go: a package that does not build or crashes outside a test is a failure", () => {
  const events = [
    { ImportPath: "b", Action: "build-fail" },
    { Action: "fail", Package: "b", FailedBuild: "b" },
    { Action: "fail", Package: "c" },
  ];
  assert.deepEqual(counted(goReader, events.map(JSON.stringify)).broken, ["b", "c"]);
});

test("node: cancelled and unfinished tests are failures", () => {
  const lines = [
    "ok 1 - fine",
    "not ok 2 - cut off",
    "# tests 5",
    "# pass 1",
    "# fail 1",
    "# cancelled 1",
    "# skipped 1",
    "# todo 1",
  ];
  assert.deepEqual(counted(tapReader, lines), { passed: 1, failed: 3, skipped: 1, broken: [] });
});

test("go: what a test wrote that never ended is shown when its package fails", () => {
  const printed = [];
  const reader = goReader((text) => printed.push(text));
  const events = [
    { Action: "run", Package: "d", Test: "TestHangs" },
    { Action: "output", Package: "d", Test: "TestHangs", Output: "SIGQUIT: quit" },
    { Action: "fail", Package: "d" },
  ];
  for (const event of events) reader.line(JSON.stringify(event));
  assert.ok(printed.includes("SIGQUIT: quit"), printed.join());
  assert.deepEqual(reader.count.broken, ["d"]);
});
