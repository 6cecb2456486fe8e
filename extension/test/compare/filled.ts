/** A page opened, planned and filled for a holder as the window does it, over linkedom. */
import { applyWith } from "../../src/autofill/apply.ts";
import { collectFrom } from "../../src/autofill/collect.ts";
import { plan } from "../../src/autofill/plan.ts";
import { preview } from "../../src/autofill/preview.ts";
import { keptFor } from "../../src/autofill/state.ts";
import type { Plan, PreviewRow, Profile, Result, Write } from "../../src/autofill/types.ts";
import { compare, refsToRead } from "../../src/compare/compare.ts";
import { readWith } from "../../src/compare/read.ts";
import type { Comparison } from "../../src/compare/types.ts";
import { documentFrom, hurried } from "./browser-like.ts";

export type Control = HTMLInputElement & HTMLSelectElement;

export type Page = {
  document: Document;
  nonce: string;
  plan: Plan;
  rows(profile: Profile): PreviewRow[];
  write(rows: readonly PreviewRow[]): Promise<Result[]>;
  compare(profile: Profile): Promise<Comparison>;
  controls(ref: string): Control[];
};

/** Without a layout only what the markup itself says is known to be hidden. */
export function sees(control: Element): boolean {
  const hidden = (one: Element) =>
    one.hasAttribute("hidden") ||
    /display:\s*none|visibility:\s*hidden|left:\s*-\d{4}/.test(one.getAttribute("style") ?? "") ||
    /(^|\s)(hidden|d-none)(\s|$)/.test(one.getAttribute("class") ?? "");
  for (let one: Element | null = control; one !== null; one = one.parentElement) if (hidden(one)) return false;
  return true;
}

let opened = 0;

export function openPage(html: string): Page {
  const document = documentFrom(html);
  const nonce = `n${++opened}`;
  const facts = collectFrom(document, nonce, "https://www.example.lg.jp", sees);
  const made = plan([facts], { kana: true, zip: true });
  const eyes = { sees, masked: (control: Element) => /text-security/.test(control.getAttribute("style") ?? "") };
  return {
    document,
    nonce,
    plan: made,
    rows: (profile) => preview(made, profile).rows,
    write: (rows) => hurried(() => applyWith(nonce, rows.map(writeOf), sees)),
    compare: async (profile) => {
      const [wanted] = refsToRead(made, profile);
      const standing = await hurried(() => readWith(nonce, wanted?.refs ?? [], eyes));
      return compare(made, profile, [{ frame: nonce, standing }]);
    },
    controls: (ref) => {
      const entry = keptFor(nonce)?.entries.get(ref);
      return (entry?.controls ?? []).map((one) => one.deref() as unknown as Control);
    },
  };
}

const writeOf = ({ ref, value, empty }: PreviewRow): Write =>
  empty ? { ref, value } : { ref, value, overwrite: true };
