/**
 * Renders recorded forms, plans them, scores the plans, and prints the table of docs/AUTOFILL.md.
 *
 * usage: node extension/scripts/score.mjs FOLDER [--forms NAME.jsonl] [--save] [--verbose]
 *
 * FOLDER holds the forms (dev.jsonl unless said otherwise), identity.json, render.py and score.py; it is not part of
 * the repository. Forms are also scored in two halves (every other one): numbers that differ much would say that
 * rules were made for single forms. --save writes the table into docs/AUTOFILL.md.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { commandLine, here, tell } from "./forms.mjs";

const { folder, options } = commandLine("autofill-score");
const given = (name) => path.join(folder, name);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "hitofude-score-"));
const inScratch = (name) => path.join(scratch, name);
const python = (script, ...args) =>
  execFileSync("python3", ["-B", given(script), ...args], { encoding: "utf8", maxBuffer: 1 << 28 });

/** The plans of all pages as one file of lines. */
function plans() {
  const pages = fs.readdirSync(inScratch("pages")).map((name) => inScratch(`pages/${name}`));
  const plan = [path.join(here, "plan.mjs"), "--identity", given("identity.json"), ...pages];
  const lines = execFileSync(process.execPath, plan, { encoding: "utf8", maxBuffer: 1 << 28 });
  fs.writeFileSync(inScratch("plans.jsonl"), lines);
  return inScratch("plans.jsonl");
}

/** What score.py says of some of the forms. */
function score(name, forms, planned) {
  const file = inScratch(`${name}.jsonl`);
  fs.writeFileSync(file, forms.join("\n"));
  return JSON.parse(python("score.py", file, planned));
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const COLUMNS = [
  ["forms", (s) => s.forms],
  ["fields of the applicant", (s) => s.targets],
  ["right type", (s) => percent(s.right_share)],
  ["right value", (s) => percent(s.right_value_share)],
  ["wrong fills per 1,000 controls", (s) => s.wrong_fills_per_1000_controls],
  ["kanji in a kana box", (s) => s.kanji_in_kana],
  ["number or honeypot errors", (s) => s.number_or_honeypot_errors],
  ["forms without a correction", (s) => percent(s.forms_without_a_correction)],
];
const row = (cells) => `| ${cells.join(" | ")} |`;

function table(scores) {
  const head = row(["", ...COLUMNS.map(([title]) => title)]);
  const rule = row(["---", ...COLUMNS.map(() => "---:")]);
  const rows = scores.map(([name, found]) => row([name, ...COLUMNS.map(([, cell]) => cell(found))]));
  return [head, rule, ...rows].join("\n");
}

try {
  const lines = fs.readFileSync(given(options.forms), "utf8").trim().split("\n");
  python("render.py", given(options.forms), inScratch("pages"));
  const planned = plans();
  if (options.verbose) console.log(python("score.py", given(options.forms), planned, "-v"));
  const all = score("all", lines, planned);
  const half = (rest) => lines.filter((_, at) => at % 2 === rest);
  const made = table([
    ["all", all],
    ["public sector", all.public_sector],
    ["every second form", score("seen", half(0), planned)],
    ["the forms between", score("unseen", half(1), planned)],
  ]);
  tell("score", options, `:\n\n${made}`);
} finally {
  fs.rmSync(scratch, { recursive: true });
}
