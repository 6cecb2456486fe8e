import assert from "node:assert/strict";
import test from "node:test";
import { type Asker, type CardView, CardWatch } from "../../src/card/watch.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { CardStatus, Reader } from "../../src/messaging/protocol.ts";

const reader = (over: Partial<Reader> = {}): Reader => ({
  name: "R0",
  state: "card",
  card: "my-number",
  pinPad: false,
  ...over,
});
export const status = (triesLeft: number | null = 3): CardStatus => ({
  pins: [{ kind: "input-support", triesLeft, maxTries: 3, locked: triesLeft === 0 }],
  certificates: [],
  card: { reader: "R0", expires: null },
  advice: [],
});

/** A host whose readers and card the test moves. Without a card card.status waits, as the real one does. */
class FakeHost implements Asker {
  readers: Reader[] | HitofudeError = [];
  answer: CardStatus | HitofudeError = status();
  readonly asked: string[] = [];
  hold = false;

  async request(type: string, _params: unknown, call: { signal?: AbortSignal } = {}): Promise<Record<string, unknown>> {
    this.asked.push(type);
    const { readers } = this;
    if (type === "readers") {
      if (readers instanceof HitofudeError) throw readers;
      return { readers };
    }
    while (this.hold || (Array.isArray(this.readers) && !this.readers.some(({ state }) => state === "card"))) {
      await wait(1);
      if (call.signal?.aborted) throw new HitofudeError("CANCELLED");
    }
    if (this.readers instanceof HitofudeError) throw this.readers;
    if (this.answer instanceof HitofudeError) throw this.answer;
    return this.answer;
  }

  count(type: string): number {
    return this.asked.filter((asked) => asked === type).length;
  }
}

/** Waits until something is so; a busy machine takes longer, never less. */
async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition(); await wait(2)) assert.ok(Date.now() < end, "it never became so");
}

const FAST = { pause: 2, again: 15 };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function watching(host: FakeHost) {
  const views: CardView[] = [];
  const broken: string[] = [];
  const watch = new CardWatch(
    host,
    (view) => views.push(view),
    ({ code }) => broken.push(code),
    FAST,
  );
  watch.start();
  return { watch, views, broken, last: () => views.at(-1) };
}

test("a card is asked for its state once, however long it lies there", async () => {
  const host = new FakeHost();
  host.readers = [reader()];
  const { watch, last } = watching(host);
  await until(() => host.count("readers") > 3);
  await watch.stop();
  assert.deepEqual(last()?.status, status());
  assert.equal(host.count("card.status"), 1);
});

test("a card that leaves takes its tries along, and the next one is asked anew", async () => {
  const host = new FakeHost();
  host.readers = [reader()];
  const { watch, last } = watching(host);
  await until(() => last()?.status != null);
  host.readers = [reader({ state: "empty", card: null })];
  await until(() => last()?.status === null);
  host.answer = status(1);
  host.readers = [reader()];
  await until(() => last()?.status != null);
  await watch.stop();
  assert.equal(last()?.status?.pins[0]?.triesLeft, 1);
  assert.equal(host.count("card.status"), 2);
});

test("the card is asked before the readers: its answer also tells what kind it is", async () => {
  const host = new FakeHost();
  host.readers = [reader()];
  const { watch, last } = watching(host);
  await until(() => last()?.status != null);
  await watch.stop();
  assert.deepEqual(host.asked.slice(0, 2), ["card.status", "readers"]);
});

test("without a card one question waits in the host, and the readers are told meanwhile", async () => {
  const host = new FakeHost();
  host.readers = [reader({ state: "empty", card: null })];
  const { watch, last } = watching(host);
  await until(() => host.count("readers") > 4);
  assert.equal(host.count("card.status"), 1);
  assert.deepEqual(last()?.readers, host.readers);
  await watch.stop();
});

test("a card of another kind is told, and forgotten when it is taken away", async () => {
  const host = new FakeHost();
  host.readers = [reader({ card: "juki" })];
  host.answer = new HitofudeError("CARD_UNSUPPORTED");
  const { watch, last } = watching(host);
  await until(() => last()?.failure?.code === "CARD_UNSUPPORTED");
  host.readers = [reader({ state: "empty", card: null })];
  await until(() => last()?.failure === null);
  host.answer = status();
  host.readers = [reader()];
  await until(() => last()?.status != null);
  await watch.stop();
});

test("what the card said wrong stays on the screen, and is asked again only after a while", async () => {
  const host = new FakeHost();
  host.readers = [reader()];
  host.answer = new HitofudeError("CARD_IN_USE");
  const { watch, last } = watching(host);
  await until(() => host.count("readers") > 2);
  assert.equal(last()?.failure?.code, "CARD_IN_USE");
  host.answer = status();
  const asked = host.count("card.status");
  await until(() => last()?.status != null);
  assert.ok(asked < host.count("readers"), "asked at every look");
  await watch.stop();
  assert.deepEqual([last()?.failure, last()?.status], [null, status()]);
});

test("a service that is down is told, and its return is noticed", async () => {
  const host = new FakeHost();
  host.readers = new HitofudeError("PCSC_UNAVAILABLE");
  const { watch, last } = watching(host);
  await until(() => last()?.failure?.code === "PCSC_UNAVAILABLE");
  host.readers = [];
  await until(() => last()?.failure === null);
  await watch.stop();
  assert.deepEqual([last()?.failure, last()?.readers], [null, []]);
});

test("a host that is gone ends the watch and is told once", async () => {
  const host = new FakeHost();
  host.readers = new HitofudeError("HOST_CLOSED");
  const { broken } = watching(host);
  await until(() => broken.length > 0);
  await wait(15);
  assert.deepEqual(broken, ["HOST_CLOSED"]);
  assert.equal(host.count("readers"), 1);
});

test("after stop nothing is asked and nothing told, and no question is left open", async () => {
  const host = new FakeHost();
  host.readers = [reader()];
  host.hold = true;
  const { watch, views } = watching(host);
  await until(() => host.count("card.status") === 1);
  await watch.stop(); // would never end if the question were not cancelled
  const [asked, told] = [host.asked.length, views.length];
  await wait(15);
  assert.deepEqual([host.asked.length, views.length], [asked, told]);
});

test("starting while it runs makes no second watch", async () => {
  const host = new FakeHost();
  const watch = new CardWatch(
    host,
    () => watch.start(),
    () => undefined,
    FAST,
  );
  host.readers = [reader()];
  watch.start();
  watch.start();
  await until(() => host.count("card.status") > 0 && host.count("readers") > 2);
  await watch.stop();
  assert.equal(host.count("card.status"), 1);
});
