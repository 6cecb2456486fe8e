/**
 * Plans pages without a browser: prints one JSON object per control that would be filled.
 *
 * usage: node extension/scripts/plan.mjs [--identity FILE] [--origin URL] [--card-only] PAGE.html…
 *
 * {"k": the control's data-k if it has one, "selector", "type", "value", "confidence", "reason"}; the value of a radio
 * group or a select is the visible text. --card-only leaves out what the card does not hold (reading, postal code).
 * The planner itself never sees data-k.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { parseHTML } from "linkedom";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options, positionals: pages } = parseArgs({
  allowPositionals: true,
  options: {
    identity: { type: "string", default: path.join(here, "../test/autofill/identity.json") },
    origin: { type: "string", default: "https://www.example.lg.jp" },
    "card-only": { type: "boolean", default: false },
  },
});

/** The planner's TypeScript as one module. */
async function planner() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "hitofude-plan-"));
  const outfile = path.join(directory, "planner.mjs");
  const from = (name) => `export * from ${JSON.stringify(path.join(here, "../src/autofill", name))};`;
  const contents = ["collect.ts", "plan.ts", "preview.ts", "state.ts"].map(from).join("\n");
  await build({ stdin: { contents, resolveDir: here }, bundle: true, format: "esm", platform: "node", outfile });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

const ERAS = [
  ["令和", "R", "2019-05-01"],
  ["平成", "H", "1989-01-08"],
  ["昭和", "S", "1926-12-25"],
  ["大正", "T", "1912-07-30"],
  ["明治", "M", "1868-10-23"],
];

/** The host's profile of a made-up person. */
function profileOf({ name, birth, sex, address }) {
  const [year, month, day] = [birth.slice(0, 4), birth.slice(4, 6), birth.slice(6)].map(Number);
  const date = [birth.slice(0, 4), birth.slice(4, 6), birth.slice(6)].join("-");
  const [era, eraLetter, start] = ERAS.find(([, , first]) => date >= first);
  const today = new Date();
  const before = today.getMonth() + 1 < month || (today.getMonth() + 1 === month && today.getDate() < day);
  const { card: full, prefecture, city, town, street, building } = address;
  return {
    name: { full: name.card, family: name.family, given: name.given, sure: true, script: "cjk" },
    address: { full, prefecture, city, town, street, building },
    birth: { date, year, month, day, era, eraYear: year - Number(start.slice(0, 4)) + 1, eraLetter },
    age: today.getFullYear() - year - (before ? 1 : 0),
    sex: { code: sex, label: { 1: "男", 2: "女" }[sex] ?? "" },
    ...(options["card-only"]
      ? {}
      : { kana: { family: name.kanaFamily, given: name.kanaGiven }, postalCode: address.postalCode }),
  };
}

/** Class names that frameworks and people give to what is not shown. */
const HIDDEN = /(^|\s)(hidden|[a-z-]+-hidden|hidden-[a-z]+|d-none|is-hidden|invisible)(\s|$)/;

/** Without a layout only what the markup itself says is known to be hidden. */
function sees(control) {
  for (let one = control; one !== null; one = one.parentElement) {
    const style = (one.getAttribute("style") ?? "").replace(/\s/g, "");
    if (HIDDEN.test(one.getAttribute("class") ?? "")) return false;
    if (one.hasAttribute("hidden") || one.getAttribute("aria-hidden") === "true") return false;
    if (/display:none|visibility:hidden|opacity:0(;|$)|(left|top|right):-\d{4}/.test(style)) return false;
  }
  return true;
}

function selectorOf(control) {
  if (control.id !== "") return `#${control.id}`;
  const name = control.getAttribute("name");
  return name === null ? control.localName : `${control.localName}[name=${JSON.stringify(name)}]`;
}

const { collectFrom, plan, preview, keptFor } = await planner();
const profile = profileOf(JSON.parse(fs.readFileSync(options.identity, "utf8")));
for (const page of pages) {
  const { document } = parseHTML(fs.readFileSync(page, "utf8"));
  const facts = collectFrom(document, page, options.origin, sees);
  // The parser knows a title only in a written head; a browser makes the head.
  facts.title ||= document.querySelector("title")?.textContent ?? "";
  const made = plan([facts], { kana: !options["card-only"], zip: !options["card-only"] });
  const entries = keptFor(page).entries;
  for (const { ref, type, shown: value, unsure, reason } of preview(made, profile).rows) {
    const controls = entries.get(ref).controls.map((one) => one.deref());
    const line = { selector: selectorOf(controls[0]), type, value, confidence: unsure ? "unsure" : "sure", reason };
    const keys = new Set(controls.map((one) => one.getAttribute("data-k")).filter((k) => k !== null));
    for (const k of keys) console.log(JSON.stringify({ k, ...line }));
    if (keys.size === 0) console.log(JSON.stringify(line));
  }
}
