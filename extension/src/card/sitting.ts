/**
 * One sitting at the card: the host of a window, the watch on readers and card, and the one request that a person may
 * cancel. Every window has one. A pass is what one beginning brings: whatever an earlier one still answers is dropped.
 */
import type { HostClient } from "../messaging/client.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { Params, Progress, Reader, Readers } from "../messaging/protocol.ts";
import { hostAsks } from "../pin/entry.ts";
import { type CardView, CardWatch } from "./watch.ts";

export type Host = Pick<HostClient, "request" | "close"> & Partial<Pick<HostClient, "hello">>;

export type Heard = { card(view: CardView): void; failed(error: unknown): void };

export class Sitting<H extends Host = Host> {
  readonly #heard: Heard;
  #host: H | null = null;
  #watch: CardWatch | null = null;
  #running: AbortController | null = null;
  #pass = 0;

  constructor(heard: Heard) {
    this.#heard = heard;
  }

  get host(): H | null {
    return this.#host;
  }

  /** Whether the program on the computer asks for the PIN, in a window of its own. */
  get hostEntry(): boolean {
    return this.#host !== null && hostAsks(this.#host);
  }

  /** Whether what is under way still counts; ask before anything is shown that was waited for. */
  current(): () => boolean {
    const pass = this.#pass;
    return () => pass === this.#pass;
  }

  /** Ends what there was, and runs the beginning of a new pass. */
  async begin(work: (stands: () => boolean) => Promise<void>): Promise<void> {
    this.end();
    await this.attempt(work);
  }

  /** Runs work; its failure is heard when its pass still counts. */
  async attempt(work: (stands: () => boolean) => Promise<void>): Promise<void> {
    const stands = this.current();
    try {
      await work(stands);
    } catch (error) {
      if (stands()) this.#heard.failed(error);
    }
  }

  /** Opens a host for this pass and makes the watch, which does not run yet. Null when the pass is over meanwhile. */
  async connect(open: (onClosed: (failure: HitofudeError) => void) => Promise<H>): Promise<H | null> {
    const stands = this.current();
    const failed = (failure: HitofudeError) => stands() && this.#heard.failed(failure);
    const host = await open(failed);
    if (!stands()) {
      host.close();
      return null;
    }
    this.#host = host;
    this.#watch = new CardWatch(host, (view) => stands() && this.#heard.card(view), failed);
    return host;
  }

  /** The card is watched exactly while the person gets ready. */
  watch(on: boolean): void {
    if (on) this.#watch?.start();
    else void this.quiet();
  }

  /** Resolves when no question of the watch is under way: the next request about the card meets no other of ours. */
  async quiet(): Promise<void> {
    await this.#watch?.stop();
  }

  /** Begins what cancel() stops. */
  cancellable(): AbortSignal {
    this.#running = new AbortController();
    return this.#running.signal;
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Asks the host, unless the person cancelled before. */
  async ask(
    type: string,
    params: Params,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Params> {
    if (signal.aborted || this.#host === null) throw new HitofudeError("CANCELLED");
    return await this.#host.request(type, params, { onProgress, signal });
  }

  /** The readers now; null when they cannot be asked at the moment. Rejects when the host is gone. */
  async readers(): Promise<readonly Reader[] | null> {
    if (this.#host === null) throw new HitofudeError("HOST_CLOSED");
    try {
      const { readers } = (await this.#host.request("readers", {})) as Readers;
      return readers;
    } catch (error) {
      if (asFailure(error).code.startsWith("HOST_")) throw error;
      return null;
    }
  }

  /** The window closes or begins anew: the host ends now, not when the browser notices. */
  end(): void {
    this.#pass++;
    this.close();
  }

  /** Ends the host; what is shown stays. */
  close(): void {
    this.cancel();
    this.#running = null;
    void this.quiet();
    this.#watch = null;
    this.#host?.close();
    this.#host = null;
  }
}
