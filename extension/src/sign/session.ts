/** Runs the sign page: hashes the chosen files, watches the card, has the digests signed. */
import { healthIn } from "../card/health.ts";
import { CardWatch } from "../card/watch.ts";
import { fromBase64 } from "../messaging/blobs.ts";
import type { HostClient } from "../messaging/client.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { Output, Progress, Signed } from "../messaging/protocol.ts";
import { checkForm } from "../pin/check.ts";
import { hostAsks } from "../pin/entry.ts";
import { hashFile, plainName, toBase64 } from "./hash.ts";
import { needsContent, type Profile } from "./profiles.ts";
import {
  BEGIN,
  type Doc,
  nextSign,
  type Rest,
  SIGNATURE_PIN,
  type SignEvent,
  type SignedFile,
  type SignState,
} from "./state.ts";
import { upload } from "./upload.ts";

export type SignHost = Pick<HostClient, "request" | "close" | "takeBlob"> & Partial<Pick<HostClient, "hello">>;

export type SignParts = {
  openHost(onClosed: (failure: HitofudeError) => void): Promise<SignHost>;
  show(state: SignState): void;
};

export class SignSession {
  readonly #parts: SignParts;
  #state: SignState = BEGIN;
  #docs: Doc[] = [];
  readonly #hashing = new Map<number, AbortController>();
  #count = 0;
  #host: SignHost | null = null;
  #watch: CardWatch | null = null;
  #running: AbortController | null = null;
  #pass = 0;

  constructor(parts: SignParts) {
    this.#parts = parts;
  }

  get state(): SignState {
    return this.#state;
  }

  /** Starts a host and watches the card. Files that were chosen stay. */
  async start(): Promise<void> {
    const pass = ++this.#pass;
    this.#endHost();
    this.#dispatch({ type: "begin", docs: this.#docs });
    try {
      const host = await this.#parts.openHost((failure) => {
        if (pass === this.#pass) this.#fail(failure);
      });
      if (pass !== this.#pass) return host.close();
      this.#host = host;
      this.#watch = new CardWatch(
        host,
        (view) => pass === this.#pass && this.#dispatch({ type: "card", view }),
        (failure) => pass === this.#pass && this.#fail(failure),
      );
      this.#keepWatch();
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
  }

  /** Whether the program on the computer asks for the PIN, in a window of its own. */
  get hostEntry(): boolean {
    return this.#host !== null && hostAsks(this.#host);
  }

  /** Goes back to the choice of files, with the same host where it still runs. */
  retry(): void {
    if (this.#host === null || this.#state.screen === "host-problem") void this.start();
    else this.#dispatch({ type: "begin", docs: this.#docs });
  }

  /** Begins with other files. */
  again(): void {
    this.#docs = [];
    this.retry();
  }

  add(files: Iterable<File>): void {
    if (this.#state.screen !== "choose") return;
    for (const file of files) void this.#hash(file);
  }

  remove(id: number): void {
    this.#hashing.get(id)?.abort();
    this.#docs = this.#docs.filter((doc) => doc.id !== id);
    this.#dispatch({ type: "docs", docs: this.#docs });
  }

  choose(profile: Profile): void {
    this.#dispatch({ type: "profile", profile });
  }

  next(): void {
    this.#dispatch({ type: "next" });
  }

  back(): void {
    this.#dispatch({ type: "back" });
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Signs with the PIN. The text is checked, sent once and kept nowhere. */
  async sign(pin: string, acceptLastTry: boolean): Promise<void> {
    const { state } = this;
    // The form shows why a PIN has the wrong form; here it only must not go any further.
    if (state.screen !== "pin" || (!this.hostEntry && checkForm(SIGNATURE_PIN, pin) !== null)) return;
    const pass = this.#pass;
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    this.#running = new AbortController();
    this.#dispatch({ type: "sent" });
    try {
      const signed = await this.#ask(state, { ...(this.hostEntry ? {} : { pin }), ...accepted }, this.#running.signal);
      if (pass !== this.#pass) return;
      const { certificate } = signed;
      const health = healthIn(signed.warnings ?? [], "signature");
      this.#dispatch({ type: "signed", files: this.#files(signed.outputs), certificate, rest: restOf(signed), health });
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
  }

  async #ask(
    { profile, docs }: Pick<SignState & { screen: "pin" }, "profile" | "docs">,
    secret: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Signed> {
    await this.#watch?.stop();
    if (signal.aborted || this.#host === null) throw new HitofudeError("CANCELLED");
    const documents = await this.#documents(this.#host, profile, docs, signal);
    const params = { profile, documents, ...secret };
    if (signal.aborted || this.#host === null) throw new HitofudeError("CANCELLED");
    const onProgress = ({ stage, done, total }: Progress) =>
      this.#dispatch({ type: "progress", stage, done: done ?? 0, total: total ?? 0 });
    return (await this.#host.request("sign", params, { onProgress, signal })) as Signed;
  }

  /** What the host needs of each file: its digest, or the bytes themselves. */
  async #documents(host: SignHost, profile: Profile, docs: readonly Doc[], signal: AbortSignal): Promise<unknown[]> {
    if (!needsContent(profile)) {
      return docs.map(({ name, digest }) => ({ name, digest: toBase64(digest ?? new Uint8Array()) }));
    }
    this.#dispatch({ type: "progress", stage: "sending", done: 0, total: docs.length });
    try {
      const parts = await upload(
        host,
        `d${++this.#count}`,
        docs.map(({ file }) => file),
        signal,
      );
      return docs.map(({ name }, i) => ({ name, ...parts[i] }));
    } catch (error) {
      throw signal.aborted ? new HitofudeError("CANCELLED") : error;
    }
  }

  /** The files of a result; those that were too long for it lie in blobs, as parts of one. */
  #files(outputs: readonly Output[]): SignedFile[] {
    const blobs = new Map<string, Uint8Array>();
    return outputs.map(({ name, mediaType, content, blob, from, length }) => {
      if (content !== undefined) return { name, mediaType, bytes: fromBase64(content) };
      if (blob === undefined || this.#host === null) throw new HitofudeError("HOST_GARBLED");
      const whole = blobs.get(blob) ?? this.#host.takeBlob(blob);
      blobs.set(blob, whole);
      const start = from ?? 0;
      const end = length === undefined ? whole.length : start + length;
      if (start < 0 || end < start || end > whole.length) throw new HitofudeError("HOST_GARBLED");
      return { name, mediaType, bytes: whole.subarray(start, end) };
    });
  }

  async #hash(file: File): Promise<void> {
    const id = ++this.#count;
    const name = plainName(file.name);
    const control = new AbortController();
    this.#hashing.set(id, control);
    this.#docs = [...this.#docs, { id, name, size: file.size, percent: 0, digest: null, file, failure: null }];
    this.#dispatch({ type: "docs", docs: this.#docs });
    try {
      this.#change(id, {
        digest: await hashFile(file, (percent) => this.#change(id, { percent }), control.signal),
      });
    } catch (error) {
      if (!control.signal.aborted) this.#change(id, { failure: asFailure(error) });
    } finally {
      this.#hashing.delete(id);
    }
  }

  #change(id: number, change: Partial<Doc>): void {
    this.#docs = this.#docs.map((doc) => (doc.id === id ? { ...doc, ...change } : doc));
    this.#dispatch({ type: "docs", docs: this.#docs });
  }

  #dispatch(event: SignEvent): void {
    const before = this.#state;
    this.#state = nextSign(before, event);
    if (this.#state === before) return;
    this.#parts.show(this.#state);
    this.#keepWatch();
  }

  #keepWatch(): void {
    const { screen } = this.#state;
    if (screen === "choose" || screen === "pin") this.#watch?.start();
    else void this.#watch?.stop();
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** The window closes: the host ends now, not when the browser notices. */
  end(): void {
    this.#pass++;
    this.#endHost();
  }

  #endHost(): void {
    this.#running?.abort();
    this.#running = null;
    void this.#watch?.stop();
    this.#watch = null;
    this.#host?.close();
    this.#host = null;
  }
}

function restOf({ unsigned, stopped }: Signed): Rest | null {
  if (!unsigned?.length || !stopped) return null;
  return { names: unsigned, because: { code: stopped.code, params: stopped.params ?? {} } };
}
