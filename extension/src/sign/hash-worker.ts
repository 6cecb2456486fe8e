/**
 * The worker of the sign page: works out SHA-256 of files beside the window, so that a gigabyte holds nobody up. A file
 * comes as a reference and is read piece by piece; nothing of it is kept. One after the other: two at a time would only
 * make the disk seek.
 */
import { asFailure } from "../messaging/failure.ts";
import { hashFile } from "./hash.ts";
import type { Answer, Order } from "./hashing.ts";

type Scope = { onmessage: ((event: { data: Order }) => void) | null; postMessage(answer: Answer): void };
const scope = globalThis as unknown as Scope;

const running = new Map<number, AbortController>();
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  if ("stop" in data) {
    running.get(data.id)?.abort();
    return;
  }
  const control = new AbortController();
  running.set(data.id, control);
  last = last.then(() => work(data.id, data.file, control.signal));
};

async function work(id: number, file: File, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted();
    const digest = await hashFile(file, (percent) => scope.postMessage({ id, percent }), signal);
    scope.postMessage({ id, digest });
  } catch (error) {
    // Nobody waits for what was stopped.
    if (!signal.aborted) {
      const { code, params } = asFailure(error);
      scope.postMessage({ id, code, params });
    }
  } finally {
    running.delete(id);
  }
}
