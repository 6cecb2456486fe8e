// What signing whole documents costs beside the card: our own time for each profile, and memory while large ones are signed.
import { readFile } from "node:fs/promises";
import { startHost } from "../lib/native.mjs";
import { measure } from "./card.mjs";
import { application, pdf, xml } from "./sign-documents.mjs";
import { round } from "./statistics.mjs";

const piece = 384 * 1024;
const small = 100 * 1000;

const documents = {
  "cms-detached": () => Buffer.alloc(small, 0x41),
  "cms-attached": () => Buffer.alloc(small, 0x41),
  "pdf-moj": () => pdf(small),
  "pdf-pades-b": () => pdf(small),
  "xmldsig-enveloped": () => xml(small),
  "egov-kousei": () => application(small),
};

/**
 * Each profile with a document of 100 kB, on top of a signature over a digest alone: that has the card, its service and the
 * messages in it, so what is left is our own work on the document.
 */
export async function profileCosts(lab, times) {
  const signing = (profile, document) => [
    "sign",
    { profile, documents: [{ name: "mihon", ...document }], pin: "TEST123" },
  ];
  const warm = ["card.status"];
  const digest = Buffer.alloc(32, 1).toString("base64");
  const bare = await measure(lab, { warm, ask: signing("cms-detached", { digest }) }, times);
  const results = {};
  for (const [profile, make] of Object.entries(documents)) {
    const content = make().toString("base64");
    const figures = await measure(lab, { warm, ask: signing(profile, { content }) }, times);
    results[`${profile}, 100 kB`] = { ...figures, ownMs: round(figures.overheadMs - bare.overheadMs) };
  }
  const check = {
    warm,
    ask: ["sign.check", { profile: "pdf-moj", documents: [{ name: "mihon", content: pdf(small).toString("base64") }] }],
  };
  results["sign.check, PDF of 100 kB"] = await measure(lab, check, times);
  return results;
}

/** The highest resident size of a host that takes a document in pieces, checks it and signs it. */
export async function largeDocuments(lab) {
  const results = {};
  for (const [mb, streams] of [
    [10, 1],
    [100, 1],
    [100, 100_000],
  ]) {
    for (const profile of streams > 1 ? ["pdf-moj"] : ["pdf-moj", "cms-attached"]) {
      const content = pdf(mb * 1000 * 1000, streams);
      const name = `memory, ${profile}, ${mb} MB${streams > 1 ? ` in ${streams} objects` : ""}`;
      results[name] = await highest(lab, profile, content);
    }
  }
  return results;
}

async function highest(lab, profile, content) {
  const host = await startHost({ socket: lab.socket });
  await host.ask("ping", { version: host.hello.version, protocol: host.hello.protocol });
  const idle = await peak(host.pid);
  const size = content.length;
  for (let seq = 0; seq * piece < size; seq++) {
    const data = content.subarray(seq * piece, (seq + 1) * piece).toString("base64");
    await host.ask("blob", { blob: "b1", size, seq, data, keep: true });
  }
  const kept = await peak(host.pid);
  const asked = { profile, documents: [{ name: "large", blob: "b1" }] };
  const { problems } = await host.ask("sign.check", asked);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const checked = await peak(host.pid);
  const started = performance.now();
  await host.ask("sign", { ...asked, pin: "TEST123" });
  const seconds = (performance.now() - started) / 1000;
  const mb = await peak(host.pid);
  await host.close();
  return { mb, aboveIdleMb: round(mb - idle), idleMb: idle, keptMb: kept, checkedMb: checked, seconds: round(seconds) };
}

/** VmHWM: the kernel keeps the highest size itself, so nothing between two readings is missed. */
async function peak(pid) {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return round(Number(/^VmHWM:\s+(\d+) kB/m.exec(text)[1]) / 1024);
}
