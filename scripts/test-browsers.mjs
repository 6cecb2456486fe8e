// The whole suite of browser tests in Chromium and in Firefox, as many times in a row as the argument says (1). Prints a line for
// each run, with what failed before it, and ends badly when any test of any run did not pass.
import { tapReader } from "./count.mjs";
import { runPart, told } from "./part.mjs";

const times = Number(process.argv[2] || 1);
const wanted = process.argv.slice(3);
let good = true;
for (let time = 1; time <= times; time++) {
  for (const browser of wanted.length > 0 ? wanted : ["chromium", "firefox"]) {
    const command = ["npm", "test", "--silent", "--prefix", "e2e"];
    const part = { name: browser, command, env: { HITOFUDE_BROWSER: browser }, reader: tapReader };
    const lines = [];
    const count = await runPart(part, (text) => lines.push(text));
    if (count.failed + count.broken.length > 0) console.log(lines.filter((text) => !/^\s*ok /.test(text)).join("\n"));
    console.log(told(`run ${time} of ${times}, ${browser}`, count));
    good &&= count.failed + count.broken.length + count.skipped === 0;
  }
}
process.exitCode = good ? 0 : 1;
