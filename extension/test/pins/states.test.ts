/** What the windows say of each PIN at each number of tries, word for word: states.golden.txt, in both languages. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import pins from "shared:pins";
import { parseHTML } from "linkedom";
import { NO_VIEW } from "../../src/card/watch.ts";
import { type Key, type Language, text, type Values } from "../../src/i18n/index.ts";
import { PIN_KINDS, type PinKind } from "../../src/pin/kinds.ts";
import { buildPinsScreen } from "../../src/pins/screens/index.ts";
import { failureBox } from "../../src/ui/failure-box.ts";
import type { Ui } from "../../src/ui/shell.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

const GOLDEN = path.join(process.env.HITOFUDE_REPOSITORY ?? "", "extension/test/pins/states.golden.txt");
const nothing = new Proxy({}, { get: () => () => undefined }) as never;

function ui(language: Language): Ui {
  return { language, t: (key: Key, values?: Values) => text(language, key, values), announce: () => undefined };
}

const maxTries = (kind: PinKind) => pins.pins.find((pin) => pin.kind === kind)?.maxTries ?? 0;

/** The words of an element, a line for each part that holds some itself, and where its links lead. */
function lines(element: Element): string[] {
  const own = (part: Element) =>
    [...part.childNodes].some((node) => node.nodeType === 3 && /\S/.test(node.textContent ?? ""));
  return [...element.querySelectorAll("*")]
    .filter((part) => own(part) && !(part.parentElement && own(part.parentElement)))
    .map(
      (part) => `  ${(part.textContent ?? "").trim()}${part.tagName === "A" ? ` → ${part.getAttribute("href")}` : ""}`,
    );
}

/** The host's advice for a PIN with so many tries left. */
const adviceFor = (kind: PinKind, left: number) =>
  left > 1 ? [] : [{ code: left === 0 ? "PIN_LOCKED" : "PIN_LAST_TRY", params: { pin: kind, triesLeft: left } }];

function statusPage(language: Language, kind: PinKind, left: number): string[] {
  const status = {
    pins: [{ kind, triesLeft: left, maxTries: maxTries(kind), locked: left === 0 }],
    certificates: [],
    card: { reader: "R", expires: null, type: "my-number" as const },
    advice: adviceFor(kind, left),
  };
  const { body } = buildPinsScreen({ screen: "status", card: { ...NO_VIEW, status } }, ui(language), nothing);
  const glance = body.find((part) => part?.id === "glance");
  return glance ? lines(glance) : [];
}

const failures = (left: number) =>
  left === 0
    ? ["PIN_LOCKED"]
    : left === 1
      ? ["PIN_LAST_TRY", "PIN_INCORRECT", "PIN_REPEATED"]
      : ["PIN_INCORRECT", "PIN_REPEATED"];

test("what is said of each PIN at each number of tries is what was read and agreed to", () => {
  const out: string[] = [];
  for (const language of ["ja", "en"] as const) {
    for (const kind of PIN_KINDS) {
      for (let left = 0; left <= maxTries(kind) && left <= 5; left++) {
        out.push(`== ${kind}, ${left} left, ${language}`, "status page", ...statusPage(language, kind, left));
        for (const code of failures(left)) {
          const box = failureBox(ui(language), { code, params: { pin: kind, triesLeft: left } });
          out.push(code, ...lines(box));
          assert.equal(box.querySelectorAll("[data-action=open-guide]").length, 1, `${code} ${kind}: one way on`);
        }
      }
    }
  }
  const said = `${out.join("\n")}\n`;
  if (process.env.HITOFUDE_UPDATE === "1") fs.writeFileSync(GOLDEN, said);
  assert.equal(said, fs.readFileSync(GOLDEN, "utf8"));
});
