import type { FieldFacts, FrameFacts, Profile } from "../../src/autofill/types.ts";
import type { CardView } from "../../src/card/watch.ts";
import { NO_VIEW } from "../../src/card/watch.ts";
import type { Looked, PageAccess, PageDocument } from "../../src/window/page.ts";

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
  forget = async ({ nonce }: PageDocument) => void this.forgotten.push(nonce);
  undo = async () => {
    this.undone++;
    return 2;
  };
}

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
