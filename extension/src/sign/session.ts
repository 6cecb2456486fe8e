/** Runs the sign page: hashes the chosen files, watches the card, has them checked and signed. */
import { healthIn } from "../card/health.ts";
import { type Host, Sitting } from "../card/sitting.ts";
import { fromBase64 } from "../messaging/blobs.ts";
import type { HostClient } from "../messaging/client.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { CardAttributes, Output, Progress, Signed } from "../messaging/protocol.ts";
import { checkForm } from "../pin/check.ts";
import { Carrier } from "./carrier.ts";
import { Checker, type Choice, problemsOf, type Result } from "./check.ts";
import { differing, FACE_PIN } from "./comparing.ts";
import { kindOf } from "./content.ts";
import { documentsIn, type Found, type Item } from "./folder.ts";
import { plainName } from "./hash.ts";
import type { Hash } from "./hashing.ts";
import { MAX_DOCS, needsContent, type Profile } from "./profiles.ts";
import { asParam, type Stamp } from "./stamp.ts";
import {
  allHashed,
  BEGIN,
  type Doc,
  nextSign,
  type Rest,
  SIGNATURE_PIN,
  type SignEvent,
  type SignedFile,
  type SignState,
} from "./state.ts";

export type SignHost = Host & Pick<HostClient, "takeBlob">;

export type SignParts = {
  openHost(onClosed: (failure: HitofudeError) => void): Promise<SignHost>;
  show(state: SignState): void;
  hash: Hash;
};

/** Whether a host can make this kind of signature; an older one knows fewer, and says so in hello. */
function makes({ hello }: SignHost, profile: Profile): boolean {
  if (!hello || !needsContent(profile)) return true;
  return hello.capabilities.includes("sign.content") && hello.capabilities.includes(`profile:${profile}`);
}

/** What a host says in hello.capabilities that has `sign.check`. An older one finds out when it signs. */
const CHECKS = "sign.check";

export class SignSession {
  readonly #parts: SignParts;
  #state: SignState = BEGIN;
  #docs: Doc[] = [];
  readonly #hashing = new Map<number, AbortController>();
  #count = 0;
  readonly #sitting: Sitting<SignHost>;
  readonly #checker: Checker;
  readonly #carrier = new Carrier();

  constructor(parts: SignParts) {
    this.#parts = parts;
    this.#sitting = new Sitting<SignHost>({
      card: (view) => this.#dispatch({ type: "card", view }),
      failed: (error) => this.#fail(error),
    });
    this.#checker = new Checker({
      ask: (choice, signal) => this.#check(choice, signal),
      tell: (check) => this.#dispatch({ type: "check", check }),
    });
  }

  get state(): SignState {
    return this.#state;
  }

  /** Starts a host and watches the card. Files that were chosen stay. */
  start(): Promise<void> {
    return this.#sitting.begin(async () => {
      this.#checker.forget();
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
    void this.take([...files].map((file) => ({ path: file.name, file })));
  }

  /** Files of which some may lie in folders. A promise: walking through a dropped folder takes its time. */
  async take(found: readonly Found[] | Promise<readonly Found[]>): Promise<void> {
    try {
      const items = documentsIn(found instanceof Promise ? await found : found);
      if (this.#state.screen !== "choose") return;
      const room = Math.max(0, MAX_DOCS - this.#docs.length);
      const notice = items.length > room ? new HitofudeError("TOO_MANY_FILES", { limit: MAX_DOCS }) : null;
      this.#dispatch({ type: "notice", notice });
      for (const item of items.slice(0, room)) void this.#hash(item);
    } catch (error) {
      this.#dispatch({ type: "notice", notice: asFailure(error) });
    }
  }

  remove(id: number): void {
    this.#without((doc) => doc.id === id);
  }

  /** Takes off every document that would not be signed: the rest can go on. */
  leaveOut(): void {
    const { state } = this;
    if (state.screen !== "choose") return;
    this.#without((doc) => doc.failure !== null || problemsOf(state.check, doc).length > 0);
  }

  /** Checks the same choice once more, after something outside of it was put right. */
  recheck(): void {
    this.#checker.forget();
    this.#checker.want(this.#toCheck());
  }

  #without(off: (doc: Doc) => boolean): void {
    for (const { id } of this.#docs.filter(off)) this.#hashing.get(id)?.abort();
    this.#docs = this.#docs.filter((doc) => !off(doc));
    this.#dispatch({ type: "notice", notice: null });
    this.#dispatch({ type: "docs", docs: this.#docs });
  }

  choose(profile: Profile): void {
    this.#dispatch({ type: "profile", profile });
  }

  /** Where the signature shows in the PDFs; null when it does not. */
  stamp(stamp: Stamp | null): void {
    this.#dispatch({ type: "stamp", stamp });
  }

  /** agreed: to this step of the trial version. */
  next(agreed = false): void {
    const { host } = this.#sitting;
    const { state } = this;
    if (state.screen === "choose" && host !== null && !makes(host, state.profile)) {
      this.#dispatch({ type: "failed", failure: new HitofudeError("HOST_OLD") });
      return;
    }
    this.#dispatch({ type: "next", agreed });
  }

  back(): void {
    this.#dispatch({ type: "back" });
  }

  cancel(): void {
    this.#sitting.cancel();
  }

  /** Signs with the PIN. The text is checked, sent once and kept nowhere. */
  async sign(pin: string, acceptLastTry: boolean, agreed = false): Promise<void> {
    const { state } = this;
    // The form shows why a PIN has the wrong form; here it only must not go any further.
    if (state.screen !== "pin" || (!this.hostEntry && checkForm(SIGNATURE_PIN, pin) !== null)) return;
    const accepted = {
      ...(state.lastTry && acceptLastTry ? { acceptLastTry: true } : {}),
      ...(agreed || state.agreed ? { acceptTrial: true } : {}),
    };
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

  /** Leads to the PIN of the card's face, to compare what is there with the certificate. */
  compare(): void {
    this.#dispatch({ type: "compare" });
  }

  /** Compares with that PIN. The text is checked, sent once and kept nowhere. */
  async compareCard(pin: string, acceptLastTry: boolean): Promise<void> {
    const { state } = this;
    if (state.screen !== "compare" || (!this.hostEntry && checkForm(FACE_PIN, pin) !== null)) return;
    const { holder } = state.done.certificate;
    if (holder === null) return;
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    const params = { fields: ["name", "address"], ...(this.hostEntry ? {} : { pin }), ...accepted };
    const signal = this.#sitting.cancellable();
    this.#dispatch({ type: "sent" });
    await this.#sitting.attempt(async (stands) => {
      await this.#sitting.quiet();
      const { attributes } = (await this.#sitting.ask(
        "card.attributes",
        params,
        signal,
        () => undefined,
      )) as CardAttributes;
      if (stands()) this.#dispatch({ type: "compared", fields: differing(holder, attributes) });
    });
  }

  async #ask(
    { profile, docs, stamp }: Pick<SignState & { screen: "pin" }, "profile" | "docs" | "stamp">,
    secret: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Signed> {
    await this.#sitting.quiet();
    const { host } = this.#sitting;
    if (signal.aborted || host === null) throw new HitofudeError("CANCELLED");
    const params = await this.#params(host, { profile, docs, stamp }, signal);
    const heard = ({ stage, done, total }: Progress) =>
      this.#dispatch({ type: "progress", stage, done: done ?? 0, total: total ?? 0 });
    this.#carrier.spent();
    return (await this.#sitting.ask("sign", { ...params, ...secret }, signal, heard)) as Signed;
  }

  /** Asks the host what stands against signing. The watch goes on: it has no question to the card while its state is known. */
  async #check(choice: Choice, signal: AbortSignal): Promise<Result> {
    const { host } = this.#sitting;
    if (host === null) throw new HitofudeError("CANCELLED");
    const params = await this.#params(host, choice, signal);
    return (await host.request("sign.check", params, { signal })) as Result;
  }

  async #params(
    host: SignHost,
    { profile, docs, stamp }: Omit<Choice, "card">,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const told = (done: number, total: number) => this.#dispatch({ type: "progress", stage: "sending", done, total });
    try {
      const documents = await this.#carrier.bring(host, profile, docs, signal, told);
      return { profile, documents, ...(stamp ? { stamp: asParam(stamp) } : {}) };
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

  async #hash(item: Item): Promise<void> {
    const id = ++this.#count;
    const name = this.#unused(plainName(item.name));
    const control = new AbortController();
    const { signal } = control;
    this.#hashing.set(id, control);
    const { size, contents } = item;
    const begun = { percent: 0, digest: null, kind: null, failure: null, file: new File([], name) };
    this.#docs = [...this.#docs, { id, name, size, contents, ...begun }];
    this.#dispatch({ type: "docs", docs: this.#docs });
    try {
      const file = await item.open();
      this.#change(id, { file, size: file.size, kind: await kindOf(file) });
      signal.throwIfAborted();
      this.#change(id, { digest: await this.#parts.hash(file, (percent) => this.#change(id, { percent }), signal) });
    } catch (error) {
      if (!signal.aborted) this.#change(id, { kind: "other", failure: asFailure(error) });
    } finally {
      this.#hashing.delete(id);
    }
  }

  /** Two documents of one name could not be told apart, neither in a list nor in the folder they are saved to. */
  #unused(name: string): string {
    const [, stem = name, end = ""] = /^(.+?)(\.[^.]*)?$/su.exec(name) ?? [];
    let other = name;
    for (let n = 2; this.#docs.some((doc) => doc.name === other); n++) other = `${stem} (${n})${end}`;
    return other;
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
    this.#checker.want(this.#toCheck());
  }

  /** What is ready to be checked. While the card is asked for its state, it has no ear for another question. */
  #toCheck(): Choice | null {
    const { state } = this;
    const { host } = this.#sitting;
    if (state.screen !== "choose" || !host?.hello?.capabilities.includes(CHECKS) || !allHashed(state.docs)) return null;
    const { docs, profile, stamp, card } = state;
    if (card.reading || card.readers === null) return null;
    return { docs, profile, stamp, card: card.status !== null };
  }

  #keepWatch(): void {
    const { screen } = this.#state;
    this.#sitting.watch(screen === "choose" || screen === "pin" || screen === "compare");
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
