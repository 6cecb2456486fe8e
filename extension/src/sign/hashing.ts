/** The page's side of the worker that hashes files. */
import { HitofudeError } from "../messaging/failure.ts";
import type { Params } from "../messaging/protocol.ts";

export type Order = { id: number; file: File } | { id: number; stop: true };
export type Answer = { id: number } & ({ percent: number } | { digest: Uint8Array } | { code: string; params: Params });

/** Resolves to the SHA-256 of a file; `onProgress` hears whole percents. Throws FILE_UNREADABLE, or the signal's reason. */
export type Hash = (file: File, onProgress: (percent: number) => void, signal: AbortSignal) => Promise<Uint8Array>;

/** The page's end of a worker. */
export type Port = {
  postMessage(order: Order): void;
  onmessage: ((event: MessageEvent<Answer>) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
};
type Waiting = {
  onProgress(percent: number): void;
  resolve(digest: Uint8Array): void;
  reject(error: unknown): void;
};

/** Starts the worker with the first file, and keeps it: a person who signs one file often signs another. */
export function workerHash(start: () => Port): Hash {
  const waiting = new Map<number, Waiting>();
  let port: Port | null = null;
  let count = 0;
  const open = () => {
    const opened = start();
    opened.onmessage = ({ data }) => heard(waiting, data);
    opened.onerror = () => {
      // It cannot be started, or ran out of memory: the next file gets a new one.
      port = null;
      for (const one of waiting.values()) one.reject(new HitofudeError("UNEXPECTED"));
      waiting.clear();
    };
    return opened;
  };
  return (file, onProgress, signal) =>
    new Promise((resolve, reject) => {
      port ??= open();
      const id = ++count;
      const at = port;
      waiting.set(id, { onProgress, resolve, reject });
      at.postMessage({ id, file });
      signal.addEventListener("abort", () => {
        if (!waiting.delete(id)) return;
        at.postMessage({ id, stop: true });
        reject(signal.reason);
      });
    });
}

function heard(waiting: Map<number, Waiting>, answer: Answer): void {
  const one = waiting.get(answer.id);
  if ("percent" in answer) {
    one?.onProgress(answer.percent);
    return;
  }
  waiting.delete(answer.id);
  if ("digest" in answer) one?.resolve(answer.digest);
  else one?.reject(new HitofudeError(answer.code, answer.params));
}
