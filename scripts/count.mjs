// Reads what test runners print and counts it. Each reader has `line(text)` for every line and `count`, the tally so far.

/** What one part's output said. `broken` names what failed without being a test: a package that does not build, say. */
export const tally = () => ({ passed: 0, failed: 0, skipped: 0, broken: [] });

/** Reads `go test -json`; prints the output of what failed and nothing of what passed. */
export function goReader(print = console.log) {
  const count = tally();
  const output = new Map();
  const failures = new Set();
  /** What a test wrote that was still running when its package ended: a panic, a time-out, the stacks of what hangs. */
  const printUnfinished = (name) => {
    for (const [key, text] of output) if (key.startsWith(`${name} `)) print(text);
  };
  const take = (event) => {
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ""}`;
    if (event.Action === "output" || event.Action === "build-output") {
      output.set(key, (output.get(key) ?? "") + event.Output);
      return;
    }
    if (event.Action === "build-fail") print(output.get(key) ?? key);
    if (!["pass", "fail", "skip"].includes(event.Action)) return;
    if (event.Action !== "pass" && (event.Test || event.Action === "fail")) print(output.get(key) ?? key);
    output.delete(key);
    if (!event.Test && event.Action === "fail") printUnfinished(event.Package);
    if (event.Test) {
      count[{ pass: "passed", fail: "failed", skip: "skipped" }[event.Action]]++;
      if (event.Action === "fail") failures.add(event.Package);
    } else if (event.Action === "fail" && !failures.has(event.Package)) {
      count.broken.push(event.Package);
    } else if (event.Action === "pass") {
      print(`ok ${event.Package} ${event.Elapsed} s`);
    }
  };
  return {
    count,
    line: (text) => (text.startsWith("{") ? take(JSON.parse(text)) : print(text)),
  };
}

/** Reads node's TAP: the closing counts, a line for each test, and the whole diagnostic of what failed. */
export function tapReader(print = console.log) {
  const count = tally();
  const words = { pass: "passed", fail: "failed", cancelled: "failed", skipped: "skipped", todo: "failed" };
  let explaining = false;
  const line = (text) => {
    const closing = /^# (pass|fail|cancelled|skipped|todo) (\d+)$/.exec(text);
    if (closing) count[words[closing[1]]] += Number(closing[2]);
    const result = /^\s*(not )?ok /.exec(text);
    if (result) explaining = result[1] !== undefined;
    if (result || explaining || (text.startsWith("# ") && !text.startsWith("# Subtest"))) print(text);
    if (/^\s*\.\.\.$/.test(text)) explaining = false;
  };
  return { count, line };
}
