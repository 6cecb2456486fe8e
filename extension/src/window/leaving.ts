/**
 * Notices that the card was taken away while values stand in the window, and says when its time is over. A card that is put
 * down again changes nothing: nobody can tell from outside whose it is. Who needs longer says so.
 */
import { cardGone } from "../card/describe.ts";
import type { Reader } from "../messaging/protocol.ts";

/** In milliseconds. `look`: between two looks at the readers; `grace`: after the card left; `more`: when the person asks. */
export type LeavingTiming = { look: number; grace: number; more: number };
const TIMING: LeavingTiming = { look: 2_000, grace: 60_000, more: 300_000 };

/** Looks without an answer, one after the other, that are put down to a card that is being read. */
const PATIENCE = 5;

export type LeavingParts = {
  /** The readers now; null when they cannot be asked at this moment. Rejects when there is nobody to ask any more. */
  readers(): Promise<readonly Reader[] | null>;
  /** Seconds until everything is wiped; null: the card lies there, or there is time. */
  told(seconds: number | null): void;
  /** The time is over. */
  over(): void;
};

export class Leaving {
  readonly #parts: LeavingParts;
  readonly #timing: LeavingTiming;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** When everything is wiped; null: the card has not left. */
  #until: number | null = null;
  #round = 0;
  /** How many looks in a row had no answer. */
  #silent = 0;

  constructor(parts: LeavingParts, timing: LeavingTiming = TIMING) {
    this.#parts = parts;
    this.#timing = timing;
  }

  /** Watches while values are on the screen, and forgets what it saw when they are not. */
  watch(on: boolean): void {
    if (on === (this.#timer !== null)) return;
    this.#round++;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (on) this.#wait();
    else if (this.#until !== null) this.#tell(null);
    if (!on) this.#until = null;
  }

  /** The person goes on without the card. */
  stay(): void {
    if (this.#until === null) return;
    this.#until = Date.now() + this.#timing.more;
    this.#tell(null);
  }

  #wait(): void {
    const round = this.#round;
    this.#timer = setTimeout(() => {
      void this.#look(round).then(() => {
        if (round === this.#round) this.#wait();
      });
    }, this.#timing.look);
  }

  async #look(round: number): Promise<void> {
    if (this.#until === null && (await this.#left()) && round === this.#round) {
      this.#until = Date.now() + this.#timing.grace;
    }
    if (this.#until === null || round !== this.#round) return;
    const rest = this.#until - Date.now();
    if (rest <= 0) this.#parts.over();
    else if (rest <= this.#timing.grace) this.#tell(Math.ceil(rest / 1000));
  }

  /** Without a program to ask, or a service that answers it, nobody would notice: the card counts as taken away. */
  async #left(): Promise<boolean> {
    try {
      const readers = await this.#parts.readers();
      this.#silent = readers === null ? this.#silent + 1 : 0;
      return cardGone(readers) || this.#silent >= PATIENCE;
    } catch {
      return true;
    }
  }

  #tell(seconds: number | null): void {
    this.#parts.told(seconds);
  }
}
