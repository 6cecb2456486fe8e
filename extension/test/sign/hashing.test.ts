import assert from "node:assert/strict";
import test from "node:test";
import { type Answer, type Order, type Port, workerHash } from "../../src/sign/hashing.ts";

class FakeWorker implements Port {
  readonly orders: Order[] = [];
  onmessage: Port["onmessage"] = null;
  onerror: Port["onerror"] = null;
  postMessage(order: Order) {
    this.orders.push(order);
  }
  answer(data: Answer) {
    this.onmessage?.({ data } as MessageEvent<Answer>);
  }
}

const file = new File(["x"], "a.pdf");

function begin() {
  const workers: FakeWorker[] = [];
  const hash = workerHash(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return { hash, workers };
}

test("each file gets its own progress and its own digest from one worker", async () => {
  const { hash, workers } = begin();
  const told: string[] = [];
  const never = new AbortController().signal;
  const both = ["a", "b"].map((name) => hash(file, (percent) => told.push(`${name}${percent}`), never));
  const [worker] = workers;
  worker?.answer({ id: 2, percent: 10 });
  worker?.answer({ id: 1, percent: 50 });
  worker?.answer({ id: 2, digest: new Uint8Array([2]) });
  worker?.answer({ id: 1, digest: new Uint8Array([1]) });
  assert.deepEqual(await Promise.all(both), [new Uint8Array([1]), new Uint8Array([2])]);
  assert.deepEqual([told, workers.length], [["b10", "a50"], 1]);
});

test("a file that is taken off is not read on, and nothing of it is heard any more", async () => {
  const { hash, workers } = begin();
  const stop = new AbortController();
  const told: number[] = [];
  const digest = hash(file, (percent) => told.push(percent), stop.signal);
  stop.abort(new Error("taken off"));
  await assert.rejects(digest, /taken off/);
  assert.deepEqual(workers[0]?.orders.at(-1), { id: 1, stop: true });
  workers[0]?.answer({ id: 1, percent: 90 });
  workers[0]?.answer({ id: 1, digest: new Uint8Array() });
  assert.deepEqual(told, []);
});

test("a file that cannot be read is told by its name, a worker that fails once is started anew", async () => {
  const { hash, workers } = begin();
  const never = new AbortController().signal;
  const unread = hash(file, () => undefined, never);
  workers[0]?.answer({ id: 1, code: "FILE_UNREADABLE", params: { name: "a.pdf" } });
  await assert.rejects(unread, { code: "FILE_UNREADABLE", params: { name: "a.pdf" } });
  const lost = hash(file, () => undefined, never);
  workers[0]?.onerror?.({} as ErrorEvent);
  await assert.rejects(lost, { code: "UNEXPECTED" });
  const again = hash(file, () => undefined, never);
  workers[1]?.answer({ id: 3, digest: new Uint8Array([3]) });
  assert.deepEqual(await again, new Uint8Array([3]));
});
