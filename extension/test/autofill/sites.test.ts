import assert from "node:assert/strict";
import { test } from "node:test";
import { collectFrom } from "../../src/autofill/collect.ts";
import { plan } from "../../src/autofill/plan.ts";
import { documentOf } from "./page.ts";

const FORM =
  "<label>氏名<input></label><label>フリガナ<input></label><label>住所<input></label><label>生年月日<input></label>";

/** The kinds of fields for which only some characters are taken, on a page of this origin. */
function particular(origin: string, form = FORM): string[] {
  const facts = collectFrom(documentOf(form), "nonce", origin, () => true);
  return plan([facts]).items.flatMap(({ charset, format }) => (charset === "jis0208" ? [format.kind] : []));
}

test("systems whose manual takes JIS X 0208 alone get name and address in it, others as on the card", () => {
  for (const host of ["shinsei.e-gov.go.jp", "apply.e-tumo.jp", "s-kantan.jp", "www.s-kantan.com"])
    assert.deepEqual(particular(`https://${host}`), ["name", "address"], host);
  for (const host of ["www.example.lg.jp", "e-gov.go.jp.example.com", "not-s-kantan.jp", "example.jp"])
    assert.deepEqual(particular(`https://${host}`), [], host);
});

test("a box that says so itself", () => {
  const says = (text: string) =>
    particular("https://www.example.lg.jp", `<label>氏名（${text}）<input></label><label>住所<input></label>`);
  for (const text of [
    "機種依存文字は使用できません",
    "環境依存文字不可",
    "JIS第1・第2水準の漢字",
    "外字は使わないでください",
  ])
    assert.deepEqual(says(text), ["name"], text);
  for (const text of ["全角", "漢字で入力してください", "JIS規格"]) assert.deepEqual(says(text), [], text);
});
