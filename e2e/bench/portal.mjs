// What a request of an official portal costs on the card (docs/PORTALS.md), as the other operations are measured.
import { configure } from "../lib/native.mjs";
import { scratch } from "../lib/scratch.mjs";
import { digestInfo } from "../portal/verify.mjs";
import { measure } from "./card.mjs";

const digestInfos = (count) => Array.from({ length: count }, (_, i) => digestInfo(`(見本) TEST ${i}`));
const sign = (count) => ["portal.sign", { digestInfos: digestInfos(count), pin: "TEST123" }];
const attributes = ["portal.attributes", { pin: "1234" }];

/** The window reads the card's state before it asks for a PIN; only the last one comes without. */
const warm = ["card.status"];
const operations = {
  "portal mode 01": { warm, ask: ["portal.authenticate", { digestInfo: digestInfo("(見本) TEST"), pin: "2345" }] },
  "portal mode 02, 3 digests": { warm, ask: sign(3) },
  "portal mode 02, 20 digests": { warm, ask: sign(20) },
  "portal mode 04": { warm, ask: attributes },
  "portal mode 04, new card": { fresh: true, ask: attributes },
};

/** Measures every mode. The installation's uuid lies in a folder of its own, and goes with it. */
export async function portalCosts(lab, times) {
  const home = await scratch("hitofude-bench-portal-");
  await configure(home.path);
  const start = { origin: "https://www.myna.go.jp", env: { XDG_CONFIG_HOME: home.path } };
  const results = {};
  for (const [name, operation] of Object.entries(operations)) {
    // 20 private-key operations take six seconds of the modelled card.
    const runs = name.includes("20 digests") ? 3 : times;
    results[name] = await measure(lab, { ...operation, start }, runs);
  }
  await home.remove();
  return results;
}
