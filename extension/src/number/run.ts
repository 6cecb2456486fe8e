/**
 * Fills in the 個人番号: asks the host, keeps the twelve digits in one variable for as long as somebody looks at them, writes
 * them into the boxes that were chosen, and lets go of them. They are in no state, no event, no result and no report.
 */
import type { Sitting } from "../card/sitting.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import { checkForm } from "../pin/check.ts";
import type { Looked, PageAccess } from "../window/page.ts";
import { type NumberBox, numberBoxes, writesFor } from "./boxes.ts";
import {
  begin,
  type NumberEvent,
  type NumberOffer,
  type NumberOutcome,
  type NumberState,
  outcomeOf,
  PIN_FOR_NUMBER,
} from "./state.ts";

/** Milliseconds the number stays in the window without being written. */
const LOOKING = 60_000;

/** What the run needs of the window it is in. */
export type NumberParts = {
  page: PageAccess;
  sitting: Sitting;
  looked(): Looked | null;
  state(): NumberState | null;
  dispatch(event: NumberEvent): void;
  /** Whether the administrator lets the number be used at all. */
  allowed(): Promise<boolean>;
  looking?: number;
};

export class NumberRun {
  readonly #parts: NumberParts;
  #digits: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(parts: NumberParts) {
    this.#parts = parts;
  }

  /** The boxes of a page that ask for it, before anybody else is asked: none where it is switched off or not https. */
  async boxesOf({ origin, frames }: Looked): Promise<NumberBox[]> {
    const boxes = origin.startsWith("https://") ? numberBoxes(frames) : [];
    return boxes.length > 0 && (await this.#parts.allowed()) ? boxes : [];
  }

  /** What the host lets this site ask for; null when it refuses, or is older than the request. */
  async offerFor(boxes: readonly NumberBox[]): Promise<NumberOffer | null> {
    const { host } = this.#parts.sitting;
    if (boxes.length === 0 || host === null || host.hello?.capabilities.includes("number") !== true) return null;
    const offered: NumberBox[] = [];
    let purposes: readonly string[] = [];
    for (const box of boxes) {
      const allowed = await purposesFor(host, box);
      if (allowed === null) continue;
      offered.push(box);
      purposes = allowed;
    }
    return offered.length > 0 && purposes.length > 0 ? { boxes: offered, purposes } : null;
  }

  /** The state to begin with. */
  begin(offer: NumberOffer): NumberState {
    this.wipe();
    return begin(offer, this.#parts.sitting.hostEntry);
  }

  purpose(id: string): void {
    this.#parts.dispatch({ type: "purpose", id });
  }

  next(): void {
    this.#parts.dispatch({ type: "next" });
  }

  back(): void {
    this.#parts.dispatch({ type: "back" });
  }

  again(): void {
    this.#parts.dispatch({ type: "again" });
  }

  choose(key: string, on: boolean): void {
    this.#parts.dispatch({ type: "choose", key, on });
  }

  show(on: boolean): void {
    this.#parts.dispatch({ type: "show", on });
  }

  /** Whether the number is in the window. */
  get holding(): boolean {
    return this.#digits !== null;
  }

  /** The digits, for the screen that shows them while the person wants to see them. */
  digits(): string | null {
    const state = this.#parts.state();
    return state?.step === "look" && state.shown ? this.#digits : null;
  }

  /** Reads the number with the PIN, which is checked, sent once and kept nowhere. */
  async read(pin: string, acceptLastTry: boolean): Promise<void> {
    const state = this.#parts.state();
    const looked = this.#parts.looked();
    if (state?.step !== "pin" || state.purpose === null || looked === null) return;
    const reason = state.hostEntry ? null : checkForm(PIN_FOR_NUMBER, pin);
    if (reason !== null) return this.#parts.dispatch({ type: "bad-form", reason });
    const secret = state.hostEntry ? {} : { pin };
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    const label = state.offer.boxes[0]?.label ?? "";
    const params = { ...secret, ...accepted, purpose: state.purpose, label };
    const signal = this.#parts.sitting.cancellable();
    this.#parts.dispatch({ type: "sent" });
    await this.#attempt(async (stands) => {
      const digits = await this.#ask(params, looked, signal);
      if (stands() && this.#parts.state()?.step === "working") this.#keep(digits);
    });
  }

  /** Writes it into the chosen boxes, after the origin and every document were checked once more, and lets go of it. */
  async write(): Promise<void> {
    const state = this.#parts.state();
    const looked = this.#parts.looked();
    if (state?.step !== "look" || this.#digits === null || looked === null) return;
    this.#parts.dispatch({ type: "write" });
    const now = this.#parts.state();
    if (now?.step !== "writing") return;
    const boxes = now.offer.boxes.filter(({ key }) => now.chosen.includes(key));
    const digits = this.#digits;
    this.wipe();
    await this.#attempt(async (stands) => {
      const outcomes = await this.#writeAll(boxes, digits, looked);
      if (stands()) this.#parts.dispatch({ type: "written", outcomes });
    });
  }

  /** Nothing of the number stays here. Strings cannot be overwritten; the browser reuses their memory when it likes. */
  wipe(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#digits = null;
  }

  #keep(digits: string): void {
    this.wipe();
    this.#digits = digits;
    this.#timer = setTimeout(() => {
      this.wipe();
      this.#parts.dispatch({ type: "expired" });
    }, this.#parts.looking ?? LOOKING);
    this.#parts.dispatch({ type: "read" });
  }

  async #ask(params: Record<string, unknown>, looked: Looked, signal: AbortSignal): Promise<string> {
    const [same] = await Promise.all([this.#parts.page.same(looked), this.#parts.sitting.quiet()]);
    if (!same) throw new HitofudeError("PAGE_MOVED");
    const heard = ({ stage }: { stage: string }) => this.#parts.dispatch({ type: "progress", stage });
    const { number } = await this.#parts.sitting.ask("card.number", params, signal, heard);
    if (typeof number !== "string" || !/^\d{12}$/.test(number)) throw new HitofudeError("INTERNAL");
    return number;
  }

  async #writeAll(boxes: readonly NumberBox[], digits: string, looked: Looked): Promise<NumberOutcome[]> {
    if (!(await this.#parts.page.same(looked))) throw new HitofudeError("PAGE_MOVED");
    const outcomes: NumberOutcome[] = [];
    for (const document of looked.documents) {
      const mine = boxes.filter(({ frame }) => frame === document.nonce);
      if (mine.length === 0) continue;
      const results = await this.#parts.page.apply(
        document,
        mine.flatMap((box) => writesFor(box, digits)),
      );
      outcomes.push(...mine.map((box) => outcomeOf(box, results)));
    }
    return outcomes;
  }

  async #attempt(work: (stands: () => boolean) => Promise<void>): Promise<void> {
    const stands = this.#parts.sitting.current();
    try {
      await work(stands);
    } catch (error) {
      this.wipe();
      if (stands()) this.#parts.dispatch({ type: "failed", failure: asFailure(error) });
    }
  }
}

async function purposesFor(
  host: { request(type: string, params: Record<string, unknown>): Promise<unknown> },
  { label }: NumberBox,
) {
  try {
    const { purposes } = (await host.request("number.check", { label })) as { purposes?: unknown };
    return Array.isArray(purposes) ? purposes.filter((one): one is string => typeof one === "string") : null;
  } catch {
    // Refused, or the host is gone: whatever it is, nothing is offered. The window notices a host that ended by itself.
    return null;
  }
}
