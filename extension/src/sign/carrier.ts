/**
 * Brings documents to the host: the digest where that is enough, else the bytes, once for the check and the signing that
 * follows it. What was brought for another choice is taken back.
 */
import type { HostClient } from "../messaging/client.ts";
import { toBase64 } from "./hash.ts";
import { needsContent, type Profile } from "./profiles.ts";
import type { Doc } from "./state.ts";
import { giveUp, type Part, upload } from "./upload.ts";

type To = Pick<HostClient, "request">;
type Brought = { host: To; docs: string; blob: string; size: number; parts: readonly Part[]; at: number };

/** The host keeps a blob for five minutes (docs/PROTOCOL.md, blob); one that is nearly as old is brought anew. */
const KEPT = 4 * 60_000;

export class Carrier {
  #brought: Brought | null = null;
  #count = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The `documents` of a request. `onSent` hears how many bytes of all went out, when there are any to send. */
  async bring(
    host: To,
    profile: Profile,
    docs: readonly Doc[],
    signal: AbortSignal,
    onSent: (sent: number, all: number) => void,
  ): Promise<unknown[]> {
    if (!needsContent(profile)) {
      return docs.map(({ name, digest }) => ({ name, digest: toBase64(digest ?? new Uint8Array()) }));
    }
    const parts = await this.#parts(host, docs, signal, onSent);
    return docs.map(({ name }, i) => ({ name, ...parts[i] }));
  }

  /** A signing has used up what was brought, however it ended. */
  spent(): void {
    this.#brought = null;
  }

  async #parts(
    host: To,
    docs: readonly Doc[],
    signal: AbortSignal,
    onSent: (sent: number, all: number) => void,
  ): Promise<readonly Part[]> {
    const key = docs.map(({ id }) => id).join();
    const before = this.#brought;
    if (before?.host === host && before.docs === key && this.#now() - before.at < KEPT) return before.parts;
    this.#brought = null;
    if (before?.host === host) await giveUp(host, before);
    const blob = `d${++this.#count}`;
    const size = docs.reduce((sum, { file }) => sum + file.size, 0);
    onSent(0, size);
    const parts = await upload(host, blob, docs, signal, onSent);
    this.#brought = { host, docs: key, blob, size, parts, at: this.#now() };
    return parts;
  }
}
