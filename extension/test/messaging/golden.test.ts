/** The messages that the host's tests read too: one set for both halves. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { type Request, readIncoming } from "../../src/messaging/protocol.ts";
import { FakePort, open } from "./fake-port.ts";

const repository = process.env.HITOFUDE_REPOSITORY ?? "";
const folder = path.join(repository, "internal/messaging/testdata/golden");
type Golden = { direction: "to-host" | "to-extension"; message: Record<string, unknown> };
const goldens = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => ({ file, ...(JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as Golden) }));

test("there are golden messages both ways", () => {
  for (const direction of ["to-host", "to-extension"]) {
    assert.ok(goldens.filter((golden) => golden.direction === direction).length >= 10, direction);
  }
});

for (const { file, message } of goldens.filter(({ direction }) => direction === "to-extension")) {
  test(`${file} is read`, () => {
    const read = readIncoming(message);
    assert.ok(read !== null && read !== "unknown");
    assert.equal(read.type, message.type);
  });
}

/** Messages of the protocol that no screen of this version sends. */
const NOT_SENT = new Set(["authenticate", "certificate", "card.number", "pin.change", "blob"]);

for (const { file, message } of goldens.filter(({ direction }) => direction === "to-host")) {
  const { id: _, ...rest } = message as Request;
  if (NOT_SENT.has(rest.type)) continue;
  test(`${file} is what the client sends`, async () => {
    const port = new FakePort();
    const client = await open(port);
    void client.request(rest.type, rest.params).catch(() => undefined);
    const { id, ...sent } = port.sent.at(-1) as Request;
    assert.match(id, /^[!-~]{1,64}$/);
    // The origin is that of the window; the golden message may come from another.
    const { origin, topOrigin, ...told } = sent;
    assert.equal(topOrigin, origin);
    const { origin: _o, topOrigin: _t, ...wanted } = rest;
    assert.deepEqual(told, wanted);
    client.close();
  });
}
