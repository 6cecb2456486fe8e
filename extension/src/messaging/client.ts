/**
 * The native port: one host process, one origin. It gives each request an id, a time limit and its progress,
 * and turns every way of ending into a HitofudeError. It never keeps or prints what it sends: a request may
 * hold a PIN.
 */
import { BlobStore } from "./blobs.ts";
import { disconnectCode, HitofudeError } from "./failure.ts";
import {
  type Failure,
  type Hello,
  type Incoming,
  MAX_MESSAGE,
  type Params,
  PROTOCOL,
  type Progress,
  type Request,
  readIncoming,
} from "./protocol.ts";
import { codeBetween } from "./versions.ts";

/** What the client needs of a runtime.Port. */
export type Port = {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
};

/**
 * Time limits in milliseconds, each counted from the last sign of life. A request the host must always answer
 * gets `quick`. A card request may wait 120 s for a card and 15 s for a reader, so `card` is longer than both. While the
 * host's own window asks a person for PINs, `person` counts.
 * Without them a frame that Chromium drops (bad JSON) would leave the person waiting for ever.
 */
export type Limits = { hello: number; quick: number; card: number; person: number };
export const LIMITS: Limits = { hello: 5_000, quick: 10_000, card: 150_000, person: 600_000 };

/** The stage in which the host's own window asks a person, up to three times for a change, 120 s each. */
const ASKING = "asking-pin";

const QUICK = new Set(["ping", "readers", "cancel"]);

export type Options = {
  connect: () => Port;
  /** The browser's reason for a closed port: runtime.lastError in Chromium, port.error in Firefox. */
  closedBecause: () => string;
  origin: string;
  version: string;
  /** The card in software is meant: every message has to say so, and none where the real program is meant. */
  practice?: boolean;
  limits?: Limits;
  onClosed?: (failure: HitofudeError) => void;
};

export type Call = { onProgress?: (progress: Progress) => void; signal?: AbortSignal };

type Pending = {
  type: string;
  resolve(result: Params): void;
  reject(error: HitofudeError): void;
  onProgress?: ((progress: Progress) => void) | undefined;
  timer: ReturnType<typeof setTimeout>;
};

export class HostClient {
  readonly #options: Options;
  readonly #limits: Limits;
  readonly #port: Port;
  readonly #blobs = new BlobStore();
  readonly #pending = new Map<string, Pending>();
  #count = 0;
  #hello: Hello | null = null;
  #greet: (() => void) | null = null;
  #closed: HitofudeError | null = null;

  private constructor(options: Options) {
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
    this.#port = options.connect();
    this.#port.onMessage.addListener((message) => this.#receive(message));
    this.#port.onDisconnect.addListener(() => {
      this.#end(new HitofudeError(disconnectCode(options.closedBecause(), this.#hello !== null)));
    });
  }

  /** Starts the host, waits for its hello, says who we are. Throws a HitofudeError. */
  static async open(options: Options): Promise<HostClient> {
    const client = new HostClient(options);
    try {
      await client.#handshake();
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  get hello(): Hello {
    if (this.#hello === null) throw new HitofudeError("HOST_CLOSED");
    return this.#hello;
  }

  /** Bytes the host sent as a blob; each can be taken once. */
  takeBlob(name: string): Uint8Array {
    return this.#blobs.take(name);
  }

  /** Sends a request and waits for its end. An aborted signal sends cancel and still waits for the true end. */
  request(type: string, params: Params, call: Call = {}): Promise<Params> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = `r${++this.#count}`;
    return new Promise((resolve, reject) => {
      const timer = this.#clock(id, type);
      this.#pending.set(id, { type, resolve, reject, onProgress: call.onProgress, timer });
      call.signal?.addEventListener("abort", () => this.#cancel(id), { once: true });
      this.#send({ id, type, origin: this.#options.origin, topOrigin: this.#options.origin, params });
    });
  }

  /** Ends the host: it sees the end of its input and leaves the card locked. */
  close(): void {
    if (this.#closed) return;
    this.#port.disconnect();
    this.#end(new HitofudeError("HOST_CLOSED"), false);
  }

  async #handshake(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new HitofudeError("HOST_SILENT")), this.#limits.hello);
      this.#greet = () => {
        clearTimeout(timer);
        if (this.#closed) reject(this.#closed);
        else resolve();
      };
      if (this.#hello || this.#closed) this.#greet();
    });
    const { protocol } = this.hello;
    if (protocol !== PROTOCOL) throw new HitofudeError(protocol < PROTOCOL ? "HOST_OLD" : "EXTENSION_OLD");
    await this.request("ping", { version: this.#options.version, protocol: PROTOCOL });
  }

  #send(request: Request): void {
    if (new TextEncoder().encode(JSON.stringify(request)).length > MAX_MESSAGE) {
      this.#settle(request.id, (p) => p.reject(new HitofudeError("FRAME_TOO_LARGE")));
      return;
    }
    try {
      this.#port.postMessage(request);
    } catch {
      // Never the browser's error text: it may quote the message, and the message may hold a PIN.
      this.#end(new HitofudeError("HOST_CLOSED"));
    }
  }

  #receive(value: unknown): void {
    const message = isPractice(value) === (this.#options.practice ?? false) ? readIncoming(value) : null;
    if (message === null) this.#garbled();
    else if (message !== "unknown") this.#handle(message);
  }

  #handle(message: Incoming): void {
    switch (message.type) {
      case "hello":
        this.#hello = message;
        this.#greet?.();
        return;
      case "progress":
        this.#progress(message);
        return;
      case "blob":
        if (!this.#blobs.add(message)) this.#garbled();
        return;
      case "result":
        this.#settle(message.id, (p) => p.resolve(message.result));
        return;
      case "error":
        this.#fail(message);
    }
  }

  #progress(message: Progress): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    clearTimeout(pending.timer);
    pending.timer = this.#clock(message.id, pending.type, message.stage === ASKING);
    pending.onProgress?.(message);
  }

  #fail({ id, error }: Failure): void {
    const code = codeBetween(error.code, this.#options.version, this.#hello?.version);
    const failure = new HitofudeError(code, error.params);
    if (id !== undefined) {
      this.#settle(id, (p) => p.reject(failure));
      return;
    }
    if (this.#hello === null) {
      // A host that refuses to serve at all says why instead of hello.
      this.#port.disconnect();
      this.#end(failure, false);
      return;
    }
    // The host could not read whose request it was: none of those in flight can be trusted to end.
    for (const key of [...this.#pending.keys()]) this.#settle(key, (p) => p.reject(failure));
  }

  #garbled(): void {
    this.#port.disconnect();
    this.#end(new HitofudeError("HOST_GARBLED"));
  }

  #clock(id: string, type: string, asking = false): ReturnType<typeof setTimeout> {
    const { quick, card, person } = this.#limits;
    const limit = QUICK.has(type) ? quick : asking ? person : card;
    return setTimeout(() => this.#settle(id, (p) => p.reject(new HitofudeError("HOST_SILENT"))), limit);
  }

  #cancel(id: string): void {
    if (!this.#pending.has(id)) return;
    // Cancelling is a wish. What counts is how the request itself ends, so the answer to cancel is not needed.
    this.request("cancel", { id }).catch(() => undefined);
  }

  #settle(id: string, act: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    act(pending);
  }

  #end(failure: HitofudeError, tell = true): void {
    if (this.#closed) return;
    this.#closed = failure;
    for (const id of [...this.#pending.keys()]) this.#settle(id, (p) => p.reject(failure));
    this.#greet?.();
    if (tell) this.#options.onClosed?.(failure);
  }
}

/** Whether a message says that it comes from the card in software. */
const isPractice = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "practice" in value && value.practice === true;
