/** Runs the sign page: hashes the chosen files, watches the card, has the digests signed. */
import { healthIn } from "../card/health.ts";
import { type Host, Sitting } from "../card/sitting.ts";
import { fromBase64 } from "../messaging/blobs.ts";
import type { HostClient } from "../messaging/client.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { Output, Progress, Signed } from "../messaging/protocol.ts";
import { checkForm } from "../pin/check.ts";
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

export type SignHost = Host & Pick<HostClient, "takeBlob">;

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
  readonly #sitting: Sitting<SignHost>;

  constructor(parts: SignParts) {
    this.#parts = parts;
    this.#sitting = new Sitting<SignHost>({
      card: (view) => this.#dispatch({ type: "card", view }),
      failed: (error) => this.#fail(error),
    });
  }

  get state(): SignState {
    return this.#state;
  }

  /** Starts a host and watches the card. Files that were chosen stay. */
  start(): Promise<void> {
    return this.#sitting.begin(async () => {
      this.#dispatch({ type: "begin", docs: this.#docs });
      if (await this.#sitting.connect((onClosed) => this.#parts.openHost(onClosed))) this.#keepWatch();
    });
  }

  /** Whether the program on the computer asks for the PIN, in a window of its own. */
  get hostEntry(): boolean {
    return this.#sitting.hostEntry;
  }

  /** Goes back to the choice of files, with the same host where it still runs. */
  retry(): void {
    if (this.#sitting.host === null || this.#state.screen === "host-problem") void this.start();
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
    this.#sitting.cancel();
  }

  /** Signs with the PIN. The text is checked, sent once and kept nowhere. */
  async sign(pin: string, acceptLastTry: boolean): Promise<void> {
    const { state } = this;
    // The form shows why a PIN has the wrong form; here it only must not go any further.
    if (state.screen !== "pin" || (!this.hostEntry && checkForm(SIGNATURE_PIN, pin) !== null)) return;
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    const secret = { ...(this.hostEntry ? {} : { pin }), ...accepted };
    const signal = this.#sitting.cancellable();
    this.#dispatch({ type: "sent" });
    await this.#sitting.attempt(async (stands) => {
      const signed = await this.#ask(state, secret, signal);
      if (!stands()) return;
      const { certificate } = signed;
      const health = healthIn(signed.warnings ?? [], "signature");
      this.#dispatch({ type: "signed", files: this.#files(signed.outputs), certificate, rest: restOf(signed), health });
    });
  }

  async #ask(
    { profile, docs }: Pick<SignState & { screen: "pin" }, "profile" | "docs">,
    secret: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Signed> {
    await this.#sitting.quiet();
    const { host } = this.#sitting;
    if (signal.aborted || host === null) throw new HitofudeError("CANCELLED");
    const documents = await this.#documents(host, profile, docs, signal);
    const heard = ({ stage, done, total }: Progress) =>
      this.#dispatch({ type: "progress", stage, done: done ?? 0, total: total ?? 0 });
    return (await this.#sitting.ask("sign", { profile, documents, ...secret }, signal, heard)) as Signed;
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
      const { host } = this.#sitting;
      if (blob === undefined || host === null) throw new HitofudeError("HOST_GARBLED");
      const whole = blobs.get(blob) ?? host.takeBlob(blob);
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
    this.#sitting.watch(screen === "choose" || screen === "pin");
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** The window closes: the host ends now, not when the browser notices. */
  end(): void {
    this.#sitting.end();
  }
}

function restOf({ unsigned, stopped }: Signed): Rest | null {
  if (!unsigned?.length || !stopped) return null;
  return { names: unsigned, because: { code: stopped.code, params: stopped.params ?? {} } };
}
