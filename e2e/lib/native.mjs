// The host as a browser speaks to it: one process, frames of 4 bytes of length and JSON.
import { spawn } from "node:child_process";
import { cp } from "node:fs/promises";
import { endianness } from "node:os";
import { fileURLToPath } from "node:url";
import { host, ids } from "./paths.mjs";

const little = endianness() === "LE";

/** A configuration by which programs are tested: without one the host takes no certificate of a test CA. */
const forTests = fileURLToPath(new URL("../config", import.meta.url));

/** Puts that configuration into a folder of somebody's own. */
export const configure = (folder) => cp(forTests, folder, { recursive: true });

/**
 * Starts the host as Chromium does.
 * @param {{socket: string, env?: object, origin?: string}} options socket of the lab's pcscd, whose request it is
 * @returns `hello` (the first message), `ask(type, params)` → result, `pid`, `close()`
 */
export async function startHost({ socket, env = {}, origin = "hitofude:ui" }) {
  const child = spawn(host, [`chrome-extension://${ids.chromium.ids[0]}/`], {
    env: {
      PATH: process.env.PATH,
      HOME: "/nonexistent",
      XDG_CONFIG_HOME: forTests,
      PCSCLITE_CSOCK_NAME: socket,
      ...env,
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const waiting = new Map();
  const hello = new Promise((resolve, reject) => waiting.set("hello", { resolve, reject }));
  child.once("close", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the host ended with ${code}`));
  });
  child.stdout.on(
    "data",
    frames((message) => {
      const id = message.type === "hello" ? "hello" : message.id;
      const request = waiting.get(id);
      if (!request || message.type === "progress") return;
      waiting.delete(id);
      if (message.type === "hello") request.resolve(message);
      else if (message.type === "error") request.reject(Object.assign(new Error(message.error.code), message.error));
      else request.resolve(message.result);
    }),
  );

  let last = 0;
  return {
    hello: await hello,
    pid: child.pid,
    ask: (type, params = {}) =>
      new Promise((resolve, reject) => {
        const id = String(++last);
        waiting.set(id, { resolve, reject });
        child.stdin.write(frame({ id, type, origin, topOrigin: origin, params }));
      }),
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** One message as the browser writes it: header and body in one piece. */
function frame(message) {
  const body = Buffer.from(JSON.stringify(message));
  const header = Buffer.alloc(4);
  if (little) header.writeUInt32LE(body.length);
  else header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
}

/** Cuts the host's output into messages, however the pieces fall. */
function frames(take) {
  let pending = Buffer.alloc(0);
  return (data) => {
    pending = Buffer.concat([pending, data]);
    while (pending.length >= 4) {
      const end = 4 + (little ? pending.readUInt32LE() : pending.readUInt32BE());
      if (pending.length < end) return;
      const message = JSON.parse(pending.subarray(4, end));
      pending = pending.subarray(end);
      take(message);
    }
  };
}
