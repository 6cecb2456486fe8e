/** Which boxes of a page may be given the 個人番号, and how its digits are spread over them. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { plan } from "../../src/autofill/plan.ts";
import { numberBoxes, writesFor } from "../../src/number/boxes.ts";
import { asksForNumber } from "../../src/number/label.ts";
import { factsOf } from "../autofill/page.ts";

const TEST_NUMBER = "123456789018";

const boxes = (markup: string, hidden?: (control: Element) => boolean) => numberBoxes([factsOf(markup, hidden)]);

/** What would be written, by the id of each box. */
function written(markup: string): Record<string, string>[] {
  const facts = factsOf(markup);
  return numberBoxes([facts]).map((box) =>
    Object.fromEntries(
      writesFor(box, TEST_NUMBER).map(({ ref, value }) => [
        facts.fields.find((one) => one.ref === ref)?.id ?? "",
        value,
      ]),
    ),
  );
}

const many = (count: number, maxlength: number) =>
  Array.from(
    { length: count },
    (_, index) => `<input id=n${index + 1} name=mynumber${index + 1} maxlength=${maxlength}>`,
  );

test("a label is judged as the host judges it", () => {
  const file = path.join(process.env.HITOFUDE_REPOSITORY ?? "", "internal/number/testdata/labels.json");
  const { asks, not } = JSON.parse(fs.readFileSync(file, "utf8")) as { asks: string[]; not: string[] };
  for (const label of asks) assert.ok(asksForNumber(label), label);
  for (const label of not) assert.ok(!asksForNumber(label), label);
});

test("one box, three of four digits and twelve of one are filled", () => {
  assert.deepEqual(written("<label for=n>個人番号</label><input id=n maxlength=12>"), [{ n: TEST_NUMBER }]);
  assert.deepEqual(written("<label for=n>マイナンバー（12桁）</label><input id=n type=tel>"), [{ n: TEST_NUMBER }]);
  assert.deepEqual(written(`<table><tr><th>個人番号<td>${many(3, 4).join("-")}</table>`), [
    { n1: "1234", n2: "5678", n3: "9018" },
  ]);
  const twelve = written(`<fieldset><legend>個人番号（マイナンバー）</legend>${many(12, 1).join("")}</fieldset>`);
  assert.equal(twelve.length, 1);
  assert.equal(Object.values(twelve[0] ?? {}).join(""), TEST_NUMBER);
  assert.equal(Object.keys(twelve[0] ?? {}).length, 12);
});

test("signs between the digits are written only where the box shows them and has room", () => {
  const one = (attributes: string) => written(`<label for=n>個人番号</label><input id=n ${attributes}>`)[0]?.n;
  assert.equal(one('maxlength=14 placeholder="1234-5678-9012"'), "1234-5678-9018");
  assert.equal(one('maxlength=14 placeholder="1234 5678 9012"'), "1234 5678 9018");
  assert.equal(one('maxlength=12 placeholder="1234-5678-9012"'), TEST_NUMBER);
  assert.equal(one("maxlength=14"), TEST_NUMBER);
  assert.equal(one('placeholder="全角"'), "１２３４５６７８９０１８");
});

test("boxes without room for twelve digits are left", () => {
  for (const markup of [
    "<label for=n>個人番号</label><input id=n maxlength=10>",
    "<label for=n>個人番号（下4桁）</label><input id=n maxlength=4>",
    `<table><tr><th>個人番号<td>${many(2, 4).join("-")}</table>`,
    `<table><tr><th>個人番号<td>${many(11, 1).join("")}</table>`,
  ]) {
    assert.deepEqual(boxes(markup), [], markup);
  }
});

test("a box that is not for the holder's own number, or that hides what it is, gets nothing", () => {
  for (const markup of [
    // Another number, another thing.
    "<label for=n>本人確認番号</label><input id=n maxlength=12>",
    "<label for=n>本人確認番号</label><input id=n name=mynumber maxlength=12>",
    "<table><tr><th>個人番号<td><label for=n>会員番号</label><input id=n></table>",
    "<label for=n>個人番号</label><label for=n>または会員番号</label><input id=n>",
    "<table><tr><th>個人番号<td><label for=n>電話番号</label><input id=n></table>",
    "<label for=n>マイナンバーカードの有効期限</label><input id=n>",
    // No visible text asks for it.
    "<input id=n name=mynumber maxlength=12>",
    "<input id=n placeholder=マイナンバー maxlength=12>",
    "<label for=n>番号</label><input id=n name=kojinbango maxlength=12>",
    "<label for=n>お名前</label><input id=n name=mynumber>",
    '<label for=n>お名前</label><input id=n autocomplete="name" title="個人番号">',
    // Somebody else's.
    "<fieldset><legend>配偶者</legend><label for=n>配偶者の個人番号</label><input id=n maxlength=12></fieldset>",
    "<label for=n>お子様のマイナンバー</label><input id=n maxlength=12>",
    "<h3>扶養親族</h3><label for=a>氏名</label><input id=a><label for=n>扶養親族の個人番号</label><input id=n maxlength=12>",
    "<label for=n>従業員の家族の個人番号</label><input id=n maxlength=12>",
    "<label for=n>代理人の個人番号</label><input id=n maxlength=12>",
    // Kinds of boxes that keep it, send it elsewhere, or are no boxes for it.
    "<label for=n>個人番号</label><input id=n type=password maxlength=12>",
    "<label for=n>個人番号</label><input id=n type=search>",
    "<label for=n>個人番号</label><input id=n type=email>",
    "<label for=n>個人番号</label><input id=n type=url>",
    "<label for=n>個人番号</label><textarea id=n></textarea>",
    "<label for=n>個人番号</label><select id=n><option>123456789018</select>",
    "<label for=n>個人番号</label><input id=n readonly>",
    "<label for=n>個人番号</label><input id=n disabled>",
    "<label for=n>個人番号</label><input id=n type=hidden>",
    "<label for=n>個人番号</label><input id=n autocomplete=cc-number>",
    "<label for=n>個人番号</label><input id=n autocomplete=new-password>",
    // Traps.
    "<label for=n>個人番号</label><input id=n name=_gotcha>",
    "<label for=n>個人番号（入力しないでください）</label><input id=n>",
    "<label for=n>個人番号</label><input id=n name=hp_number placeholder='leave this field empty'>",
  ]) {
    assert.deepEqual(boxes(markup), [], markup);
  }
});

test("the boxes are judged anew, whatever collect let through", () => {
  const facts = factsOf("<label for=n>個人番号</label><input id=n maxlength=12>");
  const [field] = facts.fields;
  assert.ok(field);
  assert.equal(numberBoxes([facts]).length, 1);
  const changes = [{ name: "_gotcha" }, { id: "honeypot" }, { visible: false }, { readonly: true }, { disabled: true }];
  for (const change of changes) {
    assert.deepEqual(numberBoxes([{ ...facts, fields: [{ ...field, ...change }] }]), [], JSON.stringify(change));
  }
});

test("what a person cannot see gets nothing", () => {
  const markup = `<label for=a>個人番号</label><input id=a maxlength=12><label for=b>個人番号</label><input id=b maxlength=12>`;
  const found = boxes(markup, (control) => control.id === "a");
  assert.equal(found.length, 1);
  const three = `<table><tr><th>個人番号<td>${many(3, 4).join("-")}</table>`;
  assert.deepEqual(
    boxes(three, (control) => control.id === "n3"),
    [],
  );
});

test("the holder's own number is found beside those of the family", () => {
  const markup = `
    <fieldset><legend>申請者</legend><label for=a>氏名</label><input id=a><label for=own>個人番号</label><input id=own maxlength=12></fieldset>
    <fieldset><legend>配偶者</legend><label for=b>配偶者の氏名</label><input id=b><label for=other>個人番号</label><input id=other maxlength=12></fieldset>`;
  assert.deepEqual(written(markup), [{ own: TEST_NUMBER }]);
});

test("neither the plan nor a hint ever plans the number", () => {
  const facts = factsOf(`
    <label for=a>氏名</label><input id=a>
    <label for=n>個人番号</label><input id=n maxlength=12 data-hitofude-field="name.full">
    <label for=m>マイナンバー</label><input id=m maxlength=12>`);
  const made = plan([facts]);
  const fields = new Map(facts.fields.map(({ ref, id }) => [ref, id]));
  assert.deepEqual(
    made.items.map(({ ref }) => fields.get(ref)),
    ["a"],
  );
  assert.ok(made.left.filter(({ reason }) => reason === "number-refused").length === 2);
  assert.equal(numberBoxes([facts]).length, 2);
});

test("a record that a professional keeps about somebody gets nothing", () => {
  const facts = { ...factsOf("<label for=n>個人番号</label><input id=n maxlength=12>"), title: "ケアプラン" };
  assert.deepEqual(numberBoxes([facts]), []);
});
