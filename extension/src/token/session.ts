/**
 * Runs the log-in window: looks at what the page asks for, has the person add the site, asks the host for one token with
 * the authentication PIN, shows it, and writes it into the one field. Asked every time; nothing but the list of sites
 * is remembered. A token lives in this window's memory until the window closes or begins anew.
 */
import type { PreviewRow, Write } from "../autofill/types.ts";
import { CardWatch } from "../card/watch.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import { checkForm } from "../pin/check.ts";
import { hostAsks } from "../pin/entry.ts";
import type { Looked, PageAccess } from "../window/page.ts";
import type { Host } from "../window/session.ts";
import { type DoneRow, type Event, next, type State } from "../window/state.ts";
import type { ListedBy } from "./origins.ts";
import type { Asks } from "./page.ts";
import { claimsOf, type Problem, type Refused, type TokenJob, type TokenState } from "./state.ts";

/** The one PIN a log-in needs. */
export const LOGIN_PIN = "authentication";

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
  #host: Host | null = null;
  #watch: CardWatch | null = null;
  #running: AbortController | null = null;
  /** Grows with every start, so that what an earlier pass still brings is dropped. */
  #pass = 0;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  get state(): TokenState {
    return this.#state;
  }

  /** Begins anew: the page is looked at, a new host is started for its origin. */
  async start(): Promise<void> {
    const pass = ++this.#pass;
    this.#endHost();
    this.#put({ screen: "starting" });
    try {
      const found = await this.#find();
      if (pass !== this.#pass) return;
      if ("problem" in found) return this.#put(found);
      await this.#connect(found, pass);
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
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
    await this.#parts.addOrigin(job.site.origin);
    const listed = await this.#parts.listedBy(job.site.origin);
    if (this.#state.screen === "prepare") this.#put({ ...this.#state, job: { ...job, listed } as TokenJob });
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
    const pass = this.#pass;
    const accepted = state.lastTry && acceptLastTry ? { acceptLastTry: true } : {};
    this.#running = new AbortController();
    this.#dispatch({ type: "sent" });
    try {
      const params = { nonce: job.wanted.nonce, ...(job.hostEntry ? {} : { pin }), ...accepted };
      const token = await this.#ask(params, this.#looked, this.#running.signal);
      if (pass === this.#pass) this.#preview(job, token);
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
  }

  cancel(): void {
    this.#running?.abort();
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
    const pass = this.#pass;
    try {
      if (!(await this.#parts.page.same(this.#looked))) throw new HitofudeError("PAGE_MOVED");
      const results = await this.#parts.page.apply(job.wanted.document, state.rows.map(writeOf));
      const rows = state.rows.flatMap((row): DoneRow[] => results.map((result) => ({ ...row, result })));
      if (pass === this.#pass) this.#dispatch({ type: "applied", rows });
    } catch (error) {
      if (pass === this.#pass) this.#fail(error);
    }
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
    const nothing = { plan: { items: [], left: [] }, fields: [] };
    return { ...nothing, site: { origin, title }, pin: LOGIN_PIN, wanted: request, listed };
  }

  async #connect(job: TokenJob, pass: number): Promise<void> {
    const host = await this.#parts.openHost(job.site.origin, (failure) => {
      if (pass === this.#pass) this.#fail(failure);
    });
    if (pass !== this.#pass) return host.close();
    this.#host = host;
    this.#watch = new CardWatch(
      host,
      (view) => pass === this.#pass && this.#dispatch({ type: "card", view }),
      (failure) => pass === this.#pass && this.#fail(failure),
    );
    this.#dispatch({ type: "collected", job: { ...job, hostEntry: hostAsks(host) } });
  }

  /** The last moment a PIN can be saved: the page still stands, and the site is still on the list. */
  async #ask(params: Record<string, unknown>, looked: Looked, signal: AbortSignal): Promise<string> {
    const { page, listedBy } = this.#parts;
    const [same, listed] = await Promise.all([page.same(looked), listedBy(looked.origin), this.#watch?.stop()]);
    if (!same || listed === null) throw new HitofudeError("PAGE_MOVED");
    if (signal.aborted || this.#host === null) throw new HitofudeError("CANCELLED");
    const onProgress = ({ stage }: { stage: string }) => this.#dispatch({ type: "progress", stage });
    const { token } = await this.#host.request("authenticate", params, { onProgress, signal });
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
    if (after.screen !== "page-problem" && after.screen !== "face" && after !== before) this.#put(after);
  }

  #put(state: TokenState): void {
    this.#state = state;
    this.#parts.show(state);
    const watched = state.screen === "prepare" || state.screen === "pin";
    if (watched) this.#watch?.start();
    else void this.#watch?.stop();
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** The window closes: the host ends now, not when the browser notices. */
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

const refused = (problem: Problem, origin: string | null): Refused => ({ screen: "refused", problem, origin });

/** What stands in the field is replaced only because the person ticked it. */
function writeOf({ ref, value, empty }: PreviewRow): Write {
  return empty ? { ref, value } : { ref, value, overwrite: true };
}
