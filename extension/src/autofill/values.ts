/** The card's values in the form a box wants; what cannot be written truly is not written. */
import { namesEra } from "./eras.ts";
import { isMobile } from "./given.ts";
import { matchOption, matchYear } from "./options.ts";
import {
  ADDRESS_PARTS,
  type AddressPart,
  type Format,
  type Option,
  type Profile,
  type Reason,
  type Space,
  type Width,
} from "./types.ts";
import { inScript, inWidth, isKana } from "./widths.ts";

/** A value with what the person sees of it, or the reason there is none. */
export type Value = { value: string; shown: string } | { reason: Reason };

type Of<K extends Format["kind"]> = Extract<Format, { kind: K }>;

const SPACES: Readonly<Record<Space, string>> = { none: "", half: " ", full: "　" };
const NOT_ON_CARD: Value = { reason: "not-on-card" };
/** Not on the card, but the person may give it in the preview. */
const NOT_GIVEN: Value = { reason: "not-given" };
const typed = (value: string): Value => ({ value, shown: value });

/** The value for one format, or why there is none. */
export function valueFor(format: Format, profile: Profile): Value {
  switch (format.kind) {
    case "name":
      return nameValue(format, profile);
    case "kana":
      return kanaValue(format, profile);
    case "address":
      return addressValue(format, profile);
    case "sex":
      return sexValue(format.options, profile);
    case "age":
      return profile.age === null ? NOT_ON_CARD : ageValue(profile.age, format);
    case "zip":
      return zipValue(format, profile);
    case "phone":
      return phoneValue(format, profile);
    case "email":
      return profile.email === undefined ? NOT_GIVEN : typed(profile.email);
    default:
      return profile.birth === null ? NOT_ON_CARD : birthValue(format, profile.birth);
  }
}

function nameValue({ part, space, width }: Of<"name">, { name }: Profile): Value {
  if (name === null || name.full === "") return NOT_ON_CARD;
  if (part !== "full") {
    const one = part === "family" ? name.family : name.given;
    return one === "" ? { reason: "name-not-split" } : typed(inWidth(one, width));
  }
  // Latin names are never run together: MIHON HANAKO without its space is another name.
  if (name.script !== "cjk") return typed(inWidth(name.full, width));
  return typed(name.full.replace(/[\s　]+/g, SPACES[space]));
}

function kanaValue({ part, space, script }: Of<"kana">, { kana, name }: Profile): Value {
  if (kana === undefined) return NOT_GIVEN;
  const { family, given } = kana;
  // Half a reading is none, unless the name has one part only.
  const whole = family !== "" && (given !== "" || name === null || name.given === "");
  if (part === "full" && !whole) return NOT_GIVEN;
  const text =
    part === "family" ? family : part === "given" ? given : [family, given].filter(Boolean).join(SPACES[space]);
  return text !== "" && isKana(text) ? typed(inScript(text, script)) : NOT_GIVEN;
}

function addressValue({ parts, width, options }: Of<"address">, { address }: Profile): Value {
  if (address === null || address.full === "") return NOT_ON_CARD;
  if (parts.join("") === "building" && address.building === "") return { reason: "no-building" };
  // Without a known municipality the town holds it too: a box for the town alone would get too much.
  const blurred = address.city === "" && parts.includes("town") && !parts.includes("city");
  const text = blurred ? "" : stretch(address, parts);
  if (text === "") return { reason: "address-not-split" };
  if (options === null) return typed(inWidth(text, width));
  // The choices come when the box before is filled: apply() waits for the one that reads like this.
  if (parts[0] !== "prefecture" && options.length <= 1 && options.every(({ value }) => value === "" || value === "0"))
    return typed(text);
  return matchOption(options, (option) => samePlace(option, text));
}

/**
 * The card's own text from the first to the last of the parts, with the spaces that stand between them: the host's parts
 * are substrings of the whole in order, so nothing is lost or repeated over the boxes of a form.
 */
function stretch(address: NonNullable<Profile["address"]>, parts: readonly AddressPart[]): string {
  let [from, to, at] = [-1, -1, 0];
  for (const part of ADDRESS_PARTS) {
    const text = address[part];
    const found = text === "" ? -1 : address.full.indexOf(text, at);
    if (found < 0) continue;
    at = found + text.length;
    if (!parts.includes(part)) continue;
    from = from < 0 ? found : from;
    to = at;
  }
  return parts.length === ADDRESS_PARTS.length ? address.full : from < 0 ? "" : address.full.slice(from, to);
}

/** 東京 for 東京都, 13 東京都: an option may drop 都 府 県 or carry a number. */
function samePlace(option: string, place: string): boolean {
  const plain = option
    .normalize("NFKC")
    .replace(/^[\d\s.:_-]+/, "")
    .trim();
  return (
    plain !== "" && (plain === place || (plain.length > 1 && /[都府県]$/.test(place) && plain === place.slice(0, -1)))
  );
}

/** Sex is told by the visible text alone: values like 1/2, option1 or good/bad were all seen. */
function sexValue(options: readonly Option[] | null, { sex }: Profile): Value {
  if (sex === null || (sex.label !== "男" && sex.label !== "女")) return NOT_ON_CARD;
  if (options === null) return typed(sex.label);
  const [word, other, english] =
    sex.label === "男" ? ["男", "女", /^(m|male|man)$/i] : ["女", "男", /^(f|female|woman)$/i];
  return matchOption(options, (text) => (text.includes(word) && !text.includes(other)) || english.test(text.trim()));
}

function zipValue({ part, hyphen, width }: Of<"zip">, { postalCode }: Profile): Value {
  if (postalCode === undefined || !/^\d{7}$/.test(postalCode)) return NOT_GIVEN;
  const [first, second] = [postalCode.slice(0, 3), postalCode.slice(3)];
  const whole = hyphen ? `${first}-${second}` : postalCode;
  return typed(inWidth(part === "whole" ? whole : part === "first" ? first : second, width));
}

/** A mobile number is no answer to 固定電話, nor the other way round. */
function phoneValue({ part, line, hyphen, width }: Of<"phone">, { phones }: Profile): Value {
  const phone = phones?.find((one) => line === "any" || isMobile(one) === (line === "mobile"));
  if (phone === undefined) return NOT_GIVEN;
  if (part === "whole" && !hyphen) return typed(inWidth(phone.digits, width));
  if (phone.parts === null) return { reason: "phone-not-split" };
  const [first, second, third] = phone.parts;
  const text = part === "whole" ? phone.parts.join("-") : part === "first" ? first : part === "second" ? second : third;
  return typed(inWidth(text, width));
}

function numberValue(
  number: number,
  digits: number,
  { options, width }: { options: Option[] | null; width: Width },
): Value {
  if (options === null) return typed(inWidth(String(number).padStart(digits, "0"), width));
  return matchOption(options, (text) => {
    const found = text.normalize("NFKC").match(/\d+/g) ?? [];
    return found.length === 1 && Number(found[0]) === number;
  });
}

/** The age itself, or the one decade of a list like 20代 30代 that holds it. */
function ageValue(age: number, format: Of<"age">): Value {
  const exact = numberValue(age, 1, format);
  if ("value" in exact || format.options === null) return exact;
  const decade = String(Math.floor(age / 10) * 10);
  return matchOption(format.options, (text) => text.normalize("NFKC").replace(/[\s歳才]/g, "") === `${decade}代`);
}

type Birth = NonNullable<Profile["birth"]>;

function birthValue(format: Of<"date" | "era" | "year" | "month" | "day">, birth: Birth): Value {
  switch (format.kind) {
    case "date":
      return typed(inWidth(writeDate(format.pattern, birth), format.width));
    case "era":
      return format.options === null
        ? typed(birth.era)
        : matchOption(format.options, (text) => namesEra(text, birth.era));
    case "year":
      return yearValue(format, birth);
    case "month":
      return numberValue(birth.month, format.digits, format);
    default:
      return numberValue(birth.day, format.digits, format);
  }
}

function yearValue({ count, era, options, width }: Of<"year">, birth: Birth): Value {
  if (count === "fixed-era" && era !== birth.era) return { reason: "era-differs" };
  if (options !== null) return matchYear(options, birth, count !== "gregorian");
  return typed(inWidth(String(count === "gregorian" ? birth.year : birth.eraYear), width));
}

function writeDate(pattern: string, birth: Birth): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const tokens: Readonly<Record<string, string>> = {
    YYYY: String(birth.year),
    MM: two(birth.month),
    DD: two(birth.day),
    GGGG: birth.era,
    G: birth.eraLetter,
    E: String(birth.eraYear),
    M: String(birth.month),
    D: String(birth.day),
  };
  return pattern.replace(/YYYY|MM|DD|GGGG|G|E|M|D/g, (token) => tokens[token] ?? token);
}
