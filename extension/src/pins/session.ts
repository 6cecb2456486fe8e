/** Runs the page: watches the card, and changes a PIN by the card's own command. PINs are sent once and kept nowhere. */
import { CardWatch } from "../card/watch.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { Progress } from "../messaging/protocol.ts";
import { checkForm } from "../pin/check.ts";
import { hostAsks } from "../pin/entry.ts";
import type { Host } from "../window/session.ts";
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
  #host: Host | null = null;
  #watch: CardWatch | null = null;
  #running: AbortController | null = null;
  /** Grows with every start, so that what an earlier pass still brings is dropped. */
  #pass = 0;

  constructor(parts: PinsParts) {
    this.#parts = parts;
  }

  get state(): PinsState {
    return this.#state;
  }

  /** Whether the program on the computer asks for the PINs, in a window of its own. */
  get hostEntry(): boolean {
    return this.#host !== null && hostAsks(this.#host);
  }

  /** Begins anew with a new host. */
  async start(): Promise<void> {
    const pass = ++this.#pass;
    this.#endHost();
    this.#dispatch({ type: "begin" });
    try {
      const fail = (failure: HitofudeError) => pass === this.#pass && this.#fail(failure);
      const host = await this.#parts.openHost(fail);
      if (pass !== this.#pass) return host.close();
      this.#host = host;
      this.#watch = new CardWatch(host, (view) => pass === this.#pass && this.#dispatch({ type: "card", view }), fail);
      this.#dispatch({ type: "overview" });
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
  }

  /** Goes back to the overview; the card is asked anew. */
  overview(): void {
    if (this.#host === null || this.#state.screen === "host-problem" || this.#state.screen === "unknown")
      void this.start();
    else this.#dispatch({ type: "overview" });
  }

  change(kind: Changeable): void {
    this.#dispatch({ type: "change", kind });
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Sends the change once. What has the wrong form goes no further. */
  async submit({ current, fresh, acceptLastTry, acceptWeak }: Change): Promise<void> {
    const { state } = this;
    if (state.screen !== "change") return;
    const { kind } = state;
    if (!this.hostEntry && (checkForm(kind, current) !== null || checkForm(kind, fresh) !== null)) return;
    const pass = this.#pass;
    const secrets = this.hostEntry ? {} : { current, new: fresh };
    const accepted = {
      ...(state.lastTry && acceptLastTry ? { acceptLastTry: true } : {}),
      ...(state.weak && acceptWeak ? { acceptWeak: true } : {}),
    };
    this.#running = new AbortController();
    this.#dispatch({ type: "sent" });
    try {
      await this.#send({ kind, ...secrets, ...accepted }, this.#running.signal);
      if (pass === this.#pass) this.#dispatch({ type: "changed" });
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
  }

  async #send(params: Record<string, unknown>, signal: AbortSignal): Promise<void> {
    await this.#watch?.stop();
    if (signal.aborted || this.#host === null) throw new HitofudeError("CANCELLED");
    const onProgress = ({ stage }: Progress) => this.#dispatch({ type: "progress", stage });
    await this.#host.request("pin.change", params, { onProgress, signal });
  }

  #dispatch(event: PinsEvent): void {
    const before = this.#state;
    this.#state = nextPins(before, event);
    if (this.#state === before) return;
    this.#parts.show(this.#state);
    const { screen } = this.#state;
    if (screen === "status" || screen === "change") this.#watch?.start();
    else void this.#watch?.stop();
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** The page closes: the host ends now, not when the browser notices. */
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
