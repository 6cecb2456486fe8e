// Runs every test of the project, part by part, and ends with the line
//   tests: P passed, F failed, S skipped
// A part that crashes, cannot start or runs no test counts as a failure; nothing is left out because a piece is missing.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { startLab } from "../e2e/lib/lab.mjs";
import { goReader, tally, tapReader } from "./count.mjs";

const root = new URL("..", import.meta.url).pathname;

/** Runs one part to its end and returns what it counted. */
function run(part) {
  console.log(`\n== ${part.name}`);
  const started = Date.now();
  const child = spawn(part.command[0], part.command.slice(1), {
    cwd: root,
    env: { ...process.env, ...part.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reader = part.reader();
  createInterface({ input: child.stdout }).on("line", reader.line);
  return new Promise((resolve) => {
    const end = (code) => {
      const { count } = reader;
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      if (count.passed + count.failed + count.skipped === 0) count.broken.push(`${part.name}: no test ran`);
      if (code !== 0 && count.failed === 0 && count.broken.length === 0)
        count.broken.push(`${part.name}: ended with ${code}`);
      for (const what of count.broken) console.log(`broken: ${what}`);
      console.log(
        `-- ${part.name}: ${count.passed} passed, ${count.failed + count.broken.length} failed, ${count.skipped} skipped in ${seconds} s`,
      );
      resolve(count);
    };
    child.on("error", (error) => end(error.message));
    child.on("close", end);
  });
}

const tap = { reader: tapReader };
// Many Go tests wait for a poll of the card reader's service, so more of them than there are cores keep the cores busy.
const parts = [
  { name: "go", command: ["go", "test", "-json", "-shuffle=on", "-timeout=12m", "-p=4", "./..."], reader: goReader },
  { name: "extension", command: ["npm", "test", "--silent", "--prefix", "extension"], ...tap },
  { name: "browsers", command: ["npm", "test", "--silent", "--prefix", "e2e"], ...tap },
];

/** Most tests need a card reader of their own. Where none can be made, one reason is better than a hundred failures. */
async function readerCanBeMade() {
  try {
    await (await startLab()).close();
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

const wanted = process.argv.slice(2);
const total = tally();
const chosen = parts.filter((part) => wanted.length === 0 || wanted.includes(part.name));
if (!(await readerCanBeMade())) total.failed++;
// The browsers come last and alone: their tests have limits in seconds.
const stages = [chosen.filter((part) => part.name !== "browsers"), chosen.filter((part) => part.name === "browsers")];
for (const stage of total.failed ? [] : stages) {
  for (const count of await Promise.all(stage.map(run))) {
    total.passed += count.passed;
    total.failed += count.failed + count.broken.length;
    total.skipped += count.skipped;
  }
}
console.log(`\ntests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
