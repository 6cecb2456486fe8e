/**
 * Watches readers and card through the host while a person gets ready: which readers there are, whether a My
 * Number card lies on one, and then its state (tries, certificates). No PIN is involved and nothing personal
 * is read.
 */
import type { HostClient } from "../messaging/client.ts";
import { asFailure, type HitofudeError } from "../messaging/failure.ts";
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

/** Those that say no more than that no card came: the host had waited for one. */
const NOTHING_CAME = new Set(["CANCELLED", "NO_CARD", "TIMEOUT", "CARD_REMOVED"]);

export type Asker = Pick<HostClient, "request">;

export class CardWatch {
  readonly #host: Asker;
  readonly #onChange: (view: CardView) => void;
  readonly #onBroken: (failure: HitofudeError) => void;
  readonly #timing: Timing;
  #view: CardView = NO_VIEW;
  #round: AbortController | null = null;
  #readers: Promise<void> = Promise.resolve();
  /** The question about the card that runs; null when there is none. */
  #question: Promise<void> | null = null;
  /** When the card last answered with a failure, and what the readers looked like then. */
  #failed: { at: number; seen: string } | null = null;

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
    const round = this.#round.signal;
    this.#failed = null;
    this.#show({ status: null, failure: null });
    // The card before the readers: its state tells what kind it is, so the host need not look twice.
    this.#ask(round);
    this.#look(round);
  }

  /** Stops watching, so that the next request about the card meets no other of ours. */
  async stop(): Promise<void> {
    this.#round?.abort();
    this.#round = null;
    await Promise.all([this.#readers, this.#question]);
  }

  #look(round: AbortSignal): void {
    this.#readers = this.#lookOnce(round).then(() => {
      if (!round.aborted) setTimeout(() => !round.aborted && this.#look(round), this.#timing.pause);
    });
  }

  async #lookOnce(round: AbortSignal): Promise<void> {
    try {
      const { readers } = (await this.#host.request("readers", {})) as Readers;
      if (round.aborted) return;
      const lies = readers.some(({ state }) => state === "card");
      this.#show({ readers, reading: lies && this.#question !== null, ...this.#leftBehind(readers) });
      if (this.#mayAsk()) this.#ask(round);
    } catch (error) {
      if (!round.aborted) this.#fail(asFailure(error));
    }
  }

  /** The state of a card that is gone is not the state of the next one. */
  #leftBehind(readers: readonly Reader[]): Partial<CardView> {
    // What was wrong with a card is over when none is there. Else it stands until the card has answered anew.
    if (readers.every(({ state }) => state === "empty")) return { status: null, failure: null };
    const { status } = this.#view;
    if (!status) return {};
    const still = readers.find(({ name }) => name === status.card.reader) ?? readers.find(holdsCard);
    return still && holdsCard(still) ? {} : { status: null };
  }

  #mayAsk(): boolean {
    if (this.#question !== null || this.#view.status !== null) return false;
    if (this.#failed === null) return true;
    const { at, seen } = this.#failed;
    return seen !== seenIn(this.#view) || Date.now() - at >= this.#timing.again;
  }

  /** Asks for the state of the card. Without one the host waits, up to 120 s; then it is asked again. */
  #ask(round: AbortSignal): void {
    this.#failed = null;
    this.#question = this.#status(round).finally(() => {
      this.#question = null;
    });
  }

  async #status(round: AbortSignal): Promise<void> {
    try {
      const status = (await this.#host.request("card.status", {}, { signal: round })) as CardStatus;
      if (!round.aborted) this.#show({ status, failure: null, reading: false });
    } catch (error) {
      if (round.aborted) return;
      const failure = asFailure(error);
      if (!PASSING.has(failure.code)) return this.#fail(failure);
      const came = !NOTHING_CAME.has(failure.code);
      if (came) this.#failed = { at: Date.now(), seen: seenIn(this.#view) };
      this.#show({ status: null, failure: came ? failure : null, reading: false });
    }
  }

  #fail(failure: HitofudeError): void {
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

const holdsCard = ({ state }: Reader): boolean => state === "card" || state === "in-use";

/** What the readers look like, to tell whether somebody touched one. */
function seenIn({ readers }: CardView): string {
  return JSON.stringify(readers?.map(({ name, state }) => [name, state]) ?? null);
}
