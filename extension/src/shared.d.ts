/** The tables shared with the host, resolved by the build (build.mjs). */
declare module "shared:errors" {
  export type Words = { cause: string; next: string; nextUnknown?: string };
  const table: {
    errors: {
      code: string;
      number: number;
      ja: Words;
      en: Words;
      /** Words that replace those above for one kind of PIN, or one reason; what they lack stays. */
      byPin?: Record<string, Record<"ja" | "en", Partial<Words>>>;
      byReason?: Record<string, Record<"ja" | "en", Partial<Words>>>;
    }[];
    /** Words for the values of parameters: values[parameter][value]. */
    values: Record<string, Record<string, { ja: string; en: string }>>;
  };
  export default table;
}
declare module "shared:pins" {
  export type PinWords = { name: string; short: string; form: string; use: string; help: string };
  const table: {
    pins: {
      kind: string;
      charset: "digits" | "upper-alnum";
      minLength: number;
      maxLength: number;
      maxTries: number;
      ja: PinWords;
      en: PinWords;
      alsoCalled: string[];
      /** The kind that a person may be thinking of instead. */
      confusedWith: string | null;
    }[];
    /** The reasons of each charset in the order in which they are asked. */
    order: Record<"digits" | "upper-alnum", string[]>;
    reasons: Record<string, { ja: string; en: string }>;
    weak: Record<string, { ja: string; en: string }>;
  };
  export default table;
}
declare module "shared:counters" {
  type Words = { ja: string; en: string };
  const table: {
    counters: (Words & {
      id: string;
      rows: {
        /** A profile of the sign page, "portal", or null where nothing is made. */
        profile: string | null;
        made: string;
        takes: Words;
        official?: Words;
        sure: string;
        source: string;
        date: string;
      }[];
    })[];
  };
  export default table;
}
declare module "shared:portals" {
  const table: {
    /** hosts: a name, or ".name" for every name below it. source, date: where and when the addresses were read. */
    sites: { id: string; hosts: string[]; ja: string; en: string; source: string; date: string }[];
  };
  export default table;
}
declare module "shared:number-hosts" {
  const table: { hosts: { pattern: string; kind: string; ja: string; en: string; source: string; date: string }[] };
  export default table;
}
declare module "shared:number-purposes" {
  const table: {
    law: { name: string; amended: string; source: string; date: string };
    /** kinds: whose sites may ask; article: of the Number Act. */
    purposes: { id: string; kinds: string[]; ja: string; en: string; article: string; source: string; date: string }[];
  };
  export default table;
}
declare module "shared:number-labels" {
  const words: { names: string[]; cards: string[]; others: string[] };
  export default words;
}
declare module "shared:doctor" {
  type Both = { ja: string; en: string };
  type Words = { cause: string; next: string };
  const table: {
    checks: Record<string, Both>;
    findings: Record<string, { ja: Words; en: Words }>;
    /** Words for the values of parameters: words[parameter][value]. */
    words: Record<string, Record<string, Both>>;
  };
  export default table;
}
declare module "shared:ids" {
  const ids: { version: string; host: string; practice: string };
  export default ids;
}
declare module "shared:guide" {
  type Words = { ja: string; yasashii: string; en: string };
  const facts: (Words & {
    id: string;
    topic: string;
    /** The PINs it is about; absent when it is about all. */
    pins?: string[];
    /** date: of the page (year, year-month or day); when undated, the day on which it was read. */
    source: { title: string; where: string; date: string; undated?: boolean };
  })[];
  export default facts;
}
declare module "shared:guide-tree" {
  type Words = { ja: string; yasashii: string; en: string };
  type Named = Words & { id: string };
  const tree: {
    topics: Named[];
    /** The short names with readings, for やさしい日本語. */
    pins: Record<string, string>;
    states: Named[];
    steps: (Named & { place: string; facts: string[] })[];
    questions: (Named & { yes: Words; no: Words })[];
    /** Either a step, or a question with a step for each answer; facts: those of this PIN, before the step's own. */
    nodes: {
      pin?: string;
      state: string;
      step?: string;
      question?: string;
      yes?: string;
      no?: string;
      facts?: string[];
    }[];
    codes: { code: string; state: string }[];
    bring: { say: Words; facts: string[]; proxy: string[] };
  };
  export default tree;
}
