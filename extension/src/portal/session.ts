/**
 * Runs the portal window for one request: reads it, has the host look at its digests before any PIN, shows what would be
 * handed out, asks the host once with the PIN, and gives the page its answer. Every other end is the page's failure form.
 */
import { type Host, Sitting } from "../card/sitting.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import { checkForm } from "../pin/check.ts";
import { type Event, isCardState, next, type State } from "../window/state.ts";
import type { ToWindow } from "./bridge.ts";
import type { PortalPage } from "./page.ts";
import { answerOf, failureOf, parseRequest } from "./request.ts";
import { officialSite } from "./sites.ts";
import { type Asked, type Digest, PIN_OF, type PortalJob, type PortalState, type Problem } from "./state.ts";

export type PortalParts = {
  page: PortalPage;
  openHost(origin: string, onClosed: (failure: HitofudeError) => void): Promise<Host>;
  show(state: PortalState): void;
  /** Closes the window. */
  close(): void;
};

/** The host's request of each mode. */
const REQUESTS = { "01": "portal.authenticate", "02": "portal.sign", "04": "portal.attributes" } as const;

export class PortalSession {
  readonly #parts: PortalParts;
  #state: PortalState = { screen: "starting" };
  #sent: ToWindow | null = null;
  readonly #sitting: Sitting;
  /** A PIN went to the host for this request: nobody may be told that no try was used. */
  #pinSent = false;

  constructor(parts: PortalParts) {
    this.#parts = parts;
    this.#sitting = new Sitting({
      card: (view) => this.#dispatch({ type: "card", view }),
      failed: (error) => this.#fail(error),
    });
  }

  get state(): PortalState {
    return this.#state;
  }

  /** Takes the request from the page, once, and begins. */
  async start(): Promise<void> {
    this.#sent = await this.#parts.page.request();
    await this.#begin();
  }

  /** Begins anew with the same request: another host, the card looked at again. */
  async retry(): Promise<void> {
    await this.#begin();
  }

  next(): void {
    this.#dispatch({ type: "next" });
  }

  back(): void {
    this.#dispatch({ type: "back" });
  }

  /** The person agreed to what is shown, with the PIN. The text is checked, sent once and kept nowhere. */
  async read(pin: string, acceptLastTry: boolean): Promise<void> {
    const { state } = this;
    if (state.screen !== "pin") return;
    const job = state.job as PortalJob;
    const reason = job.hostEntry ? null : checkForm(job.pin, pin);
    if (reason !== null) return this.#dispatch({ type: "bad-form", reason });
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    const params = { ...digestsOf(job.asked), ...(job.hostEntry ? {} : { pin }), ...accepted };
    const signal = this.#sitting.cancellable();
    this.#dispatch({ type: "sent" });
    await this.#sitting.attempt(async (stands) => {
      const result = await this.#ask(job, params, signal);
      if (stands()) await this.#give(job, result);
    });
  }

  /** While the card works: stops it. Else: the person does not want to; the page gets its failure form. */
  cancel(): void {
    if (this.#state.screen === "working") {
      this.#sitting.cancel();
      return;
    }
    this.#decline();
    this.#parts.close();
  }

  /** The document that asked is gone, or no longer wants an answer. */
  gone(): void {
    this.#sitting.cancel();
    const over: PortalState["screen"][] = ["given", "refused", "sites"];
    if (!over.includes(this.#state.screen)) this.#refuse({ reason: "gone" });
  }

  /** The tab shows something else. */
  async tabChanged(): Promise<void> {
    const origin = this.#sent?.origin;
    if (origin !== undefined && !(await this.#parts.page.stands(origin))) this.gone();
  }

  /** The window closes: the page gets its failure form, the host ends now. */
  end(): void {
    this.#decline();
    this.#sitting.end();
  }

  #begin(): Promise<void> {
    return this.#sitting.begin(async (stands) => {
      this.#put({ screen: "starting" });
      await this.#look(stands);
    });
  }

  async #look(stands: () => boolean): Promise<void> {
    const sent = this.#sent;
    if (sent === null) return this.#refuse({ reason: "gone" });
    if (officialSite(sent.origin) === null || !(await this.#parts.page.stands(sent.origin))) {
      return this.#refuse({ reason: "not-on" });
    }
    const parsed = parseRequest(sent.detail);
    if ("refused" in parsed) return this.#refuse({ reason: parsed.refused });
    if (parsed.request.mode === "05") return this.#refuse({ reason: "gone" });
    await this.#connect(sent.origin, parsed.request, stands);
  }

  async #connect(origin: string, asked: Asked, stands: () => boolean): Promise<void> {
    const host = await this.#sitting.connect((onClosed) => this.#parts.openHost(origin, onClosed));
    if (host === null) return;
    if (host.hello && !host.hello.capabilities.includes("portal")) throw new HitofudeError("HOST_OLD");
    const shown = asked.mode === "04" ? [] : await checked(host, asked);
    if (!stands()) return;
    const nothing = { plan: { items: [], left: [], blocks: [] }, fields: [], site: { origin, title: "" } };
    const job: PortalJob = { ...nothing, pin: PIN_OF[asked.mode], hostEntry: this.#sitting.hostEntry, asked, shown };
    this.#dispatch({ type: "collected", job });
  }

  /** The last moment a PIN can be saved: the same document still asks, at the same site, which is still switched on. */
  async #ask(job: PortalJob, params: Record<string, unknown>, signal: AbortSignal): Promise<Record<string, unknown>> {
    const [stands] = await Promise.all([this.#parts.page.stands(job.site.origin), this.#sitting.quiet()]);
    if (!stands) throw new HitofudeError("PAGE_MOVED");
    if (signal.aborted) throw new HitofudeError("CANCELLED");
    this.#pinSent = true;
    const heard = ({ stage }: { stage: string }) => this.#dispatch({ type: "progress", stage });
    return await this.#sitting.ask(REQUESTS[job.asked.mode], params, signal, heard);
  }

  async #give(job: PortalJob, result: Record<string, unknown>): Promise<void> {
    const answer = answerOf(job.asked, result);
    if (answer === null) throw new HitofudeError("HOST_GARBLED");
    if (!(await this.#parts.page.stands(job.site.origin)) || !this.#parts.page.answer(answer)) {
      throw new HitofudeError("PAGE_MOVED");
    }
    this.#sent = null;
    this.#put({ screen: "given", job });
    this.#sitting.close();
  }

  #decline(): void {
    if (this.#sent !== null) this.#parts.page.answer(failureOf(this.#sent.detail));
    this.#sent = null;
  }

  /** Nothing was asked of the card. The page is told no more than that it failed. */
  #refuse(problem: Problem): void {
    const origin = this.#sent?.origin ?? null;
    this.#decline();
    this.#sitting.end();
    this.#put({ screen: "refused", problem, origin, pinSent: this.#pinSent });
  }

  #dispatch(event: Event): void {
    const before = this.#state;
    if (before.screen === "refused" || before.screen === "given" || before.screen === "sites") return;
    const after: State = next(before, event);
    if (after === before || !isCardState(after)) return;
    if (after.screen === "moved") this.#refuse({ reason: "gone" });
    else this.#put(after);
  }

  #put(state: PortalState): void {
    this.#state = state;
    this.#parts.show(state);
    this.#sitting.watch(state.screen === "prepare" || state.screen === "pin");
  }

  #fail(error: unknown): void {
    const failure = asFailure(error);
    // The site's own fault, found before any PIN: there is nothing to try again.
    if (failure.code === "DIGEST_REFUSED" || failure.code === "ORIGIN_REFUSED") this.#refuse({ failure });
    else this.#dispatch({ type: "failed", failure });
  }
}

/** Has the host read the digests: what is not a digest that may be signed is refused before a PIN is typed. */
async function checked(host: Host, { digests }: Asked): Promise<Digest[]> {
  const result = await host.request("portal.check", { digestInfos: digests });
  const shown = Array.isArray(result.digests) ? result.digests.filter(isDigest) : [];
  if (shown.length !== digests.length) throw new HitofudeError("HOST_GARBLED");
  return shown;
}

function isDigest(value: unknown): value is Digest {
  if (typeof value !== "object" || value === null) return false;
  const { algorithm, hex } = value as Record<string, unknown>;
  return typeof algorithm === "string" && typeof hex === "string" && /^[0-9a-f]+$/.test(hex);
}

function digestsOf({ mode, digests }: Asked): Record<string, unknown> {
  if (mode === "04") return {};
  return mode === "01" ? { digestInfo: digests[0] } : { digestInfos: digests };
}
