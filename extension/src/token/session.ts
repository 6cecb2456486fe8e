/**
 * Runs the log-in window: looks at what the page asks for, has the person add the site, asks the host for one token with
 * the authentication PIN, shows it, and writes it into the one field. Asked every time; nothing but the list of sites
 * is remembered. A token lives in this window's memory until the window closes or begins anew.
 */
import type { PreviewRow, Write } from "../autofill/types.ts";
import { type Host, Sitting } from "../card/sitting.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import { checkForm } from "../pin/check.ts";
import type { Looked, PageAccess } from "../window/page.ts";
import { type DoneRow, type Event, isWritingState, next, type State } from "../window/state.ts";
import type { ListedBy } from "./origins.ts";
import type { Asks } from "./page.ts";
import { claimsOf, type Problem, type Refused, type TokenJob, type TokenState } from "./state.ts";

/** The one PIN a log-in needs. */
const LOGIN_PIN = "authentication";

export type TokenParts = {
  page: PageAccess;
  asks(looked: Looked): Promise<Asks>;
  listedBy(origin: string): Promise<ListedBy>;
  addOrigin(origin: string): Promise<void>;
  openHost(origin: string, onClosed: (failure: HitofudeError) => void): Promise<Host>;
  show(state: TokenState): void;
};

export class TokenSession {
  readonly #parts: TokenParts;
  #state: TokenState = { screen: "starting" };
  #looked: Looked | null = null;
  readonly #sitting: Sitting;

  constructor(parts: TokenParts) {
    this.#parts = parts;
    this.#sitting = new Sitting({
      card: (view) => this.#dispatch({ type: "card", view }),
      failed: (error) => this.#fail(error),
    });
  }

  get state(): TokenState {
    return this.#state;
  }

  /** Begins anew: the page is looked at, a new host is started for its origin. */
  start(): Promise<void> {
    return this.#sitting.begin(async (stands) => {
      this.#put({ screen: "starting" });
      const found = await this.#find();
      if (!stands()) return;
      if ("problem" in found) return this.#put(found);
      await this.#connect(found);
    });
  }

  /** The person pressed the toolbar button again, with this window open. */
  pressedAgain(): void {
    const idle: TokenState["screen"][] = ["refused", "moved", "host-problem", "error", "prepare", "report"];
    if (idle.includes(this.#state.screen)) void this.start();
  }

  /** Adds the site to the person's list. Only then may the PIN be asked. */
  async allow(): Promise<void> {
    const job = this.#job("prepare");
    if (job === null) return;
    try {
      await this.#parts.addOrigin(job.site.origin);
      const listed = await this.#parts.listedBy(job.site.origin);
      if (this.#state.screen === "prepare") this.#put({ ...this.#state, job: { ...job, listed } as TokenJob });
    } catch (error) {
      this.#fail(error);
    }
  }

  next(): void {
    if (this.#job("prepare")?.listed) this.#dispatch({ type: "next" });
  }

  back(): void {
    this.#dispatch({ type: "back" });
  }

  /** A nonce counts once and ages: after a failure everything is looked at anew. */
  retry(): void {
    void this.start();
  }

  /** Asks for the token with the PIN. The text is checked, sent once and kept nowhere. */
  async read(pin: string, acceptLastTry: boolean): Promise<void> {
    const { state } = this;
    const job = this.#job("pin");
    if (state.screen !== "pin" || job === null || this.#looked === null) return;
    const reason = job.hostEntry ? null : checkForm(job.pin, pin);
    if (reason !== null) return this.#dispatch({ type: "bad-form", reason });
    const looked = this.#looked;
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    const params = { nonce: job.wanted.nonce, ...(job.hostEntry ? {} : { pin }), ...accepted };
    const signal = this.#sitting.cancellable();
    this.#dispatch({ type: "sent" });
    await this.#sitting.attempt(async (stands) => {
      const token = await this.#ask(params, looked, signal);
      if (stands()) this.#preview(job, token);
    });
  }

  cancel(): void {
    this.#sitting.cancel();
  }

  tick(row: Pick<PreviewRow, "ref" | "frame">, ticked: boolean): void {
    this.#dispatch({ type: "tick", ref: row.ref, frame: row.frame, ticked });
  }

  /** Writes the token into the field, after the origin and every document were checked once more. */
  async confirm(): Promise<void> {
    if (this.#state.screen !== "preview" || this.#looked === null) return;
    this.#dispatch({ type: "confirm" });
    const job = this.#job("filling");
    const { state } = this;
    if (job === null || state.screen !== "filling") return;
    const looked = this.#looked;
    await this.#sitting.attempt(async (stands) => {
      if (!(await this.#parts.page.same(looked))) throw new HitofudeError("PAGE_MOVED");
      const results = await this.#parts.page.apply(job.wanted.document, state.rows.map(writeOf));
      const rows = state.rows.flatMap((row): DoneRow[] => results.map((result) => ({ ...row, result })));
      if (stands()) this.#dispatch({ type: "applied", rows });
    });
  }

  async undo(): Promise<void> {
    const job = this.#job("report");
    if (job !== null) this.#dispatch({ type: "undone", count: await this.#parts.page.undo(job.wanted.document) });
  }

  /** The tab began to load something, or was closed. */
  async tabChanged(change: "loading" | "closed"): Promise<void> {
    if (change === "closed") {
      this.cancel();
      return this.#put({ screen: "refused", problem: "closed", origin: null });
    }
    const looked = this.#looked;
    if (looked === null || (await this.#parts.page.same(looked)) || looked !== this.#looked) return;
    this.cancel();
    this.#dispatch({ type: "moved" });
  }

  async #find(): Promise<TokenJob | Refused> {
    this.#looked = null;
    const looked = await this.#parts.page.look();
    if (looked === null) return refused("no-access", null);
    this.#looked = looked;
    const { origin, title } = looked;
    const { request } = await this.#parts.asks(looked);
    if (request === null) return refused("none", origin);
    if ("refused" in request) return refused(request.refused, origin);
    const listed = await this.#parts.listedBy(origin);
    const nothing = { plan: { items: [], left: [], blocks: [] }, fields: [] };
    return { ...nothing, site: { origin, title }, pin: LOGIN_PIN, wanted: request, listed };
  }

  async #connect(job: TokenJob): Promise<void> {
    const host = await this.#sitting.connect((onClosed) => this.#parts.openHost(job.site.origin, onClosed));
    if (host !== null) this.#dispatch({ type: "collected", job: { ...job, hostEntry: this.#sitting.hostEntry } });
  }

  /** The last moment a PIN can be saved: the page still stands, and the site is still on the list. */
  async #ask(params: Record<string, unknown>, looked: Looked, signal: AbortSignal): Promise<string> {
    const { page, listedBy } = this.#parts;
    const [same, listed] = await Promise.all([page.same(looked), listedBy(looked.origin), this.#sitting.quiet()]);
    if (!same || listed === null) throw new HitofudeError("PAGE_MOVED");
    const heard = ({ stage }: { stage: string }) => this.#dispatch({ type: "progress", stage });
    const { token } = await this.#sitting.ask("authenticate", params, signal, heard);
    if (typeof token !== "string") throw new HitofudeError("HOST_GARBLED");
    return token;
  }

  /** What the token says must be what the person agreed to, or it is not shown at all. */
  #preview(job: TokenJob, token: string): void {
    const claims = claimsOf(token);
    const { wanted, site } = job;
    if (claims?.aud !== site.origin || claims.nonce !== wanted.nonce) throw new HitofudeError("HOST_GARBLED");
    const { ref, label, empty, document } = wanted;
    const row: PreviewRow = {
      ...{ ref, label, empty, frame: document.nonce, type: "log-in-token", value: token, shown: token },
      ...{ unsure: false, reason: "by-label" },
    };
    this.#dispatch({ type: "read", rows: [row], left: [] });
  }

  #job(screen: State["screen"]): TokenJob | null {
    const state = this.#state;
    return state.screen === screen && "job" in state ? (state.job as TokenJob) : null;
  }

  #dispatch(event: Event): void {
    const before = this.#state;
    if (before.screen === "refused" || before.screen === "origins") return;
    const after = next(before, event);
    if (isWritingState(after) && after !== before) this.#put(after);
  }

  #put(state: TokenState): void {
    this.#state = state;
    this.#parts.show(state);
    this.#sitting.watch(state.screen === "prepare" || state.screen === "pin");
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** The window closes: the host ends now, not when the browser notices. */
  end(): void {
    this.#sitting.end();
  }
}

const refused = (problem: Problem, origin: string | null): Refused => ({ screen: "refused", problem, origin });

/** What stands in the field is replaced only because the person ticked it. */
function writeOf({ ref, value, empty }: PreviewRow): Write {
  return empty ? { ref, value } : { ref, value, overwrite: true };
}
