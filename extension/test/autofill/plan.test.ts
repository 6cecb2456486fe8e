import assert from "node:assert/strict";
import { test } from "node:test";
import { plan } from "../../src/autofill/plan.ts";
import { ALL, factsOf, planned, previewOf } from "./page.ts";

const FORM = `
  <label for=a>氏名</label><input id=a value="書いてあるもの">
  <label for=b>フリガナ</label><input id=b>
  <label for=c>住所</label><input id=c>
  <label for=d>個人番号</label><input id=d maxlength=12>
  <label for=e>電話番号</label><input id=e type=tel>
  <label for=f>メールアドレス</label><input id=f type=email>
  <label for=g>お問い合わせ内容</label><textarea id=g></textarea>
  <label for=h>同意する</label><input id=h type=checkbox>`;

test("the plan never holds what stands in the page", () => {
  const facts = factsOf(FORM);
  assert.ok(!JSON.stringify([facts, plan([facts])]).includes("書いてあるもの"));
  assert.equal(facts.fields[0]?.empty, false);
});

test("the same facts give the same plan, and the facts stay as they are", () => {
  const facts = factsOf(FORM);
  const before = JSON.stringify(facts);
  assert.deepEqual(plan([facts]), plan([facts]));
  assert.equal(JSON.stringify(facts), before);
});

test("every field is planned or left with a reason, once", () => {
  const facts = factsOf(FORM);
  const { items, left } = plan([facts], ALL);
  const refs = [...items, ...left].map(({ ref }) => ref);
  assert.deepEqual([...refs].sort(), facts.fields.map(({ ref }) => ref).sort());
  assert.ok(left.every(({ reason }) => reason.length > 0));
});

test("what the card does not hold is planned, and left with that reason where it is known that there is none", () => {
  const all = planned(FORM);
  assert.deepEqual([all.b, all.e, all.f], ["kana-full", "phone", "email"]);
  const found = planned(FORM, { kana: false, zip: false, phone: false, email: false });
  assert.equal(found.b, "not-on-card");
  assert.equal(found.e, "not-on-card");
  assert.equal(found.f, "not-on-card");
});

test("a reading and a postal code are planned only when the person gave them", () => {
  const form = "<label>フリガナ<input id=k></label><label>郵便番号<input id=z></label>";
  assert.deepEqual(planned(form, { kana: true, zip: false }), { k: "kana-full", z: "not-on-card" });
  assert.deepEqual(planned(form, { kana: false, zip: true }), { k: "not-on-card", z: "zip" });
});

test("the individual number is refused in every shape", () => {
  const shapes = [
    "<label>個人番号<input id=x></label>",
    "<label>マイナンバー（12桁）<input id=x type=password></label>",
    "<table><tr><th>個人番号</th><td><input id=x maxlength=4></td></tr></table>",
    '<input id=x name="kojinBango">',
    '<label>氏名<input id=x name="mynumber"></label>',
    "<label>お名前（マイナンバー）<input id=x></label>",
  ];
  for (const shape of shapes) assert.equal(planned(shape).x, "number-refused", shape);
});

test("a checkbox is never planned, not even for the sex", () => {
  const found = planned("<fieldset><legend>性別</legend><label><input type=checkbox id=x>女性</label></fieldset>");
  assert.equal(found.x, "checkbox");
});

test("fields of different forms do not complete each other", () => {
  const found = planned("<label>姓<input id=a></label></form><form><label>名<input id=b></label>");
  assert.deepEqual(found, { a: "name-family", b: "name-given" });
  const two = planned("<label>氏名<input id=a></label></form><form><label>氏名<input id=b></label>");
  assert.deepEqual(two, { a: "name-full", b: "name-full" });
});

test("two boxes that look alike are both left", () => {
  const found = planned(
    "<label>氏名<input id=a></label><label>職業<input id=b></label><label>氏名<input id=c></label>",
  );
  assert.deepEqual(found, { a: "two-alike", b: "unknown", c: "two-alike" });
});

test("a control of another kind is left: a date box for a name, radios for an address", () => {
  const found = planned(
    "<label>氏名<input id=a type=date></label><fieldset><legend>お住まいの地域</legend>" +
      "<label><input type=radio name=b id=b value=1>関東</label><label><input type=radio name=b value=2>関西</label></fieldset>",
  );
  assert.deepEqual(found, { a: "ambiguous", b: "ambiguous" });
});

test("what only an identifier says is for the person to confirm", () => {
  const { rows } = previewOf('<input id=sei name="last_name"><input id=mei name="first_name">');
  assert.deepEqual(
    rows.map(({ type, unsure, reason }) => [type, unsure, reason]),
    [
      ["name-family", true, "by-name"],
      ["name-given", true, "by-name"],
    ],
  );
});

test("a legend that names the block is no text of the boxes in it", () => {
  const found = planned(
    "<fieldset><legend>被保険者（本人）</legend><p>生年月日 <select id=e><option>大正<option>昭和</select><input id=y size=3>年" +
      "<input id=m size=3>月<input id=d size=3>日</p><p>住所 〒<input id=z1 maxlength=3>-<input id=z2 maxlength=4> <input id=a></p></fieldset>",
  );
  assert.deepEqual(found, {
    e: "birth-era",
    y: "birth-year",
    m: "birth-month",
    d: "birth-day",
    z1: "zip-1",
    z2: "zip-2",
    a: "addr-full",
  });
});

test("氏名（セイ） is the reading's half", () => {
  const four = ["姓", "名", "セイ", "メイ"]
    .map((part, at) => `<label>氏名（${part}）<input id=x${at}></label>`)
    .join("");
  assert.deepEqual(Object.values(planned(four)), ["name-family", "name-given", "kana-family", "kana-given"]);
});
