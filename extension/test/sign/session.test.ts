import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test, { afterEach } from "node:test";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { Signed } from "../../src/messaging/protocol.ts";
import type { Result } from "../../src/sign/check.ts";
import { hashFile } from "../../src/sign/hash.ts";
import { PROFILES } from "../../src/sign/profiles.ts";
import { type SignHost, SignSession } from "../../src/sign/session.ts";
import { cardWith } from "../window/fixtures.ts";

const PIN = "TEST123";
const golden = (name: string) =>
  JSON.parse(
    fs.readFileSync(
      path.join(process.env.HITOFUDE_REPOSITORY ?? "", "internal/messaging/testdata/golden", `${name}.json`),
      "utf8",
    ),
  ).message;

class FakeHost implements SignHost {
  readonly calls: { type: string; params: Record<string, unknown> }[] = [];
  tries: number | null = 5;
  present = true;
  /** A host as the first version was: it knows one kind of signature. */
  first = false;
  sign: () => Promise<unknown> = async () => golden("result-sign").result as Signed;
  /** Set, it makes a host that knows sign.check. */
  check: ((params: Record<string, unknown>) => Promise<Result>) | null = null;

  get hello() {
    const kinds = this.first ? ["profile:cms-detached"] : ["sign.content", ...PROFILES.map((one) => `profile:${one}`)];
    const capabilities = ["sign", ...kinds, ...(this.check ? ["sign.check"] : [])];
    return { type: "hello" as const, protocol: 1, version: "0.1.0", platform: "test", capabilities };
  }

  request: SignHost["request"] = async (type, params) => {
    this.calls.push({ type, params: { ...params } });
    const { readers, status } = cardWith(this.tries, "signature");
    if (type === "readers") return { readers };
    if (type === "card.status") return { ...status, certificates: [{ key: "signature", present: this.present }] };
    if (type === "blob") return {};
    if (type === "sign.check") return (await this.check?.(params)) as Record<string, unknown>;
    return (await this.sign()) as Record<string, unknown>;
  };
  close = () => undefined;
  takeBlob = () => new Uint8Array([1, 2]);

  of(type: string) {
    return this.calls.filter((call) => call.type === type);
  }
}

const sessions: SignSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition(); ) {
    assert.ok(Date.now() < end, "it never became so");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function begin(host = new FakeHost(), files: File[] = [new File([], "見本.pdf")]) {
  const session = new SignSession({
    openHost: async () => host,
    hash: hashFile,
    show: (state) => assert.doesNotMatch(JSON.stringify(state), /TEST123/, "a state holds the PIN"),
  });
  sessions.push(session);
  await session.start();
  session.add(files);
  await until(() => {
    const { state } = session;
    if (state.screen !== "choose") return true;
    const known = state.docs.every(({ digest, failure }) => digest !== null || failure !== null);
    return state.card.status !== null && known && state.check.state !== "running";
  });
  return { host, session };
}

async function toPin(host?: FakeHost) {
  const parts = await begin(host);
  parts.session.next();
  assert.equal(parts.session.state.screen, "pin");
  return parts;
}

test("what is sent to be signed is the golden message: a name and a digest, no content", async () => {
  const { host, session } = await toPin();
  await session.sign(PIN, false);
  assert.deepEqual(host.of("sign")[0]?.params, golden("sign-digest").params);
});

test("the signature files are the host's bytes, and the certificate's facts are shown", async () => {
  const { session } = await toPin();
  await session.sign(PIN, false);
  assert.ok(session.state.screen === "done");
  assert.deepEqual(
    session.state.files.map(({ name, bytes }) => [name, [...bytes]]),
    [["見本.txt.p7s", [0x30, 0x82, 0x01]]],
  );
  assert.equal(session.state.certificate.holder?.name, "見本　花子");
});

test("outputs that come as blobs are taken from the port", async () => {
  const host = new FakeHost();
  host.sign = async () => golden("result-sign-blob").result;
  const { session } = await toPin(host);
  await session.sign(PIN, false);
  assert.ok(session.state.screen === "done");
  assert.deepEqual([...(session.state.files[0]?.bytes ?? [])], [1, 2]);
});

test("a PIN of the wrong form never reaches the host", async () => {
  const { host, session } = await toPin();
  for (const wrong of ["", "1234", "test123", "TESTTEST", "123456"]) await session.sign(wrong, false);
  assert.equal(host.of("sign").length, 0);
});

test("without a file there is nothing to go on to", async () => {
  const { session } = await begin(new FakeHost(), []);
  session.next();
  assert.equal(session.state.screen, "choose");
});

test("a file that cannot be read holds everything until it is taken off", async () => {
  const broken = Object.assign(new File(["x"], "broken.pdf"), {
    stream: () => new ReadableStream({ pull: (c) => c.error(new Error("gone")) }),
  });
  const { session } = await begin(new FakeHost(), [new File([], "a.pdf"), broken]);
  session.next();
  assert.ok(session.state.screen === "choose");
  const bad = session.state.docs.find(({ failure }) => failure !== null);
  assert.equal(bad?.failure?.code, "FILE_UNREADABLE");
  session.remove(bad?.id ?? -1);
  session.next();
  assert.equal(session.state.screen, "pin");
});

test("a card without the signature certificate is not asked for its PIN", async () => {
  const host = new FakeHost();
  host.present = false;
  const { session } = await begin(host);
  session.next();
  assert.equal(session.state.screen, "choose");
});

test("a locked signature PIN says where to go, before anything is typed", async () => {
  const host = new FakeHost();
  host.tries = 0;
  const { session } = await begin(host);
  assert.equal(session.state.screen, "locked");
});

test("acceptLastTry is sent only for a last try that the person confirmed", async () => {
  for (const [tries, accept, sent] of [
    [5, true, undefined],
    [1, false, undefined],
    [1, true, true],
  ] as const) {
    const host = new FakeHost();
    host.tries = tries;
    const { session } = await toPin(host);
    await session.sign(PIN, accept);
    assert.equal(host.of("sign")[0]?.params.acceptLastTry, sent, `${tries} ${accept}`);
  }
});

test("a wrong PIN leads back to the box, the files stay", async () => {
  const host = new FakeHost();
  host.sign = async () => {
    host.tries = 1;
    throw new HitofudeError("PIN_INCORRECT", { pin: "signature", triesLeft: 1 });
  };
  const { session } = await toPin(host);
  await session.sign(PIN, false);
  assert.ok(session.state.screen === "pin" && session.state.lastTry);
  assert.equal(session.state.docs.length, 1);
});

test("a finished signature stays when the host ends", async () => {
  let closed: (failure: HitofudeError) => void = () => undefined;
  const host = new FakeHost();
  const session = new SignSession({
    openHost: async (onClosed) => {
      closed = onClosed;
      return host;
    },
    hash: hashFile,
    show: () => undefined,
  });
  sessions.push(session);
  await session.start();
  session.add([new File([], "a.pdf")]);
  await until(() => {
    session.next();
    return session.state.screen === "pin";
  });
  await session.sign(PIN, false);
  closed(new HitofudeError("HOST_CLOSED"));
  assert.equal(session.state.screen, "done");
});

test("files cannot be added once the PIN is asked for: what is signed is what was shown", async () => {
  const { session } = await toPin();
  session.add([new File(["other"], "other.pdf")]);
  assert.ok(session.state.screen === "pin");
  assert.deepEqual(
    session.state.docs.map(({ name }) => name),
    ["見本.pdf"],
  );
});

test("a program that cannot make the chosen kind of signature is named before anybody types a PIN", async () => {
  const host = new FakeHost();
  host.first = true;
  const { session } = await begin(host);
  session.choose("cms-attached");
  session.next();
  assert.ok(session.state.screen === "host-problem" && session.state.failure.code === "HOST_OLD");
  assert.deepEqual(host.of("sign"), []);

  const other = new FakeHost();
  other.first = true;
  assert.equal((await toPin(other)).session.state.screen, "pin"); // the one kind that it knows
});
