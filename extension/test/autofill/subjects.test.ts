import assert from "node:assert/strict";
import { test } from "node:test";
import { planned } from "./page.ts";

test("another person's fields are left, and those that follow them without a word", () => {
  for (const who of ["代理人", "世帯主", "お子様", "配偶者", "緊急連絡先", "被相続人", "児童", "同居家族"]) {
    const found = planned(
      `<label>${who}の氏名<input id=a></label><label>フリガナ<input id=b></label><label>生年月日<input id=c></label>`,
    );
    assert.deepEqual(found, { a: "other-person", b: "other-person", c: "other-person" }, who);
  }
});

test("the applicant after another person starts over", () => {
  const found = planned(
    "<label>お子様のお名前<input id=a></label><label>生年月日<input id=b></label>" +
      "<label>申請者氏名<input id=c></label><label>住所<input id=d></label>",
  );
  assert.deepEqual(found, { a: "other-person", b: "other-person", c: "name-full", d: "addr-full" });
});

test("the 名 box after a child's 姓 box stays the child's", () => {
  const found = planned("<label>お子様の姓<input id=a></label><label>名<input id=b></label>");
  assert.deepEqual(found, { a: "other-person", b: "other-person" });
});

test("a heading speaks for its block, the title of a procedure does not", () => {
  const block = planned("<h2>世帯主について</h2><label>氏名<input id=a></label>");
  assert.equal(block.a, "other-person");
  const title = planned("<h2>世帯主変更届</h2><label>氏名<input id=a></label>");
  assert.equal(title.a, "name-full");
});

test("a company asked for first owns the address after it; after the person's name it does not", () => {
  const first = planned("<label>会社名<input id=a></label><label>住所<input id=b></label>");
  assert.equal(first.b, "other-person");
  const second = planned(
    "<label>お名前<input id=n></label><label>会社名<input id=a></label><label>住所<input id=b></label>",
  );
  assert.equal(second.b, "addr-full");
});

test("the relation to somebody is no name of theirs", () => {
  const found = planned(
    "<label>氏名<input id=a></label><label>世帯主との続柄<input id=b></label><label>住所<input id=c></label>",
  );
  assert.deepEqual(found, { a: "name-full", b: "unknown", c: "addr-full" });
});

test("words that contradict are a reason to leave the field", () => {
  assert.equal(planned("<label>申請者（法人の代表者）の氏名<input id=a></label>").a, "whose-unclear");
});

test("a guardian is asked for alone: for the person to confirm; beside an applicant: left", () => {
  assert.equal(planned("<label>保護者氏名<input id=a></label>").a, "name-full");
  const beside = planned("<label>氏名<input id=a></label><label>保護者氏名<input id=b></label>");
  assert.deepEqual(beside, { a: "name-full", b: "other-person" });
});

test("other addresses are left: the one to send to, the old one, the second of a kind", () => {
  const sent = planned(
    "<label>住所<input id=a></label><table><tr><th>送付先</th><td><input id=b name=address2></td></tr></table>",
  );
  assert.equal(sent.a, "addr-full");
  assert.notEqual(sent.b, "addr-full");
  assert.equal(planned("<label>転入前の住所<input id=a></label>").a, "other-address");
  const again = planned(
    "<label>都道府県<input id=a></label><label>市区町村<input id=b></label>" +
      "<label>都道府県<input id=c></label><label>市区町村<input id=d></label>",
  );
  assert.deepEqual(again, { a: "addr-pref", b: "addr-city", c: "other-address", d: "other-address" });
});

test("identifiers name another person where no label does", () => {
  const found = planned(
    "<label>名前<input id=child-name></label><label>生年月日<input id=child-birth type=date></label>",
  );
  assert.deepEqual(found, { "child-name": "other-person", "child-birth": "other-person" });
});

test("the one who is asked for where it is not the applicant is not the applicant", () => {
  const found = planned(
    "<label>氏名<input id=a></label><label>住所<input id=b></label><fieldset><legend>送付先（申請者と異なる場合）</legend>" +
      "<label>住所<input id=c></label></fieldset><h3>受任者</h3><label>氏名<input id=d></label>",
  );
  assert.deepEqual(found, { a: "name-full", b: "addr-full", c: "other-address", d: "other-person" });
});
