// What the host itself costs: start, a round trip, memory.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { startHost } from "../lib/native.mjs";
import { median, round } from "./statistics.mjs";

const piece = 384 * 1024;
const size = 10 * 1024 * 1024;

/**
 * From starting the process to its first message, seen from outside, so node's own share is in it; beside it, taken in turn,
 * the start and end of a program that does nothing, which shows how busy the machine was.
 */
export async function starts(lab, times) {
  const hello = [];
  const nothing = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    const host = await startHost({ socket: lab.socket });
    hello.push(performance.now() - started);
    await host.close();
    const again = performance.now();
    await once(spawn("/bin/true"), "close");
    nothing.push(performance.now() - again);
  }
  return {
    "start to hello": { ms: round(median(hello)), runs: times },
    "start and end of /bin/true": { ms: round(median(nothing)), runs: times },
  };
}

/** A ping through a host that is up. */
export async function roundTrip(lab, times) {
  const host = await startHost({ socket: lab.socket });
  const all = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await host.ask("ping", { version: host.hello.version, protocol: host.hello.protocol });
    all.push(performance.now() - started);
  }
  await host.close();
  return { ms: round(median(all)), runs: times };
}

/** Resident and proportional memory of the host, idle and at its highest while 10 MB go through it to be signed. */
export async function memory(lab) {
  const host = await startHost({ socket: lab.socket });
  const idle = await rollup(host.pid);
  let busy = idle;
  for (let seq = 0; seq * piece < size; seq++) {
    const data = Buffer.alloc(Math.min(piece, size - seq * piece), 0x41).toString("base64");
    await host.ask("blob", { blob: "b1", size, seq, data });
    busy = highest(busy, await rollup(host.pid));
  }
  await host.ask("sign", { profile: "cms-detached", documents: [{ name: "large.bin", blob: "b1" }], pin: "TEST123" });
  busy = highest(busy, await rollup(host.pid));
  // The kernel keeps the highest resident size itself, so nothing between two readings is missed.
  busy.rssMb = Math.max(busy.rssMb, await peak(host.pid));
  await host.close();
  return {
    "memory idle": { mb: idle.rssMb, ...idle },
    "memory while signing 10 MB": { mb: busy.rssMb, ...busy, aboveIdleMb: round(busy.rssMb - idle.rssMb) },
  };
}

const highest = (a, b) => ({ rssMb: Math.max(a.rssMb, b.rssMb), pssMb: Math.max(a.pssMb, b.pssMb) });

async function rollup(pid) {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  const mb = (key) => round(Number(new RegExp(`^${key}: +(\\d+) kB`, "m").exec(text)[1]) / 1024);
  return { rssMb: mb("Rss"), pssMb: mb("Pss") };
}

async function peak(pid) {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return round(Number(/^VmHWM:\s+(\d+) kB/m.exec(text)[1]) / 1024);
}
