import assert from "node:assert/strict";
import { test } from "node:test";
import { plan } from "../../src/autofill/plan.ts";
import { factsOf } from "./page.ts";

const box = (label: string, id: string) => `<p><label>${label}<input id=${id}></label></p>`;
const section = (heading: string, ...boxes: string[]) => `<h3>${heading}</h3>${boxes.join("")}`;

/** The blocks of a page as "heading: whose", and what is planned when the answer is one of them, by id. */
function asked(markup: string) {
  const facts = factsOf(markup);
  const { blocks } = plan([facts]);
  const types = (whose?: string) => {
    const { items } = plan([facts], {}, whose === undefined ? {} : { whose });
    const id = (ref: string) => facts.fields.find((one) => one.ref === ref)?.id ?? ref;
    return Object.fromEntries(items.map(({ ref, type }) => [id(ref), type]));
  };
  return {
    blocks: blocks.map(({ heading, whose }) => `${heading}: ${whose}`),
    by: (at: number) => types(blocks[at]?.id),
    unanswered: types(),
  };
}

test("a form for one person asks nothing", () => {
  assert.deepEqual(asked(box("氏名", "a") + box("フリガナ", "b") + box("住所", "c")).blocks, []);
  assert.deepEqual(asked(section("申請者", box("氏名", "a"), box("生年月日", "b"))).blocks, []);
  assert.deepEqual(asked(box("姓", "a") + box("名", "b") + box("セイ", "c") + box("メイ", "d")).blocks, []);
});

test("本人, 子, 世帯主 and 代理人 are four persons, and the card's holder can be each of them", () => {
  const page = asked(
    section("申請者（本人）", box("氏名", "a1"), box("生年月日", "a2"), box("住所", "a3"), box("電話番号", "a4")) +
      section("お子様", box("氏名", "b1"), box("生年月日", "b2")) +
      section("世帯主", box("氏名", "c1"), box("住所", "c2")) +
      section("代理人", box("氏名", "d1"), box("住所", "d2"), box("電話番号", "d3")),
  );
  assert.deepEqual(page.blocks, ["申請者（本人）: applicant", "お子様: child", "世帯主: householder", "代理人: agent"]);
  assert.deepEqual(page.unanswered, { a1: "name-full", a2: "birth-text", a3: "addr-full", a4: "phone" });
  assert.deepEqual(page.by(0), page.unanswered);
  assert.deepEqual(page.by(1), { b1: "name-full", b2: "birth-text" });
  assert.deepEqual(page.by(2), { c1: "name-full", c2: "addr-full" });
  assert.deepEqual(page.by(3), { d1: "name-full", d2: "addr-full", d3: "phone" });
});

test("two blocks without a word about their owner are unclear, and one answer fills one of them", () => {
  const person = (at: number) => box("氏名", `n${at}`) + box("生年月日", `b${at}`) + box("続柄", `r${at}`);
  const page = asked(person(1) + person(2));
  assert.deepEqual(page.blocks, ["氏名: unclear", "氏名: unclear"]);
  assert.deepEqual(page.unanswered, {});
  assert.deepEqual(page.by(1), { n2: "name-full", b2: "birth-text" });
});

test("児童1 and 児童2 are two children, the words stand in the labels", () => {
  const child = (at: number) => box(`児童${at}の氏名`, `n${at}`) + box(`児童${at}の生年月日`, `b${at}`);
  const page = asked(box("保護者氏名", "p") + box("住所", "a") + child(1) + child(2));
  assert.deepEqual(page.blocks, ["保護者氏名: guardian", "児童1の氏名: child", "児童2の氏名: child"]);
  assert.deepEqual(page.by(2), { n2: "name-full", b2: "birth-text" });
  assert.deepEqual(page.by(0), { p: "name-full", a: "addr-full" });
});

test("〒 and 住所 above the applicant's name are the applicant's, and behind 世帯主の氏名 too", () => {
  const above = asked(
    box("郵便番号", "z") +
      box("住所", "a") +
      box("申請者氏名", "n") +
      box("代理人氏名", "d") +
      box("代理人電話番号", "t"),
  );
  assert.deepEqual(above.by(0), { z: "zip", a: "addr-full", n: "name-full" });
  const behind = asked(
    box("申請者氏名", "n") + box("世帯主の氏名", "h") + box("世帯主の生年月日", "b") + box("住所", "a"),
  );
  assert.deepEqual(behind.by(0), { n: "name-full", a: "addr-full" });
});

test("who is only named beside a person of whom more is asked is nobody to choose", () => {
  const page = asked(box("申請者氏名", "n") + box("住所", "a") + box("世帯主の氏名", "h") + box("保護者氏名", "p"));
  assert.deepEqual(page.blocks, []);
  assert.deepEqual(page.unanswered, { n: "name-full", a: "addr-full" });
});

test("a reading before the name is the same person's, 申請者（世帯主） and 請求者（窓口に来られた方） the applicant", () => {
  for (const who of ["申請者（世帯主）", "請求者（窓口に来られた方）", "被保険者（本人）"]) {
    const page = asked(section(who, box("フリガナ", "k"), box("氏名", "n"), box("生年月日", "b"), box("住所", "a")));
    assert.deepEqual(page.blocks, [], who);
    assert.deepEqual(page.unanswered, { k: "kana-full", n: "name-full", b: "birth-text", a: "addr-full" }, who);
  }
});

test("a block without a heading is called by its name box, not by what stands above it", () => {
  const page = asked(
    box("郵便番号", "z") + box("氏名", "n") + box("住所", "a") + box("代理人氏名", "d") + box("代理人住所", "e"),
  );
  assert.deepEqual(page.blocks, ["氏名: unclear", "代理人氏名: agent"]);
});

test("companies, animals, doctors, the dead and emergency contacts are nobody to choose", () => {
  for (const who of ["法人", "ペット", "主治医", "亡くなった方", "緊急連絡先", "勤務先"]) {
    const page = asked(section("申請者", box("氏名", "a")) + section(who, box("氏名", "b"), box("住所", "c")));
    assert.deepEqual(page.blocks, [], who);
    assert.deepEqual(page.unanswered, { a: "name-full" }, who);
  }
});

test("a form for somebody else alone names that person, and fills only on that answer", () => {
  const page = asked(box("お子様のお名前", "n") + box("フリガナ", "k"));
  assert.deepEqual(page.blocks, ["お子様のお名前: child"]);
  assert.deepEqual(page.unanswered, {});
  assert.deepEqual(page.by(0), { n: "name-full", k: "kana-full" });
});

test("an answer about one form leaves the persons of another form that has several", () => {
  const persons = (mark: string) => box("申請者氏名", `${mark}a`) + box("代理人氏名", `${mark}b`);
  const page = asked(`${persons("x")}</form><form>${persons("y")}`);
  assert.equal(page.blocks.length, 4);
  assert.deepEqual(page.by(1), { xb: "name-full" });
});

test("no answer opens a box for the individual number, a trap or a consent", () => {
  const page = asked(
    section("申請者", box("氏名", "a"), box("住所", "j")) +
      section(
        "お子様",
        box("氏名", "b"),
        box("生年月日", "d"),
        box("個人番号", "n"),
        box("この欄には入力しないでください", "t"),
      ),
  );
  assert.deepEqual(page.by(1), { b: "name-full", d: "birth-text" });
});
