/**
 * Runs one window: looks at the page, talks to the host, and drives the states of state.ts. Everything is kept
 * in memory here; closing the window ends the host, and with it everything.
 */
import type { PreviewRow, Profile } from "../autofill/types.ts";
import { type Host, Sitting } from "../card/sitting.ts";
import type { Memory } from "../memory/store.ts";
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { CardAttributes } from "../messaging/protocol.ts";
import type { NumberBox } from "../number/boxes.ts";
import { isListed } from "../number/law.ts";
import { NumberRun } from "../number/run.ts";
import { watchesCard } from "../number/state.ts";
import { checkForm } from "../pin/check.ts";
import { mayWork, type Policy } from "../policy/policy.ts";
import { type Standing, standingOf } from "../site/standing.ts";
import { jobOf, warmUp } from "./collecting.ts";
import { asksWhose, compareIn, fieldsToCompare } from "./comparing.ts";
import { Leaving, type LeavingTiming } from "./leaving.ts";
import type { Looked, PageAccess } from "./page.ts";
import type { PreviewEvent } from "./previewing.ts";
import { Remembering } from "./remembering.ts";
import { type Event, holdsTheNumber, holdsValues, type Job, next, type State, type Why } from "./state.ts";
import { writeRows } from "./writing.ts";

export type { Host };

export type Parts = {
  page: PageAccess;
  openHost(origin: string, onClosed: (failure: HitofudeError) => void): Promise<Host>;
  show(state: State): void;
  memory: Pick<Memory, "of">;
  /** Seconds until everything is wiped because the card was taken away; null when nothing is going to be. */
  leaving?(seconds: number | null): void;
  timing?: LeavingTiming;
  /** The person's own list of places; without it there is none. */
  sites?: { own(): Promise<string[]>; add(key: string): Promise<void> };
  /** Whether the administrator lets the 個人番号 be used on a site; without it, yes. */
  numberAllowed?(origin: string): Promise<boolean>;
  /** What the administrator decided; without it, nothing. */
  policy?(): Promise<Policy>;
};

export class Session {
  readonly #parts: Parts;
  #state: State = { screen: "starting" };
  #looked: Looked | null = null;
  readonly #sitting: Sitting;
  readonly #memory: Remembering;
  readonly #leaving: Leaving;
  /** The way of the 個人番号, which keeps it. */
  readonly number: NumberRun;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#memory = new Remembering(parts.memory);
    const told = (seconds: number | null) => parts.leaving?.(seconds);
    this.#leaving = new Leaving(
      { readers: () => this.#sitting.readers(), told, over: () => this.finish("card") },
      parts.timing,
    );
    this.#sitting = new Sitting({
      card: (view) => this.#dispatch({ type: "card", view }),
      failed: (error) => this.#fail(error),
    });
    this.number = new NumberRun({
      page: parts.page,
      sitting: this.#sitting,
      looked: () => this.#looked,
      state: () => (this.#state.screen === "number" ? this.#state.number : null),
      dispatch: (event) =>
        event.type === "failed" ? this.#fail(event.failure) : this.#dispatch({ type: "number", event }),
      allowed: () => parts.numberAllowed?.(this.#looked?.origin ?? "") ?? Promise.resolve(true),
    });
  }

  get state(): State {
    return this.#state;
  }

  /** Begins anew: the page is looked at, a new host is started for its origin. */
  start(): Promise<void> {
    return this.#sitting.begin(async (stands) => {
      this.#dispatch({ type: "restart" });
      const job = await this.#collect();
      if (stands() && job !== null) await this.#connect(job);
    });
  }

  /** The person pressed the toolbar button again, with this window open. */
  pressedAgain(): void {
    // Only where nothing would be lost: a preview or a report is the person's to leave.
    const idle: State["screen"][] = ["page-problem", "moved", "host-problem", "error", "prepare", "ended"];
    if (idle.includes(this.#state.screen)) void this.start();
  }

  /** agreed: to this step of the trial version. */
  next(agreed = false): void {
    this.#dispatch({ type: "next", agreed });
  }

  /** 「照合」: on to the same PIN, to compare what stands in the form; nothing will be written. */
  compare(agreed = false): void {
    this.#dispatch({ type: "next", compare: true, agreed });
  }

  /** The person said whose card it is: that person's fields are read and compared. */
  compareFor(id: string): Promise<void> {
    this.#dispatch({ type: "compare-whose", id });
    return this.#sitting.attempt((stands) => this.#compared(stands));
  }

  back(): void {
    this.#dispatch({ type: "back" });
  }

  /** The 4-digit PIN is forgotten: what is printed on the card may stand in for it. */
  forgot(): void {
    this.#dispatch({ type: "forgot" });
  }

  /** Goes back to where the person can try again: to the card when the page was read, else to the beginning. */
  retry(): void {
    const { screen } = this.#state;
    const job = "job" in this.#state ? this.#state.job : null;
    if (job === null || this.#sitting.host === null || (screen !== "error" && screen !== "locked")) void this.start();
    else this.#dispatch({ type: "collected", job });
  }

  /** Reads the card with the PIN, or with the number from its face. The text is checked, sent once and kept nowhere. */
  async read(pin: string, acceptLastTry: boolean, agreed = false): Promise<void> {
    const { state } = this;
    if ((state.screen !== "pin" && state.screen !== "face") || this.#looked === null || this.#sitting.host === null)
      return;
    const elsewhere = state.screen === "pin" && state.job.hostEntry === true;
    const reason = elsewhere ? null : checkForm(state.job.pin, pin);
    if (reason !== null) return this.#dispatch({ type: "bad-form", reason });
    const { job, lastTry } = state;
    const looked = this.#looked;
    const accepted = {
      ...(lastTry && acceptLastTry ? { acceptLastTry: true } : {}),
      ...(agreed || job.agreed ? { acceptTrial: true } : {}),
    };
    const secret = elsewhere ? {} : { [state.screen === "face" ? "verificationB" : "pin"]: pin };
    const signal = this.#sitting.cancellable();
    this.#dispatch({ type: "sent" });
    await this.#sitting.attempt(async (stands) => {
      const attributes = await this.#ask(
        { ...secret, fields: job.compare ? fieldsToCompare(job) : job.fields, ...accepted },
        looked,
        signal,
      );
      if (stands()) await this.#joined(job, attributes, stands);
    });
  }

  cancel(): void {
    this.#sitting.cancel();
  }

  tick({ ref, frame }: Pick<PreviewRow, "ref" | "frame">, ticked: boolean): void {
    this.#dispatch({ type: "tick", ref, frame, ticked });
  }

  /** Something else the person did in the preview: typed, changed, answered. */
  fill(event: PreviewEvent): void {
    this.#dispatch(event);
  }

  /** 「このカードの人の分を消す」: what is kept goes now; what stands in the boxes stays until the window is done. */
  forgetMemory(): Promise<void> {
    return this.#sitting.attempt(async (stands) => {
      await this.#memory.forget();
      if (stands()) this.#dispatch({ type: "memory-gone" });
    });
  }

  /** Writes the ticked rows, after the origin and every document were checked once more. */
  async confirm(): Promise<void> {
    if (this.#state.screen !== "preview") return;
    const { sheet } = this.#state;
    this.#dispatch({ type: "confirm" });
    if (this.state.screen !== "filling" || this.#looked === null) return;
    const { rows } = this.state;
    const looked = this.#looked;
    await this.#sitting.attempt(async (stands) => {
      const done = await writeRows(this.#parts.page, looked, rows);
      const memory = sheet === undefined || !stands() ? null : await this.#memory.settle(sheet);
      if (stands()) this.#dispatch({ type: "applied", rows: done, memory });
    });
  }

  async undo(): Promise<void> {
    if (this.#looked === null || this.state.screen !== "report") return;
    const counts = await Promise.all(this.#looked.documents.map((document) => this.#parts.page.undo(document)));
    this.#dispatch({ type: "undone", count: counts.reduce((sum, count) => sum + count, 0) });
  }

  /** The person wants the 個人番号 filled in, by itself. */
  async openNumber(): Promise<void> {
    const from = this.#state;
    if (from.screen !== "preview" && from.screen !== "report" && from.screen !== "page-problem") return;
    const site = from.screen === "page-problem" ? from.site : from.job.site;
    await this.#sitting.attempt(async (stands) => {
      const offer = from.screen === "page-problem" ? await this.#offerAlone(from.numbers ?? []) : from.job.number;
      if (!offer && this.#sitting.host?.hello?.capabilities.includes("number") === false)
        throw new HitofudeError("HOST_OLD");
      if (!offer) throw new HitofudeError("NUMBER_REFUSED", { reason: "not-listed" });
      if (stands() && site) this.#dispatch({ type: "number-open", number: this.number.begin(offer), from, site });
    });
  }

  /** A page that asks for nothing else: there is no host yet. */
  async #offerAlone(boxes: readonly NumberBox[]) {
    const origin = this.#looked?.origin;
    if (this.#sitting.host === null && origin !== undefined)
      await this.#sitting.connect((onClosed) => this.#parts.openHost(origin, onClosed));
    return this.number.offerFor(boxes);
  }

  leaveNumber(): void {
    this.#dispatch({ type: "number-leave" });
  }

  /** Puts a place on the person's own list. */
  async addSite(key: string): Promise<void> {
    await this.#parts.sites?.add(key);
  }

  /** The tab began to load something, or was closed. */
  async tabChanged(change: "loading" | "closed"): Promise<void> {
    if (change === "closed") {
      this.cancel();
      return this.#dispatch({ type: "tab-closed" });
    }
    // A page may change its address without going anywhere; only a document that is gone counts.
    const looked = this.#looked;
    if (looked === null || (await this.#parts.page.same(looked)) || looked !== this.#looked) return;
    this.cancel();
    this.#dispatch({ type: "moved" });
  }

  async #collect(): Promise<Job | null> {
    this.#looked = null;
    // While the page is looked at, this thread has nothing else to do.
    const [looked] = await Promise.all([this.#parts.page.look(), warmUp()]);
    if (looked === null) {
      this.#dispatch({ type: "page-problem", problem: "no-access", site: null, left: [] });
      return null;
    }
    this.#looked = looked;
    const policy = await this.#parts.policy?.();
    const site = { origin: looked.origin, title: looked.title, standing: await this.#standingOf(looked, policy) };
    if (site.standing.kind === "insecure") {
      this.#dispatch({ type: "page-problem", problem: "insecure", site, left: [] });
      return null;
    }
    if (policy !== undefined && !mayWork(policy, looked.origin)) {
      this.#dispatch({ type: "page-problem", problem: "managed", site, left: [] });
      return null;
    }
    const found = await jobOf(looked);
    if (found.job !== null) return { ...found.job, site, ...(policy && { policy }) };
    const numbers = isListed(looked.origin) ? await this.number.boxesOf(looked) : [];
    this.#dispatch({ type: "page-problem", problem: "no-fields", site, left: found.left, numbers });
    return null;
  }

  async #standingOf({ origin, path, frames }: Looked, policy: Policy | undefined): Promise<Standing> {
    const benefit = frames.some(({ speaksOfBenefit }) => speaksOfBenefit === true);
    // At a counter nobody settles for the next person whose site is known.
    if (policy?.kiosk) return { ...standingOf(origin, path ?? "/", benefit, []), key: null };
    return standingOf(origin, path ?? "/", benefit, (await this.#parts.sites?.own()) ?? []);
  }

  async #connect(job: Job): Promise<void> {
    const host = await this.#sitting.connect((onClosed) => this.#parts.openHost(job.site.origin, onClosed));
    if (host === null || this.#looked === null) return;
    const stands = this.#sitting.current();
    const number = await this.number.offerFor(await this.number.boxesOf(this.#looked));
    const found = { ...job, hostEntry: this.#sitting.hostEntry, ...(number && { number }) };
    if (stands()) this.#dispatch({ type: "collected", job: found });
  }

  /** Asks the host for the attributes, when the page still stands. The last moment a PIN can be saved. */
  async #ask(params: Record<string, unknown>, looked: Looked, signal: AbortSignal): Promise<CardAttributes> {
    const [same] = await Promise.all([this.#parts.page.same(looked), this.#sitting.quiet()]);
    if (!same) throw new HitofudeError("PAGE_MOVED");
    const heard = ({ stage }: { stage: string }) => this.#dispatch({ type: "progress", stage });
    return (await this.#sitting.ask("card.attributes", params, signal, heard)) as CardAttributes;
  }

  async #joined(job: Job, attributes: CardAttributes, stands: () => boolean): Promise<void> {
    if (job.compare) {
      this.#dispatch({ type: "card-read", profile: attributes.profile as unknown as Profile });
      return this.#compared(stands);
    }
    const sheet = await this.#memory.sheetFor(job, attributes);
    if (stands()) this.#dispatch({ type: "joined", sheet });
  }

  /** Looks into the page once more, as soon as it is clear whose card it is. */
  async #compared(stands: () => boolean): Promise<void> {
    const { state } = this;
    if (state.screen !== "compare" || this.#looked === null || asksWhose(state)) return;
    const result = await compareIn(this.#parts.page, { ...state, looked: this.#looked });
    if (stands()) this.#dispatch({ type: "compared", whose: state.whose, result, at: Date.now() });
  }

  #dispatch(event: Event): void {
    const before = this.#state;
    this.#state = next(before, event);
    if (this.#state === before) return;
    this.#parts.show(this.#state);
    const now = this.#state;
    const ready = now.screen === "prepare" || now.screen === "pin" || now.screen === "face";
    this.#sitting.watch(ready || (now.screen === "number" && watchesCard(now.number)));
    this.#leaving.watch(holdsValues(this.#state));
    if (!holdsTheNumber(this.#state)) this.number.wipe();
  }

  #fail(error: unknown): void {
    this.#dispatch({ type: "failed", failure: asFailure(error) });
  }

  /** 終了（次の方へ）: nothing of this person is left in the window, nor what filling left in the page's documents. */
  finish(why: Why = "person"): void {
    this.end();
    this.#dispatch({ type: "finish", why });
  }

  /** The person goes on although the card was taken away. */
  stay(): void {
    this.#leaving.stay();
  }

  /** The window closes: the host ends now, not when the browser notices, and the page forgets what stood in its fields. */
  end(): void {
    this.#leaving.watch(false);
    this.#sitting.end();
    this.#memory.leave();
    this.number.wipe();
    for (const document of this.#looked?.documents ?? []) void this.#parts.page.forget(document);
    this.#looked = null;
  }
}
