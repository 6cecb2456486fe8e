// What the demo form holds after the ordinary holder's card filled it, every field by its id; "" and false are left alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { demoSite } from "./paths.mjs";

const { comment: _, ...fields } = JSON.parse(readFileSync(join(demoSite, "expected.json"), "utf8"));
export const expected = fields;
