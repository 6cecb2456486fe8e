// The card in software behind a pcscd of its own, as `bin/virtualcard lab` serves it.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { profile, virtualcard } from "./paths.mjs";
import { scratch } from "./scratch.mjs";

/**
 * Starts a lab and waits until its readers answer.
 * @param {{profiles?: string[], latency?: "real"}} options profile names; the first card sits in the first reader
 * @returns the lab: `socket` for PCSCLITE_CSOCK_NAME, `card(i)` to command a card, `close()` to end all of it
 */
export async function startLab({ profiles = ["holder"], latency } = {}) {
  const dir = await scratch("hitofude-lab-");
  const args = ["lab", "--dir", dir.path, ...profiles.flatMap((name) => ["--profile", profile(name)])];
  if (latency) args.push("--latency", latency);
  // Its standard input is our pipe: when this process dies, however it dies, the lab ends too.
  const child = spawn(virtualcard, args, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const ready = await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
    ended.then(() => null),
    new Promise((_, reject) => child.once("error", reject)),
  ]);
  if (!ready) throw new Error(`starting the virtual card reader: ${errors.trim()}`);
  const places = JSON.parse(ready);
  const card = (index = 0) => commander(places.control[index], places.trace[index]);
  return {
    socket: places.socket,
    card,
    pcscd: (what) => command(places.lab, { do: "pcscd", what }),
    async close() {
      child.stdin.end();
      await ended;
      await dir.remove();
    },
  };
}

/** The words one card understands. Every word resolves to the card's answer. */
function commander(socket, trace) {
  const say = (what, fields = {}) => command(socket, { do: what, ...fields });
  return {
    remove: () => say("remove"),
    insert: () => say("insert"),
    swap: () => say("swap"),
    inject: (fields) => say("inject", fields),
    state: () => say("state"),
    resetCounters: () => say("reset-counters"),
    /** Puts another card in, all within one look of pcscd. */
    load: (name) => say("load", { profile: profile(name) }),
    loadFile: (path) => say("load", { profile: path }),
    /** The APDUs so far, one line each: `> command < status`, PIN bytes as xx. */
    trace: async () => (await readFile(trace, "utf8")).split("\n").filter(Boolean),
  };
}

/** Sends one JSON line to a control socket and reads the one that answers it. */
function command(path, message) {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let answer = "";
    socket.on("error", reject);
    socket.on("data", (data) => {
      answer += data;
      if (!answer.includes("\n")) return;
      socket.end();
      const parsed = JSON.parse(answer);
      if (parsed.error) reject(new Error(`commanding the card to ${message.do}: ${parsed.error}`));
      else resolve(parsed);
    });
    socket.on("close", () => reject(new Error(`commanding the card to ${message.do}: no answer`)));
    socket.write(`${JSON.stringify(message)}\n`);
  });
}
