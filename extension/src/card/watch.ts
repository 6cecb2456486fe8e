/**
 * Watches readers and card through the host while a person gets ready: which readers there are, whether a My
 * Number card lies on one, and then its state (tries, certificates). No PIN is involved and nothing personal
 * is read.
 */
import type { HostClient } from "../messaging/client.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { CardStatus, Reader, Readers } from "../messaging/protocol.ts";

/** What is known about readers and card. `status` belongs to the card that lies there now. */
export type CardView = {
  readers: readonly Reader[] | null;
  status: CardStatus | null;
  reading: boolean;
  failure: HitofudeError | null;
};

export const NO_VIEW: CardView = { readers: null, status: null, reading: false, failure: null };

/** In milliseconds. `pause`: between two looks at the readers. `again`: before a status that failed is asked anew. */
export type Timing = { pause: number; again: number };
const TIMING: Timing = { pause: 700, again: 3_000 };

/** Failures that end by themselves or at the card: watching goes on and shows them meanwhile. */
const PASSING = new Set([
  "BUSY",
  "CANCELLED",
  "CARD_ERROR",
  "CARD_IN_USE",
  "CARD_REMOVED",
  "CARD_UNSUPPORTED",
  "NO_CARD",
  "NO_READER",
  "PCSC_UNAVAILABLE",
  "TIMEOUT",
]);

/** Those a second question may answer although nobody touched the card. */
const ASK_AGAIN = new Set(["BUSY", "CANCELLED", "CARD_ERROR", "CARD_IN_USE", "CARD_REMOVED", "NO_CARD", "TIMEOUT"]);

export type Asker = Pick<HostClient, "request">;

export class CardWatch {
  readonly #host: Asker;
  readonly #onChange: (view: CardView) => void;
  readonly #onBroken: (failure: HitofudeError) => void;
  readonly #timing: Timing;
  #view: CardView = NO_VIEW;
  /** The reader whose card was asked for its state, and when (ms); null when the next card is to be asked. */
  #asked: { reader: string; at: number } | null = null;
  #round: AbortController | null = null;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(
    host: Asker,
    onChange: (view: CardView) => void,
    onBroken: (failure: HitofudeError) => void,
    timing: Timing = TIMING,
  ) {
    this.#host = host;
    this.#onChange = onChange;
    this.#onBroken = onBroken;
    this.#timing = timing;
  }

  /** Begins to watch, and asks the card for its state anew. */
  start(): void {
    if (this.#round) return;
    // First of all, because showing the view may call us again.
    this.#round = new AbortController();
    this.#asked = null;
    this.#show({ status: null, failure: null });
    this.#look(this.#round.signal);
  }

  /** Stops watching, so that the next request about the card meets no other of ours. */
  async stop(): Promise<void> {
    this.#round?.abort();
    this.#round = null;
    await this.#inFlight;
  }

  #look(round: AbortSignal): void {
    this.#inFlight = this.#once(round).then(() => {
      if (!round.aborted) setTimeout(() => !round.aborted && this.#look(round), this.#timing.pause);
    });
  }

  async #once(round: AbortSignal): Promise<void> {
    try {
      const { readers } = (await this.#host.request("readers", {})) as Readers;
      if (round.aborted) return;
      // A failure about the readers is over; one about the card stands until the card is asked again.
      this.#show({ readers, failure: this.#view.readers === null ? null : this.#view.failure });
      await this.#statusOf(readers, round);
    } catch (error) {
      if (!round.aborted) this.#failed(asFailure(error));
    }
  }

  /** Asks for the state of a card that newly lies there; forgets it when the card is gone. */
  async #statusOf(readers: readonly Reader[], round: AbortSignal): Promise<void> {
    const reader = readers.find((r) => r.state === "card" && (r.card === "my-number" || r.card === null));
    if (!reader) {
      this.#asked = null;
      this.#show({ status: null, failure: null });
      return;
    }
    if (this.#asked?.reader === reader.name && !this.#mayAskAgain(this.#asked.at)) return;
    this.#asked = { reader: reader.name, at: Date.now() };
    this.#show({ reading: this.#view.failure === null, status: null });
    const answer = await this.#ask(reader.name, round);
    if (!round.aborted) this.#show({ reading: false, ...answer });
  }

  #mayAskAgain(at: number): boolean {
    const { failure } = this.#view;
    return failure !== null && ASK_AGAIN.has(failure.code) && Date.now() - at >= this.#timing.again;
  }

  async #ask(reader: string, round: AbortSignal): Promise<Pick<CardView, "status" | "failure">> {
    // The host waits for a card that was just taken away; here that only means: look at the readers again.
    const gone = new AbortController();
    round.addEventListener("abort", () => gone.abort(), { once: true });
    try {
      const result = await this.#host.request(
        "card.status",
        { reader },
        { signal: gone.signal, onProgress: ({ stage }) => stage === "waiting-for-card" && gone.abort() },
      );
      return { status: result as CardStatus, failure: null };
    } catch (error) {
      const failure = asFailure(error);
      if (!PASSING.has(failure.code)) throw failure;
      return { status: null, failure: failure.code === "CANCELLED" ? new HitofudeError("NO_CARD") : failure };
    }
  }

  #failed(failure: HitofudeError): void {
    this.#asked = null;
    if (PASSING.has(failure.code)) {
      this.#show({ readers: null, status: null, reading: false, failure });
      return;
    }
    this.#round?.abort();
    this.#round = null;
    this.#onBroken(failure);
  }

  #show(change: Partial<CardView>): void {
    const view = { ...this.#view, ...change };
    if (JSON.stringify(view) === JSON.stringify(this.#view)) return;
    this.#view = view;
    this.#onChange(view);
  }
}
