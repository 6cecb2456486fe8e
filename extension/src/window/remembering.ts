/** Joins the card's values with what is kept for its holder, and keeps or forgets what the person decided. */
import type { Profile } from "../autofill/types.ts";
import type { Keeper, Memory } from "../memory/store.ts";
import type { CardAttributes } from "../messaging/protocol.ts";
import { wantsGiven } from "./collecting.ts";
import { GIVEN_FIELDS, type GivenField, readable, type Sheet, type Typed } from "./previewing.ts";
import type { Job } from "./state.ts";

/** What became of the memory when the form was filled. */
export type Kept = "kept" | "forgotten" | "failed";

/** The memory as one window uses it: for the card that was read last, and for no other. */
export class Remembering {
  readonly #memory: Pick<Memory, "of">;
  #keeper: Keeper | null = null;

  constructor(memory: Pick<Memory, "of">) {
    this.#memory = memory;
  }

  /** Forgets whose card it was; what is stored stays. */
  leave(): void {
    this.#keeper = null;
  }

  /** The sheet of a card that was just read. Without name and birth date nothing is offered and nothing kept. */
  async sheetFor(job: Job, { attributes, profile }: CardAttributes): Promise<Sheet> {
    this.#keeper = null;
    const sheet = { profile: profile as unknown as Profile, typed: {}, own: {}, whose: null };
    const { name, birth } = attributes;
    if (
      job.policy?.disabled.has("memory") ||
      !wantsGiven(job) ||
      typeof name !== "string" ||
      typeof birth !== "string" ||
      name === "" ||
      birth === ""
    )
      return sheet;
    try {
      const keeper = await this.#memory.of({ name, birth });
      const texts = await keeper.read();
      this.#keeper = keeper;
      return { ...sheet, typed: typedOf(texts ?? {}), remember: texts !== null, kept: texts !== null };
    } catch (error) {
      console.error("reading the memory:", error);
      return sheet;
    }
  }

  /** Forgets what is kept of the card's holder, at once. */
  async forget(): Promise<void> {
    await this.#keeper?.forget();
  }

  /** Keeps or forgets what was typed, as the person ticked; null when there was nothing to do. */
  async settle({ typed, remember, kept }: Sheet): Promise<Kept | null> {
    const keeper = this.#keeper;
    const texts = Object.fromEntries(GIVEN_FIELDS.flatMap((field) => usable(field, typed[field])));
    const keeps = remember === true && Object.keys(texts).length > 0;
    if (keeper === null || (!keeps && !kept)) return null;
    try {
      await (keeps ? keeper.write(texts) : keeper.forget());
      return keeps ? "kept" : "forgotten";
    } catch (error) {
      console.error("writing the memory:", error);
      return "failed";
    }
  }
}

/** What cannot be read is not kept either. */
const usable = (field: GivenField, text = ""): [GivenField, string][] =>
  text.trim() !== "" && readable(field, text) ? [[field, text.trim()]] : [];

/** Only fields that this version knows. */
function typedOf(texts: Readonly<Record<string, string>>): Typed {
  return Object.fromEntries(
    GIVEN_FIELDS.filter((field) => texts[field] !== undefined).map((field) => [field, texts[field]]),
  );
}
