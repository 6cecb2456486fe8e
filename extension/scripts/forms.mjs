/** What both measurements over recorded forms share: their command line, and the place of their table in docs/AUTOFILL.md. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const here = path.dirname(fileURLToPath(import.meta.url));
const doc = path.join(here, "../../docs/AUTOFILL.md");

/** The folder of forms and the options; ends the process with 64 where no folder is named. `name`: the make target. */
export function commandLine(name) {
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
    console.error(`${name}: say where the forms are: make ${name} FORMS=FOLDER`);
    process.exit(64);
  }
  return { folder, options };
}

/** Prints a result with its day, and puts it between the two marks of that name in the document when told to. */
export function tell(mark, options, text) {
  const dated = `Measured ${new Date().toISOString().slice(0, 10)} with ${options.forms}${text}`;
  console.log(dated);
  if (!options.save) return;
  const marks = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- end of ${mark} -->)`);
  const before = fs.readFileSync(doc, "utf8");
  if (!marks.test(before)) throw new Error(`${doc} has no place for the table`);
  fs.writeFileSync(
    doc,
    before.replace(marks, (_, start, end) => `${start}${dated}\n${end}`),
  );
}
