/** The list of official sites: what the browser or the host refuses is said, and leads nowhere dead. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import { type Key, text, type Values } from "../../src/i18n/index.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { Identity } from "../../src/portal/state.ts";
import type { Ui } from "../../src/ui/shell.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const refused = async () => {
  throw new Error("the disk is full");
};
Object.assign(globalThis, {
  document,
  chrome: {
    storage: { local: { get: async () => ({ portalSites: { myna: { on: true } } }), set: refused } },
    permissions: { contains: async () => true, request: async () => true, remove: async () => true },
    scripting: { getRegisteredContentScripts: async () => [] },
    tabs: { query: async () => [] },
  },
});

// The browser is looked up when they are loaded.
const { fillIdentity } = await import("../../src/portal/screens/identity.ts");
const { sites } = await import("../../src/portal/screens/sites.ts");

const ui = {
  language: "ja",
  t: (key: Key, values?: Values) => text("ja", key, values),
  announce: () => undefined,
} as unknown as Ui;

function identityShown(identity: Identity): HTMLElement {
  const place = document.createElement("div") as unknown as HTMLElement;
  fillIdentity(place, identity, ui, () => undefined);
  return place;
}

test("a damaged number can be replaced, after a question", () => {
  const place = identityShown({ failure: new HitofudeError("INTERNAL") });
  assert.ok(place.querySelector("[data-code=INTERNAL]"));
  place.querySelector<HTMLElement>("[data-action=reset-identity]")?.click();
  assert.ok(place.querySelector("[data-action=reset-identity-yes]"), "no way out");
  assert.ok(place.querySelector("[data-code=INTERNAL]"), "the reason is gone");
});

test("without a program on the computer there is nothing to replace", () => {
  assert.equal(
    identityShown({ failure: new HitofudeError("HOST_MISSING") }).querySelector("[data-action=reset-identity]"),
    null,
  );
});

test("a switch that the browser does not keep goes back and says so", async () => {
  const versions = { extension: "24", app: "29", date: "2026-05-01" };
  const { body } = sites({ screen: "sites", switches: {}, versions, identity: null }, ui, {} as never);
  const page = document.createElement("div");
  for (const child of body) if (child) page.append(child as unknown as Node);
  const tick = page.querySelector("[data-action=portal-on]") as unknown as HTMLInputElement;
  tick.checked = true;
  tick.dispatchEvent(new (document.defaultView as unknown as typeof globalThis).Event("change"));
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  assert.equal(tick.checked, false);
  assert.ok(page.querySelector("[data-told] [role=alert]"), "nothing is said");
});
