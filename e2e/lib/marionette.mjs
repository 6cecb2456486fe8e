// Firefox's own remote protocol over TCP: `LENGTH:JSON`, requests [0, id, name, params], answers [1, id, error, result].
// geckodriver is not in Debian, and WebDriver BiDi sends no load event for an extension's pages.
import { once } from "node:events";
import { connect } from "node:net";

/** Connects to a Marionette port; resolves to `{send, close}`. */
export async function dial(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const waiting = new Map();
  let broken = null;
  let greeted;
  const greeting = new Promise((resolve, reject) => {
    greeted = resolve;
    waiting.set(0, { reject });
  });
  // Without this a request on a dead socket waits for ever and node ends in the middle of the test, with status 0.
  const fail = (error) => {
    broken ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("marionette: the connection was closed")));
  socket.on(
    "data",
    frames((message) => {
      if (!Array.isArray(message)) return greeted(message);
      const [, id, error, result] = message;
      const request = waiting.get(id);
      waiting.delete(id);
      if (error) request?.reject(new Error(`${request.name}: ${error.error}: ${error.message}`));
      else request?.resolve(result && typeof result === "object" && "value" in result ? result.value : result);
    }),
  );
  await greeting;
  waiting.delete(0);
  let last = 0;
  const send = (name, params = {}) =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      const id = ++last;
      waiting.set(id, { name, resolve, reject });
      const body = Buffer.from(JSON.stringify([0, id, name, params]));
      socket.write(Buffer.concat([Buffer.from(`${body.length}:`), body]));
    });
  return { send, close: () => socket.destroy() };
}

/** Cuts a byte stream into messages, however the pieces fall. */
function frames(take) {
  let pending = Buffer.alloc(0);
  return (data) => {
    pending = Buffer.concat([pending, data]);
    for (;;) {
      const colon = pending.indexOf(":");
      if (colon < 0) return;
      const end = colon + 1 + Number(pending.subarray(0, colon));
      if (pending.length < end) return;
      const message = JSON.parse(pending.subarray(colon + 1, end));
      pending = pending.subarray(end);
      take(message);
    }
  };
}
