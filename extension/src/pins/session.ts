/** Runs the page: watches the card, and changes a PIN by the card's own command. PINs are sent once and kept nowhere. */
import { type Host, Sitting } from "../card/sitting.ts";
import { asFailure, type HitofudeError } from "../messaging/failure.ts";
import { checkForm } from "../pin/check.ts";
import { type Changeable, nextPins, type PinsEvent, type PinsState } from "./state.ts";

export type PinsParts = {
  openHost(onClosed: (failure: HitofudeError) => void): Promise<Host>;
  show(state: PinsState): void;
};

/** What the form hands over; empty texts where the program on the computer asks for them. */
export type Change = { current: string; fresh: string; acceptLastTry: boolean; acceptWeak: boolean };

export class PinsSession {
  readonly #parts: PinsParts;
  #state: PinsState = { screen: "starting" };
  readonly #sitting: Sitting;

  constructor(parts: PinsParts) {
    this.#parts = parts;
    this.#sitting = new Sitting({
      card: (view) => this.#dispatch({ type: "card", view }),
      failed: (error) => this.#fail(error),
    });
  }

  get state(): PinsState {
    return this.#state;
  }

  /** Whether the program on the computer asks for the PINs, in a window of its own. */
  get hostEntry(): boolean {
    return this.#sitting.hostEntry;
  }

  /** Begins anew with a new host. */
  start(): Promise<void> {
    return this.#sitting.begin(async () => {
      this.#dispatch({ type: "begin" });
      const host = await this.#sitting.connect((onClosed) => this.#parts.openHost(onClosed));
      if (host !== null) this.#dispatch({ type: "overview" });
    });
  }

  /** Goes back to the overview; the card is asked anew. */
  overview(): void {
    if (this.#sitting.host === null || this.#state.screen === "host-problem" || this.#state.screen === "unknown")
      void this.start();
    else this.#dispatch({ type: "overview" });
  }

  change(kind: Changeable): void {
    this.#dispatch({ type: "change", kind });
  }

  cancel(): void {
    this.#sitting.cancel();
  }

  /** Sends the change once. What has the wrong form goes no further. */
  async submit({ current, fresh, acceptLastTry, acceptWeak }: Change): Promise<void> {
    const { state } = this;
    if (state.screen !== "change") return;
    const { kind } = state;
    if (!this.hostEntry && (checkForm(kind, current) !== null || checkForm(kind, fresh) !== null)) return;
    const secrets = this.hostEntry ? {} : { current, new: fresh };
    const accepted = {
      ...(state.lastTry && acceptLastTry ? { acceptLastTry: true } : {}),
      ...(state.weak && acceptWeak ? { acceptWeak: true } : {}),
    };
    const signal = this.#sitting.cancellable();
    this.#dispatch({ type: "sent" });
    await this.#sitting.attempt(async (stands) => {
      await this.#send({ kind, ...secrets, ...accepted }, signal);
      if (stands()) this.#dispatch({ type: "changed" });
    });
  }

  async #send(params: Record<string, unknown>, signal: AbortSignal): Promise<void> {
    await this.#sitting.quiet();
    await this.#sitting.ask("pin.change", params, signal, ({ stage }) => this.#dispatch({ type: "progress", stage }));
  }

  #dispatch(event: PinsEvent): void {
    const before = this.#state;
    this.#state = nextPins(before, event);
    if (this.#state === before) return;
    this.#parts.show(this.#state);
    const { screen } = this.#state;
    this.#sitting.watch(screen === "status" || screen === "change");
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** The page closes: the host ends now, not when the browser notices. */
  end(): void {
    this.#sitting.end();
  }
}
