// What each operation costs on the card: APDUs, bytes, and our own time on top of the modelled card's.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { startHost } from "../lib/native.mjs";
import { profile } from "../lib/paths.mjs";
import { scratchFile } from "../lib/scratch.mjs";
import { median, round } from "./statistics.mjs";

const digest = createHash("sha256").update("x".repeat(1024)).digest("base64");
const documents = (count) => Array.from({ length: count }, (_, i) => ({ name: `mihon-${i}.txt`, digest }));
const signing = (count) => ["sign", { profile: "cms-detached", documents: documents(count), pin: "TEST123" }];

/** The operations, each on a host process that was prepared as its name says. */
const operations = {
  status: { ask: ["card.status"] },
  fill: { ask: ["card.attributes", { pin: "1234", fields: ["name", "address", "birth", "sex"] }] },
  "sign cold": { ask: signing(1), fresh: true },
  "sign warm": { warm: ["card.status"], ask: signing(1) },
  "10 documents": { warm: ["card.status"], ask: signing(10) },
  "PIN change": {
    ask: ["pin.change", { kind: "input-support", current: "1234", new: "4829" }],
    back: ["pin.change", { kind: "input-support", current: "4829", new: "1234", acceptWeak: true }],
  },
};

/** Times one request. The closing APDUs may come after the answer, so the card's count is read when nothing moves any more. */
async function once(host, card, [type, params]) {
  await settled(card);
  await card.resetCounters();
  const started = performance.now();
  await host.ask(type, params);
  const ms = performance.now() - started;
  const state = await settled(card);
  return { ms, apdus: state.apdus, bytesIn: state.bytesIn, bytesOut: state.bytesOut, modelledMs: state.modelledMs };
}

/** The card's counters when two readings agree. */
async function settled(card) {
  for (let last = await card.state(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const now = await card.state();
    if (now.apdus === last.apdus) return now;
    last = now;
  }
}

/** Runs an operation `times` times; times are medians. `start` is what its host is started with. */
export async function measure(lab, { ask, warm, fresh, back, start }, times) {
  const runs = [];
  let host;
  for (let i = 0; i < times; i++) {
    if (!host || fresh) {
      await host?.close();
      host = await startHost({ socket: lab.socket, ...start });
      if (warm) await host.ask(...warm);
    }
    runs.push(await once(host, lab.card(), ask));
    if (back) await host.ask(...back);
  }
  await host.close();
  // The first APDU of all may be repeated once (6F00); the median leaves it out.
  const result = {
    apdus: median(runs.map(({ apdus }) => apdus)),
    bytesIn: median(runs.map(({ bytesIn }) => bytesIn)),
    bytesOut: median(runs.map(({ bytesOut }) => bytesOut)),
  };
  return {
    ...result,
    ms: round(median(runs.map(({ ms }) => ms))),
    modelledMs: round(median(runs.map(({ modelledMs }) => modelledMs))),
    overheadMs: round(median(runs.map(({ ms, modelledMs }) => ms - modelledMs))),
    runs: times,
  };
}

/** Measures every operation on the ordinary card, and on cards with one bad habit each. */
export async function cardCosts(lab, times) {
  const results = {};
  for (const [name, operation] of Object.entries(operations)) results[name] = await measure(lab, operation, times);
  const { apdus, ms } = results["10 documents"];
  results["each further document"] = {
    apdus: (apdus - results["sign warm"].apdus) / 9,
    ms: round((ms - results["sign warm"].ms) / 9),
  };

  for (const [habit, quirks] of [
    ["first SELECT answers 6F00", { cold6F00: true }],
    ["no extended length", { noExtendedLength: true }],
  ]) {
    const holder = JSON.parse(await readFile(profile("holder"), "utf8"));
    const file = await scratchFile("bench-TEST.json", JSON.stringify({ ...holder, quirks }));
    await lab.card().loadFile(file.path);
    for (const name of ["fill", "sign cold", "sign warm"])
      results[`${name}, ${habit}`] = await measure(lab, operations[name], 3);
    await file.remove();
  }
  await lab.card().load("holder");
  return results;
}
