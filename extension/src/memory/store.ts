/**
 * What a person asked to be remembered: one encrypted record per holder of a card in the extension's storage, found only by who
 * has that card's name and birth date. Nothing is stored, no key either, before somebody says so.
 */
import { fromBase64 } from "../messaging/blobs.ts";
import { KEY_LENGTH, type Keys, keysOf, type Who } from "./derive.ts";

/** What the memory needs of the extension's storage. */
export type Area = {
  get(keys: string | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string | string[]): Promise<void>;
};

/** The texts of one person, by the name of the field. */
export type Texts = Readonly<Record<string, string>>;

const LOCAL_KEY = "memory-key";
const RECORD = "memory:";
/** Records have a length that is a multiple of this, so that it tells little of what they hold. */
const BLOCK = 512;

/** The record of one person. */
export type Keeper = {
  /** What is kept, or null when there is nothing. */
  read(): Promise<Texts | null>;
  /** Keeps these texts in place of what was kept. Empty ones are not kept; without any the record goes. */
  write(texts: Texts): Promise<void>;
  forget(): Promise<void>;
};

export class Memory {
  readonly #area: Area;

  constructor(area: Area) {
    this.#area = area;
  }

  /** The record of the person whose card was read just now. No other record is looked at. */
  async of(who: Who): Promise<Keeper> {
    const local = await this.#localKey();
    // Without a local key there is no record; one is made when the first is written.
    const keys = local === null ? null : await keysOf(local, who);
    return new PersonsRecord(this.#area, keys, async () => keysOf(await this.#makeLocalKey(), who));
  }

  /** How many persons something is kept of; whose they are is not known without their cards. */
  async count(): Promise<number> {
    return (await this.#records()).length;
  }

  /** Forgets everybody, and the key that their records were made with. */
  async clear(): Promise<void> {
    await this.#area.remove([...(await this.#records()), LOCAL_KEY]);
  }

  async #records(): Promise<string[]> {
    return Object.keys(await this.#area.get(null)).filter((key) => key.startsWith(RECORD));
  }

  async #localKey(): Promise<Uint8Array<ArrayBuffer> | null> {
    const { [LOCAL_KEY]: stored } = await this.#area.get(LOCAL_KEY);
    const key = fromText(stored);
    return key?.length === KEY_LENGTH ? key : null;
  }

  async #makeLocalKey(): Promise<Uint8Array<ArrayBuffer>> {
    // Another window may have made one since.
    const known = await this.#localKey();
    if (known !== null) return known;
    const key = crypto.getRandomValues(new Uint8Array(KEY_LENGTH));
    await this.#area.set({ [LOCAL_KEY]: toBase64(key) });
    return key;
  }
}

class PersonsRecord implements Keeper {
  readonly #area: Area;
  readonly #make: () => Promise<Keys>;
  #keys: Keys | null;

  constructor(area: Area, keys: Keys | null, make: () => Promise<Keys>) {
    this.#area = area;
    this.#keys = keys;
    this.#make = make;
  }

  async read(): Promise<Texts | null> {
    if (this.#keys === null) return null;
    const name = RECORD + this.#keys.id;
    const { [name]: stored } = await this.#area.get(name);
    return await opened(this.#keys, stored);
  }

  async write(texts: Texts): Promise<void> {
    const kept = Object.entries(texts).filter(([, text]) => text.trim() !== "");
    if (kept.length === 0) return this.forget();
    this.#keys ??= await this.#make();
    await this.#area.set({ [RECORD + this.#keys.id]: await sealed(this.#keys, Object.fromEntries(kept)) });
  }

  async forget(): Promise<void> {
    if (this.#keys !== null) await this.#area.remove(RECORD + this.#keys.id);
  }
}

type Sealed = { iv: string; data: string };

async function sealed({ id, data: key }: Keys, texts: Texts): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(texts));
  const padded = new Uint8Array(Math.ceil(plain.length / BLOCK) * BLOCK).fill(0x20);
  padded.set(plain);
  const data = await crypto.subtle.encrypt(params(iv, id), key, padded);
  return { iv: toBase64(iv), data: toBase64(new Uint8Array(data)) };
}

/** A record that is damaged, or was put in another's place, is none. */
async function opened({ id, data: key }: Keys, stored: unknown): Promise<Texts | null> {
  const { iv, data } = (typeof stored === "object" && stored !== null ? stored : {}) as Partial<Sealed>;
  const [nonce, secret] = [fromText(iv), fromText(data)];
  if (nonce === null || secret === null) return null;
  try {
    const plain = await crypto.subtle.decrypt(params(nonce, id), key, secret);
    const texts: unknown = JSON.parse(new TextDecoder().decode(plain));
    if (typeof texts !== "object" || texts === null) return null;
    return Object.fromEntries(
      Object.entries(texts).filter((one): one is [string, string] => typeof one[1] === "string"),
    );
  } catch {
    return null;
  }
}

const params = (iv: Uint8Array<ArrayBuffer>, id: string) => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(id),
});

const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

function fromText(stored: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof stored !== "string") return null;
  try {
    return fromBase64(stored);
  } catch {
    return null;
  }
}
