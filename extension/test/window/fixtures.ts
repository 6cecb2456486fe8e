import type {
  FieldFacts,
  Format,
  FrameFacts,
  KanaScript,
  Option,
  Plan,
  PlanItem,
  Profile,
  Space,
} from "../../src/autofill/types.ts";
import type { CardView } from "../../src/card/watch.ts";
import { NO_VIEW } from "../../src/card/watch.ts";
import type { Looked, PageAccess, PageDocument } from "../../src/window/page.ts";
import type { Job } from "../../src/window/state.ts";

export const ORIGIN = "https://www.example.go.jp";

export function field(over: Partial<FieldFacts>): FieldFacts {
  return {
    ref: "f0",
    tag: "input",
    type: "text",
    label: "",
    labels: [],
    name: "",
    id: "",
    autocomplete: "",
    placeholder: "",
    maxlength: null,
    pattern: "",
    inputmode: "",
    options: null,
    context: { th: "", dt: "", legend: "", before: "", after: "", heading: "" },
    group: "form/0",
    required: false,
    readonly: false,
    disabled: false,
    visible: true,
    empty: true,
    frame: "n0",
    ...over,
  };
}

export const NAME = field({ ref: "f1", label: "氏名", labels: ["氏名"] });
export const SEX = field({
  ref: "f2",
  label: "性別",
  labels: ["性別"],
  tag: "select",
  type: "select",
  options: [
    { text: "男", value: "m" },
    { text: "女", value: "f" },
  ],
});

export const PROFILE: Profile = {
  name: { full: "見本　花子", family: "見本", given: "花子", sure: true, script: "cjk" },
  address: null,
  birth: null,
  age: null,
  sex: { code: "2", label: "女" },
};

export function frame(fields: FieldFacts[], nonce = "n0"): FrameFacts {
  return { origin: ORIGIN, nonce, title: "申請", fields: fields.map((one) => ({ ...one, frame: nonce })) };
}

export const document0: PageDocument = { nonce: "n0", frameId: 0, documentId: "d0" };

export function looked(fields: FieldFacts[] = [NAME, SEX]): Looked {
  return { origin: ORIGIN, title: "申請", frames: [frame(fields)], documents: [document0] };
}

/** A page that the test can take away. */
export class FakePage implements PageAccess {
  found: Looked | null = looked();
  stands = true;
  gone = false;
  readonly written: { document: PageDocument; rows: Parameters<PageAccess["apply"]>[1] }[] = [];
  undone = 0;
  readonly forgotten: string[] = [];
  onSame: () => void = () => undefined;

  look = async () => this.found;
  same = async () => {
    this.onSame();
    return this.stands;
  };
  apply: PageAccess["apply"] = async (document, rows) => {
    if (this.gone) {
      const { HitofudeError } = await import("../../src/messaging/failure.ts");
      throw new HitofudeError("PAGE_MOVED");
    }
    this.written.push({ document, rows });
    return rows.map(({ ref, value }) => ({ ref, state: "filled", value, valid: true }));
  };
  readonly reads: { document: PageDocument; refs: readonly string[] }[] = [];
  texts: Readonly<Record<string, string>> = {};
  read: PageAccess["read"] = async (document, refs) => {
    this.reads.push({ document, refs });
    return refs.map((ref) => ({ ref, state: "read", text: this.texts[ref] ?? "" }));
  };
  forget = async ({ nonce }: PageDocument) => void this.forgotten.push(nonce);
  undo = async () => {
    this.undone++;
    return 2;
  };
}

type Wanted = Pick<PlanItem, "type" | "format"> & Partial<PlanItem>;

/** A planned field; `ref` is its type unless another is given. */
export function item(over: Wanted): PlanItem {
  const { type } = over;
  return {
    ...{ ref: type, frame: "n0", label: type, confidence: "sure", reason: "by-label", maxlength: null, empty: true },
    ...over,
  };
}

export function jobWith(items: PlanItem[], more: Partial<Job> = {}): Job {
  const plan = { items, left: [], blocks: [] };
  return { site: { origin: ORIGIN, title: "" }, plan, fields: ["name", "birth"], pin: "input-support", ...more };
}

const kana = (part: "full" | "family" | "given", script: KanaScript, space: Space = "full"): Format => ({
  ...{ kind: "kana", part, space, script },
});
const phone = (part: "whole" | "first" | "second" | "third", hyphen = false): Format => ({
  ...{ kind: "phone", part, line: "any", hyphen, width: "half" },
});

/** Every way in which a form asks for what the card does not have. */
export const CONTACT_ITEMS: PlanItem[] = [
  item({ type: "name-full", format: { kind: "name", part: "full", space: "full", width: "as-is" }, maxlength: 12 }),
  item({ type: "kana-full", format: kana("full", "hiragana", "none") }),
  item({ type: "kana-family", format: kana("family", "katakana") }),
  item({ type: "kana-given", format: kana("given", "half-katakana") }),
  item({ type: "zip", format: { kind: "zip", part: "whole", hyphen: true, width: "half" } }),
  item({ type: "phone", format: phone("whole") }),
  item({ type: "phone-1", format: phone("first") }),
  item({ type: "phone-2", format: phone("second") }),
  item({ type: "phone-3", format: phone("third") }),
  item({ ref: "phone-hyphens", type: "phone", format: phone("whole", true) }),
  item({ type: "email", format: { kind: "email" } }),
  item({ ref: "email-again", type: "email", format: { kind: "email" } }),
];
export const CONTACT_JOB = jobWith(CONTACT_ITEMS);

const fullName: Format = { kind: "name", part: "full", space: "full", width: "as-is" };
const planOf = (ref: string): Plan => ({
  items: [item({ ref, type: "name-full", format: fullName })],
  left: [],
  blocks: [],
});
const sexItem = (options: Option[]) => item({ type: "sex", format: { kind: "sex", options } });

/** A form with an applicant and a child; nobody has said yet whose card it is. */
export const WHOSE_JOB = jobWith([], {
  plan: {
    items: [...planOf("a-name").items, ...planOf("b-name").items, sexItem([{ text: "女", value: "f" }])],
    left: [],
    blocks: [
      { id: "a", heading: "申請者", whose: "applicant" },
      { id: "b", heading: "お子様", whose: "child" },
      { id: "c", heading: "", whose: "unclear" },
    ],
  },
  plans: { a: planOf("a-name"), b: planOf("b-name"), c: planOf("c-name") },
});

/** A memory in memory, which notes what was asked of the storage. */
export class FakeArea {
  readonly items: Record<string, unknown> = {};
  readonly reads: (string | null)[] = [];
  get = async (keys: string | null) => {
    this.reads.push(keys);
    const found = Object.entries(this.items).filter(([key]) => keys === null || key === keys);
    return structuredClone(Object.fromEntries(found));
  };
  set = async (items: Record<string, unknown>) => void Object.assign(this.items, structuredClone(items));
  remove = async (keys: string | string[]) => {
    for (const key of [keys].flat()) delete this.items[key];
  };
}

export function cardWith(triesLeft: number | null, kind: "input-support" | "signature" = "input-support"): CardView {
  return {
    ...NO_VIEW,
    readers: [{ name: "R", state: "card", card: "my-number", pinPad: false }],
    status: {
      pins: [{ kind, triesLeft, maxTries: 3, locked: triesLeft === 0 }],
      certificates: [{ key: "signature", present: true }],
      card: { reader: "R", expires: null },
      advice: [],
    },
  };
}
