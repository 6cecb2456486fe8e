// Runs every test of the project, part by part, and ends with the line
//   tests: P passed, F failed, S skipped
// A part that crashes, cannot start or runs no test counts as a failure; nothing is left out because a piece is missing.
import { startLab } from "../e2e/lib/lab.mjs";
import { goReader, tally, tapReader } from "./count.mjs";
import { runPart, told } from "./part.mjs";

/** Runs one part and says how it went. */
async function run(part) {
  console.log(`\n== ${part.name}`);
  const count = await runPart(part);
  console.log(`-- ${told(part.name, count)}`);
  return count;
}

const tap = { reader: tapReader };
// Many Go tests wait for a poll of the card reader's service, so more of them than there are cores keep the cores busy.
const parts = [
  { name: "go", command: ["go", "test", "-json", "-shuffle=on", "-timeout=12m", "-p=4", "./..."], reader: goReader },
  { name: "extension", command: ["npm", "test", "--silent", "--prefix", "extension"], ...tap },
  { name: "browsers", command: ["npm", "test", "--silent", "--prefix", "e2e"], ...tap },
  { name: "firefox", command: ["npm", "run", "test-firefox", "--silent", "--prefix", "e2e"], ...tap },
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
const alone = ["browsers", "firefox"];
const stages = [
  chosen.filter(({ name }) => !alone.includes(name)),
  ...alone.map((wanted) => chosen.filter(({ name }) => name === wanted)),
];
for (const stage of total.failed ? [] : stages) {
  for (const count of await Promise.all(stage.map(run))) {
    total.passed += count.passed;
    total.failed += count.failed + count.broken.length;
    total.skipped += count.skipped;
  }
}
console.log(`\ntests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
