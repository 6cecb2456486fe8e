import assert from "node:assert/strict";
import { test } from "node:test";
import { collectFrom } from "../../src/autofill/collect.ts";
import { knows } from "../../src/autofill/state.ts";
import { documentOf, factsOf, field } from "./page.ts";

const labelsOf = (markup: string) => {
  const { labels, context, label } = field(markup, "x");
  return { labels, label, ...context };
};

test("a field no person can see is not listed", () => {
  const { fields } = factsOf("<input id=seen><input id=unseen>", (control) => control.id === "unseen");
  assert.deepEqual(
    fields.map(({ id }) => id),
    ["seen"],
  );
});

test("buttons, hidden, disabled and readonly controls and traps are not listed", () => {
  const { fields } = factsOf(`
    <input type=hidden name=a><input type=submit value=送信><input type=file name=b><input name=c disabled>
    <input name=d readonly><fieldset disabled><input name=e></fieldset>
    <input name=_gotcha><input id=honeypot name=f><label>この欄は入力しないでください<input name=g></label>
    <label>住所（空白のままにしてください）<input name=h></label><input id=x name=i>`);
  assert.deepEqual(
    fields.map(({ name }) => name),
    ["i"],
  );
});

test("labels are found: for, wrapping, aria-labelledby, aria-label", () => {
  assert.deepEqual(labelsOf("<label for=x>氏名</label><input id=x>").labels, ["氏名"]);
  assert.deepEqual(labelsOf("<label>氏名<input id=x></label>").labels, ["氏名"]);
  assert.deepEqual(labelsOf("<p id=l>氏名</p><input id=x aria-labelledby=l>").labels, ["氏名"]);
  assert.deepEqual(labelsOf("<input id=x aria-label=氏名>").labels, ["氏名"]);
});

test("headings are found: th in the row, first cell, th of the column, dt, legend", () => {
  assert.equal(labelsOf("<table><tr><th>氏名</th><td><input id=x></td></tr></table>").th, "氏名");
  assert.equal(labelsOf("<table><tr><td>氏名</td><td><input id=x></td></tr></table>").th, "氏名");
  const column = "<table><tr><th>続柄</th><th>氏名</th></tr><tr><td><input></td><td><input id=x></td></tr></table>";
  assert.equal(labelsOf(column).th, "氏名");
  assert.equal(labelsOf("<dl><dt>氏名</dt><dd><p><input id=x></p></dd></dl>").dt, "氏名");
  assert.equal(labelsOf("<fieldset><legend>氏名</legend><input id=x></fieldset>").legend, "氏名");
  assert.equal(labelsOf("<div role=group aria-label=氏名><input id=x></div>").legend, "氏名");
});

test("bare text is found a few levels up, but not past another control", () => {
  assert.equal(labelsOf("<div><p>氏名</p></div><div><span><input id=x></span></div>").before, "氏名");
  assert.equal(labelsOf("<p>氏名</p><input><input id=x>").before, "");
  assert.equal(labelsOf("氏名<input><br>住所<input id=x>").before, "住所");
});

test("the unit behind a box is its own, the label of the next box is not", () => {
  assert.equal(labelsOf("<input id=x>年<input>月").after, "年");
  assert.equal(labelsOf("<input id=x><label for=y>フリガナ</label><input id=y>").after, "");
  assert.equal(labelsOf("<input id=x><br>フリガナ<input>").after, "");
});

test("a long text explains; it is no label", () => {
  assert.equal(
    labelsOf(`<p>${"住所を入力する前に、つぎの説明をお読みください。".repeat(5)}</p><input id=x>`).before,
    "",
  );
});

test("the label shown is the page's: heading and own text, without 必須", () => {
  assert.equal(
    labelsOf("<fieldset><legend>氏名 必須</legend><label>姓<input id=x></label></fieldset>").label,
    "氏名 姓",
  );
  assert.equal(labelsOf("<dl><dt>生年月日【必須】</dt><dd><input id=x>年</dd></dl>").label, "生年月日 年");
  assert.equal(labelsOf("<label>住所<input id=x></label>").label, "住所");
});

test("radios of one name are one field with the options' texts", () => {
  const { fields } = factsOf(
    "<fieldset><legend>性別</legend><label><input type=radio name=s value=1>男</label>" +
      "<input type=radio name=s id=f value=2><label for=f>女</label></fieldset>",
  );
  assert.equal(fields.length, 1);
  assert.deepEqual(fields[0]?.options, [
    { text: "男", value: "1" },
    { text: "女", value: "2" },
  ]);
});

test("radios whose values repeat are told apart by their place", () => {
  const { fields } = factsOf("<label><input type=radio name=s>男</label><label><input type=radio name=s>女</label>");
  assert.deepEqual(
    fields[0]?.options?.map(({ value }) => value),
    ["#1", "#2"],
  );
});

test("a field says only whether it is empty", () => {
  assert.equal(field("<input id=x>", "x").empty, true);
  assert.equal(field("<input id=x value=ひみつ>", "x").empty, false);
  assert.equal(field("<textarea id=x>ひみつ</textarea>", "x").empty, false);
  assert.ok(!JSON.stringify(factsOf("<input id=x value=ひみつ><textarea>ひみつ</textarea>")).includes("ひみつ"));
});

test("fields in open shadow roots are listed where they stand", () => {
  const document = documentOf(
    "<label>住所<input id=first></label><div id=host></div><label>年齢<input id=last></label>",
  );
  const root = document.getElementById("host")?.attachShadow({ mode: "open" });
  if (root === undefined) throw new Error("no host");
  root.innerHTML = "<label for=box>氏名</label><input id=box>";
  const { fields } = collectFrom(document, "nonce", "https://www.example.lg.jp", () => true);
  assert.deepEqual(
    fields.map(({ id, labels }) => [id, labels[0]]),
    [
      ["first", "住所"],
      ["box", "氏名"],
      ["last", "年齢"],
    ],
  );
});

test("a new collect replaces the nonce of the one before", () => {
  collectFrom(documentOf("<input>"), "first", "null", () => true);
  assert.ok(knows("first"));
  collectFrom(documentOf("<input>"), "second", "null", () => true);
  assert.ok(!knows("first") && knows("second") && !knows(""));
});
