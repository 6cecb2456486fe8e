import assert from "node:assert/strict";
import { test } from "node:test";
import { plan } from "../../src/autofill/plan.ts";
import { factsOf, planned } from "./page.ts";

const row = (heading: string, cell: string) => `<table><tr><th>${heading}</th><td>${cell}</td></tr></table>`;
const formatOf = (markup: string) => plan([factsOf(markup)]).items[0]?.format;

test("a telephone number in three boxes, however the boxes are joined", () => {
  const three = { a: "phone-1", b: "phone-2", c: "phone-3" };
  const shapes = [
    row("電話番号", "<input id=a maxlength=5>-<input id=b maxlength=4>-<input id=c maxlength=4>"),
    row("電話番号", "<input id=a name=tel1> - <input id=b name=tel2> - <input id=c name=tel3>"),
    "<p>電話番号 <input id=a maxlength=4> - <input id=b maxlength=4> - <input id=c maxlength=4></p>",
    "<dl><dt>TEL</dt><dd><input id=a maxlength=4>（<input id=b maxlength=4>）<input id=c maxlength=4></dd></dl>",
  ];
  for (const shape of shapes) assert.deepEqual(planned(shape), three, shape);
});

test("two boxes that may be two numbers or two parts are left", () => {
  const found = planned(row("電話番号", "<input id=a maxlength=5>-<input id=b maxlength=8>"));
  assert.ok(!Object.values(found).some((one) => one.startsWith("phone")), JSON.stringify(found));
  assert.deepEqual(planned("<label>電話番号1<input id=a></label><label>電話番号2<input id=b></label>"), {
    a: "two-alike",
    b: "two-alike",
  });
});

test("a mobile and a fixed number are told apart", () => {
  assert.deepEqual(formatOf("<label>携帯電話番号<input id=a></label>"), {
    kind: "phone",
    part: "whole",
    line: "mobile",
    hyphen: true,
    width: "half",
  });
  assert.deepEqual(planned("<label>自宅電話<input id=a></label><label>携帯電話<input id=b></label>"), {
    a: "phone",
    b: "phone",
  });
});

test("hyphens as the box shows or says", () => {
  const hyphen = (attributes: string, label = "電話番号") => {
    const format = formatOf(`<label>${label}<input id=a ${attributes}></label>`);
    return format?.kind === "phone" && format.hyphen;
  };
  assert.equal(hyphen(""), true);
  assert.equal(hyphen("placeholder=090-1234-5678"), true);
  assert.equal(hyphen("placeholder=09012345678"), false);
  assert.equal(hyphen("maxlength=11"), false);
  assert.equal(hyphen("", "電話番号（ハイフンなし）"), false);
  assert.equal(hyphen("", "電話番号（半角数字のみ）"), false);
});

test("a mail address and its confirmation", () => {
  const twice = "<label>メールアドレス<input id=a></label><label>メールアドレス（確認用）<input id=b></label>";
  assert.deepEqual(planned(twice), { a: "email", b: "email" });
  assert.deepEqual(planned(row("メールアドレス", "<input id=a type=email><br><input id=b type=email>")), {
    a: "email",
    b: "email",
  });
});

test("what speaks of telephone or mail and asks for something else is left", () => {
  const others = [
    "<label>FAX番号<input id=x></label>",
    "<label>電話に出られる時間帯<input id=x></label>",
    "<label>メールマガジンの件名<input id=x></label>",
    "<label>勤務先電話番号<input id=x></label>",
    "<label>学校の電話番号<input id=x></label>",
    "<label>かかりつけ病院の電話番号<input id=x></label>",
    "<label>緊急連絡先の電話番号<input id=x></label>",
    "<label>お電話でのご相談内容<textarea id=x></textarea></label>",
    "<label>電話番号<input id=x type=number></label>",
    "<label>電話番号<input id=x type=checkbox></label>",
    "<label>電話番号<select id=x><option>自宅<option>携帯</select></label>",
    "<label>お子様の携帯電話<input id=x></label>",
    "<p><label>メールアドレス</label><input id=x>@<input id=y></p>",
  ];
  for (const other of others) {
    const found = planned(other);
    assert.ok(!/^(phone|email)/.test(found.x ?? ""), `${other} ${found.x}`);
  }
});
