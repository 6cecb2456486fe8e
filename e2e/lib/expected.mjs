// What the demo form holds after the ordinary holder's card filled it: field id → value, as a person would have typed it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { demoSite } from "./paths.mjs";

/** `{filled: {id: value}}`; every other field stays as it was. */
export const expected = { filled: JSON.parse(readFileSync(join(demoSite, "expected.json"), "utf8")) };
