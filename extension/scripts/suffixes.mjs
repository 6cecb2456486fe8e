/**
 * Makes src/site/suffixes.json: below which names anybody may register a domain, from the Public Suffix List as the npm
 * package psl carries it. Run by hand when the list is renewed:
 *
 *   npm pack psl@1.15.0 && tar xzf psl-1.15.0.tgz && node scripts/suffixes.mjs package/data/rules.js
 *
 * The list is under the Mozilla Public License 2.0 (https://publicsuffix.org); the file it makes says so.
 */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [input] = process.argv.slice(2);
const { default: rules } = await import(pathToFileURL(path.resolve(input)).href);

const byTop = new Map();
for (const rule of rules) {
  const labels = rule.split(".");
  // A rule of one label says what holds without any: one label above the last is registered.
  if (labels.length < 2) continue;
  const top = labels.pop();
  byTop.set(top, [...(byTop.get(top) ?? []), labels.join(".")]);
}
const table = {
  source: "Public Suffix List, as in the npm package psl 1.15.0 (data/rules.js)",
  license: "MPL-2.0, https://publicsuffix.org/list/",
  date: "2024-12-06",
  // Rules without their last label, one text for each last label: "co ne *.kawasaki !city.kawasaki".
  rules: Object.fromEntries(
    [...byTop].sort(([a], [b]) => (a < b ? -1 : 1)).map(([top, list]) => [top, list.join(" ")]),
  ),
};
const out = path.join(path.dirname(fileURLToPath(import.meta.url)), "../src/site/suffixes.json");
fs.writeFileSync(out, `${JSON.stringify(table, null, 2)}\n`);
