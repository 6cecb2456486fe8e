import assert from "node:assert/strict";
import { test } from "node:test";
import { HINTS } from "../../src/autofill/hints.ts";
import { plan } from "../../src/autofill/plan.ts";
import { preview } from "../../src/autofill/preview.ts";
import { FIELD_TYPES } from "../../src/autofill/types.ts";
import { ALL, factsOf, HANAKO_GIVEN } from "../autofill/page.ts";

/** Value, doubt and reason of the field x. */
function filled(markup: string, hidden?: (control: Element) => boolean) {
  const facts = factsOf(markup, hidden);
  const ref = facts.fields.find(({ id }) => id === "x")?.ref;
  const { rows, left } = preview(plan([facts], ALL), HANAKO_GIVEN);
  const row = rows.find((one) => one.ref === ref);
  return row
    ? { value: row.value, unsure: row.unsure, reason: row.reason }
    : { left: left.find((one) => one.ref === ref)?.reason ?? "not listed" };
}

test("every hint fills a box whose label says nothing, without doubt", () => {
  const values: Record<string, string> = {
    "name.full": "見本　花子",
    "name.family": "見本",
    "name.given": "花子",
    "kana.full": "ミホン　ハナコ",
    "kana.family": "ミホン",
    "kana.given": "ハナコ",
    "birth.date": "1985/05/15",
    "birth.era": "昭和",
    "birth.year": "1985",
    "birth.era-year": "60",
    "birth.month": "5",
    "birth.day": "15",
    age: "41",
    sex: "女",
    "postal-code": "1000013",
    "postal-code.first": "100",
    "postal-code.second": "0013",
    "address.full": "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３",
    "address.prefecture": "東京都",
    "address.prefecture-city": "東京都千代田区",
    "address.city": "千代田区",
    "address.city-town": "千代田区霞が関三丁目",
    "address.town": "霞が関三丁目",
    "address.town-street": "霞が関三丁目２番１号",
    "address.street": "２番１号",
    "address.street-building": "２番１号　みほんコーポ２０３",
    "address.building": "みほんコーポ２０３",
    "address.after-prefecture": "千代田区霞が関三丁目２番１号　みほんコーポ２０３",
    "address.after-city": "霞が関三丁目２番１号　みほんコーポ２０３",
  };
  assert.deepEqual(Object.keys(values).sort(), Object.keys(HINTS).sort());
  for (const [hint, value] of Object.entries(values)) {
    assert.deepEqual(
      filled(`<label>甲<input id=x data-hitofude-field="${hint}"></label>`),
      { value, unsure: false, reason: "by-hint" },
      hint,
    );
  }
});

test("every hint means a type the planner knows", () => {
  for (const { type } of Object.values(HINTS)) assert.ok((FIELD_TYPES as readonly string[]).includes(type), type);
});

test("a hint never lists what a person cannot see, a trap, a hidden, disabled or readonly control", () => {
  const hint = 'data-hitofude-field="name.full"';
  assert.deepEqual(
    filled(`<label>氏名<input id=x ${hint}></label>`, () => true),
    { left: "not listed" },
  );
  for (const markup of [
    `<input id=x name=_gotcha ${hint}>`,
    `<label>この欄は入力しないでください<input id=x ${hint}></label>`,
    `<input id=x type=hidden ${hint}>`,
    `<label>氏名<input id=x disabled ${hint}></label>`,
    `<label>氏名<input id=x readonly ${hint}></label>`,
  ]) {
    assert.deepEqual(filled(markup), { left: "not listed" }, markup);
  }
});

test("a hint opens no password box, no checkbox and no box for the individual number", () => {
  const hint = 'data-hitofude-field="name.full"';
  assert.deepEqual(filled(`<label>氏名<input id=x type=password ${hint}></label>`), { left: "password" });
  assert.deepEqual(filled(`<label>氏名<input id=x type=checkbox ${hint}></label>`), { left: "checkbox" });
  assert.deepEqual(filled(`<label>個人番号<input id=x ${hint}></label>`), { left: "number-refused" });
  assert.deepEqual(filled('<label>個人番号<input id=x data-hitofude-field="number"></label>'), {
    left: "number-refused",
  });
});

test("where the label says something else, or speaks of somebody else, the person decides", () => {
  const differs = (markup: string) => {
    const { unsure, reason } = filled(markup) as { unsure: boolean; reason: string };
    assert.deepEqual({ unsure, reason }, { unsure: true, reason: "hint-differs" }, markup);
  };
  differs('<label>性別<input id=x data-hitofude-field="address.full"></label>');
  differs('<label>氏名<input id=x data-hitofude-field="address.full"></label>');
  differs('<label>配偶者の氏名<input id=x data-hitofude-field="name.full"></label>');
});

test("a name that is not in the list is no hint, whatever objects inherit", () => {
  for (const name of [
    "name",
    "NAME.FULL",
    " name.full",
    "",
    "constructor",
    "__proto__",
    "toString",
    "name.full name.given",
  ]) {
    const { reason } = filled(`<label>氏名<input id=x data-hitofude-field="${name}"></label>`) as { reason: string };
    assert.equal(reason, "by-label", name);
  }
});

test("kana and postal code stay with the person where the card is all there is", () => {
  const facts = factsOf('<label>甲<input id=x data-hitofude-field="kana.full"></label>');
  assert.equal(plan([facts], { kana: false }).left[0]?.reason, "not-on-card");
});
