/**
 * Fills recorded forms for three made-up people, plants six differences, compares, and prints the table of
 * docs/AUTOFILL.md: which differences were named, which equal fields were called different, and whether filling wrote
 * anything that the preview did not show.
 *
 * usage: node extension/scripts/compare.mjs FOLDER [--forms NAME.jsonl] [--save] [--verbose]
 *
 * FOLDER holds the forms (dev.jsonl unless said otherwise) and render.py; it is not part of the repository. --save writes
 * the table into docs/AUTOFILL.md, --verbose names every error. Any error makes it fail.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { commandLine, here, tell } from "./forms.mjs";

const { folder, options } = commandLine("autofill-compare");

/** The tests' own planting and judging as one module, inside node_modules so that linkedom is found. */
async function harness() {
  const directory = fs.mkdtempSync(path.join(here, "../node_modules/.compare-"));
  const outfile = path.join(directory, "all.mjs");
  const entryPoints = [path.join(here, "../test/compare/all.ts")];
  await build({ entryPoints, bundle: true, format: "esm", platform: "node", packages: "external", outfile });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

/** The recorded forms as pages. */
function pages() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "hitofude-compare-"));
  try {
    execFileSync("python3", ["-B", path.join(folder, "render.py"), path.join(folder, options.forms), scratch]);
    const names = fs.readdirSync(scratch).sort();
    return names.map((name) => ({ name, html: fs.readFileSync(path.join(scratch, name), "utf8") }));
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

function table({ equal, kinds }) {
  const head = ["", "boxes changed", "named", "other boxes called otherwise"];
  const rows = [
    ["nothing planted", 0, "-", `${equal.wrong} of ${equal.boxes}`],
    ...kinds.map(({ title, planted, named, wrong, boxes }) => [
      title,
      planted,
      named,
      `${wrong} of ${boxes - planted}`,
    ]),
  ];
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(["---", "---:", "---:", "---:"]), ...rows.map(line)].join("\n");
}

const { tally } = await harness();
const forms = pages();
const found = await tally(forms);
const { filled, unticked, wrong } = found.written;
const text = ` (${forms.length} forms, three people):

${table(found)}

Writing on the same forms, two rows of three ticked: ${filled} fields filled, ${unticked} rows left without a tick, ${wrong} writes
or changes that the preview did not show.`;
tell("compare", options, text);
if (options.verbose) for (const error of found.errors) console.log(error);
if (found.errors.length > 0) {
  console.error(`autofill-compare: ${found.errors.length} errors`);
  process.exitCode = 1;
}
