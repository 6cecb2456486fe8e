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
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const doc = path.join(here, "../../docs/AUTOFILL.md");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    forms: { type: "string", default: "dev.jsonl" },
    save: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});
const [folder] = positionals;
if (folder === undefined || folder === "") {
  console.error("autofill-compare: say where the forms are: make autofill-compare FORMS=FOLDER");
  process.exit(64);
}

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

/** Puts the table between its two marks in the document. */
function save(text) {
  const marks = /(<!-- compare -->\n)[\s\S]*?(<!-- end of compare -->)/;
  const before = fs.readFileSync(doc, "utf8");
  if (!marks.test(before)) throw new Error(`${doc} has no place for the table`);
  fs.writeFileSync(
    doc,
    before.replace(marks, (_, start, end) => `${start}${text}\n${end}`),
  );
}

const { tally } = await harness();
const forms = pages();
const found = await tally(forms);
const { filled, unticked, wrong } = found.written;
const text = `Measured ${new Date().toISOString().slice(0, 10)} with ${options.forms} (${forms.length} forms, three people):

${table(found)}

Writing on the same forms, two rows of three ticked: ${filled} fields filled, ${unticked} rows left without a tick, ${wrong} writes
or changes that the preview did not show.`;
console.log(text);
if (options.verbose) for (const error of found.errors) console.log(error);
if (options.save) save(text);
if (found.errors.length > 0) {
  console.error(`autofill-compare: ${found.errors.length} errors`);
  process.exitCode = 1;
}
