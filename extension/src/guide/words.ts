/** The guide's texts as elements: readings above the words, Japanese inside English marked as Japanese. */
import { type Key, type Language, text, type Values } from "../i18n/index.ts";
import type { ja } from "../i18n/pins.ts";
import { type Child, h } from "../ui/dom.ts";
import type { Speech, Words } from "./data.ts";

/** The words around the facts; each has a plain form. */
type NameOf<K> = K extends `guide.plain.${infer Name}` ? Name : never;
export type FrameKey = NameOf<keyof typeof ja>;

const READING = /\{([^|{}]+)\|([^|{}]+)\}/;
const JAPANESE = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々・「」（）、]+)/u;

/** A text of the data in a language, as children of an element. */
export function spoken(words: Words, speech: Speech): Child[] {
  if (speech === "yasashii") return withReadings(words.yasashii);
  return speech === "en" ? markJapanese(words.en) : [words.ja];
}

/** The same as one string, readings left out: for titles and for what is announced. */
export function bare(words: Words, speech: Speech): string {
  return withoutReadings(words[speech]);
}

/** {漢字|かんじ} as ruby; browsers without it show 漢字（かんじ）. */
export function withReadings(plain: string): Child[] {
  return plain.split(/(\{[^{}]*\})/).map((part) => {
    const [, word, reading] = READING.exec(part) ?? [];
    if (!word || !reading) return part;
    return h("ruby", {}, word, h("rp", {}, "（"), h("rt", {}, reading), h("rp", {}, "）"));
  });
}

export function withoutReadings(plain: string): string {
  return plain.replace(new RegExp(READING.source, "g"), "$1");
}

/** Runs of Japanese in an English text get lang="ja", so that they are read out as such. */
export function markJapanese(english: string): Child[] {
  return english.split(JAPANESE).map((part, i) => (i % 2 === 1 ? h("span", { lang: "ja" }, part) : part));
}

/** The words of the frame. In the table readings stand in square brackets, because braces are placeholders there. */
export class Frame {
  readonly speech: Speech;
  readonly #language: Language;

  constructor(language: Language, plain: boolean) {
    this.#language = language;
    this.speech = plain && language === "ja" ? "yasashii" : language;
  }

  /** A text of the frame as children; placeholders are filled before the readings are set. */
  say(name: FrameKey, values: Values = {}): Child[] {
    const words = this.#text(name, values);
    return this.speech === "yasashii" ? withReadings(words) : this.speech === "en" ? markJapanese(words) : [words];
  }

  /** The same as one string. */
  bare(name: FrameKey, values: Values = {}): string {
    return withoutReadings(this.#text(name, values));
  }

  #text(name: FrameKey, values: Values): string {
    const prefix = this.speech === "yasashii" ? "guide.plain." : "guide.";
    const template = text(this.#language, `${prefix}${name}` as Key, values);
    return template.replace(/\[([^|[\]]+)\|([^|[\]]+)\]/g, "{$1|$2}");
  }
}

/** A date of a source (2026, 2026-11 or 2026-11-24) in the words of the frame. */
export function dateOf(frame: Frame, date: string): string {
  const [year = "", month, day] = date.split("-");
  const strip = (digits: string) => (frame.speech === "en" ? digits : String(Number(digits)));
  if (!month) return frame.bare("year", { year });
  if (!day) return frame.bare("month", { year, month: strip(month) });
  return frame.bare("day", { year, month: strip(month), day: strip(day) });
}
