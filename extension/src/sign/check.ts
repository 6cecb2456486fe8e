/**
 * What the host finds out about the documents before anybody is asked for a PIN (docs/PROTOCOL.md, sign.check): a check
 * for every choice that is ready to be signed, and none beside it. Whoever changes the choice begins it anew.
 */
import { asFailure, HitofudeError } from "../messaging/failure.ts";
import type { Params } from "../messaging/protocol.ts";
import type { Profile } from "./profiles.ts";
import type { Sheet, Stamp } from "./stamp.ts";
import type { Doc } from "./state.ts";

/**
 * pageBox, rotate: of a PDF, the stamp's page or the first. signatures: those that are there already. target: what the
 * signed file will be called.
 */
export type Checked = {
  name: string;
  sha256?: string;
  pages?: number;
  pageBox?: readonly number[];
  rotate?: number;
  signatures?: number;
  notes?: readonly string[];
  target?: string;
};

/** name: the document's; a problem without one is about the kind of signature or about the card. */
export type Problem = { name?: string; code: string; params?: Params };

export type Result = {
  documents: readonly Checked[];
  problems: readonly Problem[];
  certificate?: { present: boolean; chainPinned: boolean | null; root?: string } | null;
};

/**
 * `off`: there is nothing to check yet, or the host has no such request. `running`: `last` is what was found for the
 * choice before, for what does not depend on it (the size of a page).
 */
export type Check =
  | { state: "off" }
  | { state: "running"; last: Result | null }
  | { state: "done"; result: Result }
  | { state: "failed"; failure: HitofudeError };

export const OFF: Check = { state: "off" };

export type Choice = { docs: readonly Doc[]; profile: Profile; stamp: Stamp | null; card: boolean };

type Parts = { ask(choice: Choice, signal: AbortSignal): Promise<Result>; tell(check: Check): void };

/** Moving the stamp is many choices in a second, and each would send the files anew. */
const PAUSE = 500;
/** The card answers one at a time: the watch may be asking it. */
const AGAIN = 250;
const TIMES = 20;

export class Checker {
  readonly #parts: Parts;
  readonly #pause: number;
  #wanted = "";
  #files = "";
  #running: AbortController | null = null;
  #last: Result | null = null;

  constructor(parts: Parts, pause = PAUSE) {
    this.#parts = parts;
    this.#pause = pause;
  }

  /** Checks this choice, unless it is the one that was checked last; null: there is nothing to check. */
  want(choice: Choice | null): void {
    const wanted = choice ? JSON.stringify([keyOf(choice), choice.profile, choice.stamp, choice.card]) : "";
    if (wanted === this.#wanted) return;
    const files = choice ? keyOf(choice) : "";
    if (files !== this.#files) this.#last = null;
    const known = files === this.#files;
    [this.#wanted, this.#files] = [wanted, files];
    this.#running?.abort();
    this.#running = choice ? new AbortController() : null;
    if (choice && this.#running) void this.#run(choice, this.#running.signal, known ? this.#pause : 0);
    this.#parts.tell(choice ? { state: "running", last: this.#last } : OFF);
  }

  /** The choice as it stands is checked anew when it is wanted next: the host was another one. */
  forget(): void {
    this.#running?.abort();
    this.#running = null;
    this.#wanted = "";
  }

  async #run(choice: Choice, signal: AbortSignal, pause: number): Promise<void> {
    try {
      if (pause > 0) await wait(pause);
      const result = await this.#untilFree(choice, signal);
      if (signal.aborted) return;
      this.#last = result;
      this.#parts.tell({ state: "done", result });
    } catch (error) {
      if (!signal.aborted) this.#parts.tell({ state: "failed", failure: asFailure(error) });
    }
  }

  async #untilFree(choice: Choice, signal: AbortSignal): Promise<Result> {
    for (let times = 1; ; times++) {
      if (signal.aborted) throw new HitofudeError("CANCELLED");
      try {
        return verified(choice, await this.#parts.ask(choice, signal));
      } catch (error) {
        if (!(error instanceof HitofudeError && error.code === "BUSY") || times === TIMES) throw error;
        await wait(AGAIN);
      }
    }
  }
}

const keyOf = ({ docs }: Choice) => docs.map(({ id }) => id).join();

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the host checked has to be what the person sees: the same bytes. */
function verified({ docs }: Choice, result: Result): Result {
  const { documents, problems } = result;
  if (!Array.isArray(documents) || !Array.isArray(problems)) throw new HitofudeError("HOST_GARBLED");
  for (const { name, digest } of docs) {
    const sha256 = result.documents.find((document) => document.name === name)?.sha256;
    if (sha256 !== undefined && digest !== null && sha256.toLowerCase() !== hex(digest))
      throw new HitofudeError("FILE_UNREADABLE", { name });
  }
  return result;
}

const hex = (digest: Uint8Array) => [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What is the matter with a document. */
export const problemsOf = (check: Check, { name }: Pick<Doc, "name">): Problem[] =>
  check.state === "done" ? check.result.problems.filter((problem) => problem.name === name) : [];

/** What is the matter with no document alone. */
export const otherProblems = (check: Check): Problem[] =>
  check.state === "done" ? check.result.problems.filter(({ name }) => !name) : [];

/** Whether nothing that can be known before the PIN stands against signing. A host without the request checks later. */
export const passed = (check: Check): boolean =>
  check.state === "off" || (check.state === "done" && check.result.problems.length === 0);

/** What is known of a document of this name, also while another check runs. */
export function checkedDoc(check: Check, name: string): Checked | null {
  const result = check.state === "done" ? check.result : check.state === "running" ? check.last : null;
  return result?.documents.find((document) => document.name === name) ?? null;
}

/** The pages that every document has, and the largest page that lies within each of theirs. */
export type Common = { pages: number; sheet: Sheet };

/**
 * Null where it is not known; "unlike" where one place would be seen in different corners of different documents, because
 * their pages are turned or counted differently.
 */
export function commonPage(check: Check, docs: readonly Pick<Doc, "name">[]): Common | "unlike" | null {
  const all = docs.map(({ name }) => checkedDoc(check, name));
  const sheets = all.map(sheetOf);
  const [first] = sheets;
  if (!first || sheets.some((sheet) => sheet === null)) return null;
  const known = sheets as Sheet[];
  const zero = ({ box, rotate }: Sheet) => [box[0], box[1], rotate].join();
  if (known.some((sheet) => zero(sheet) !== zero(first))) return "unlike";
  // A turned page has its zero in another corner as seen, so there only pages of one size are alike.
  if (first.rotate !== 0 && known.some(({ box }) => box.join() !== first.box.join())) return "unlike";
  const least = (values: number[]) => Math.min(...values);
  const box = [
    first.box[0],
    first.box[1],
    least(known.map((one) => one.box[2])),
    least(known.map((one) => one.box[3])),
  ];
  return {
    pages: least(all.map((one) => one?.pages ?? 1)),
    sheet: { box: box as unknown as Sheet["box"], rotate: first.rotate },
  };
}

function sheetOf(checked: Checked | null): Sheet | null {
  if (!checked?.pages || checked.pageBox?.length !== 4) return null;
  return { box: checked.pageBox as unknown as Sheet["box"], rotate: checked.rotate ?? 0 };
}
