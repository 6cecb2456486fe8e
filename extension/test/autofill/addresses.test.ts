import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, HANAKO_GIVEN, planned } from "./page.ts";

const boxes = (...labels: string[]) =>
  labels.map((label, at) => `<label for=b${at}>${label}</label><input id=b${at}>`).join("");
const WHOLE = "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３";

/** The splits seen in real forms. */
const SPLITS = [
  ["住所"],
  ["住所", "建物名"],
  ["都道府県", "住所"],
  ["都道府県", "市区町村以降", "建物名・部屋番号"],
  ["都道府県", "市区町村", "番地"],
  ["都道府県", "市区町村", "それ以降の住所"],
  ["都道府県", "市区町村", "町名・番地", "建物名"],
  ["都道府県", "市区町村", "町名・丁目", "番地・号", "建物名・部屋番号"],
  ["都道府県", "市区町村・町名", "番地・建物名"],
  ["都道府県", "市区町村", "丁目番地", "マンション名"],
  ["住所１（都道府県）", "住所２（市区町村）", "住所３（町名・番地・建物名・部屋番号）"],
  ["都道府県・市区町村", "町名・番地", "建物名"],
] as const;

test("every split gets the whole address without gap or repetition", () => {
  for (const split of SPLITS) {
    const values = Object.values(filled(boxes(...split)));
    assert.equal(values.join("").replace(/　/g, ""), WHOLE.replace(/　/g, ""), split.join(" / "));
  }
});

test("each box gets what its label names", () => {
  assert.deepEqual(filled(boxes("都道府県", "市区町村", "町名・番地", "建物名")), {
    b0: "東京都",
    b1: "千代田区",
    b2: "霞が関三丁目２番１号",
    b3: "みほんコーポ２０３",
  });
  assert.deepEqual(filled(boxes("市区町村", "番地")), {
    b0: "千代田区",
    b1: "霞が関三丁目２番１号　みほんコーポ２０３",
  });
});

test("two silent boxes after a prefecture are town and street", () => {
  const found = planned(
    "<dl><dt>住所</dt><dd><select id=p><option>選択</option><option>北海道</option><option>東京都</option></select>" +
      "<input id=a name=addr01><input id=b name=addr02></dd></dl>",
  );
  assert.deepEqual(found, { p: "addr-pref", a: "addr-city+town", b: "addr-street+building" });
});

test("a prefecture printed before the box is not repeated in it", () => {
  assert.equal(
    filled("<dl><dt>住所</dt><dd>千葉県<input id=a></dd></dl>").a,
    "千代田区霞が関三丁目２番１号　みほんコーポ２０３",
  );
});

test("two boxes with a label of their own are two addresses, not one in two parts", () => {
  assert.deepEqual(planned("<label>住所<input id=a></label><label>住所<input id=b></label>"), {
    a: "addr-full",
    b: "other-address",
  });
});

test("options may drop 都 or carry a number; a list without the prefecture is left", () => {
  const select = (...options: string[]) =>
    `<label for=p>都道府県</label><select id=p><option value="">選択</option>${options
      .map((text, at) => `<option value=${at}>${text}</option>`)
      .join("")}</select>`;
  assert.equal(filled(select("北海道", "東京都", "京都府")).p, "東京都");
  assert.equal(filled(select("北海道", "東京", "京都")).p, "東京");
  assert.equal(filled(select("01 北海道", "13 東京都")).p, "13 東京都");
  assert.equal(filled(select("愛知県", "岐阜県")).p, "(option-missing)");
});

test("full width and half width as the box asks", () => {
  assert.equal(filled(boxes("番地（全角）")).b0, "２番１号　みほんコーポ２０３");
  assert.equal(filled("<label>番地（半角数字）<input id=a></label><label>建物名<input id=b></label>").a, "2番1号");
});

test("nothing is cut: what is longer than the box allows is left", () => {
  assert.equal(filled("<label>住所<input id=a maxlength=10></label>").a, "(too-long)");
});

test("a part the card does not have is left with the reason", () => {
  const { address } = HANAKO_GIVEN;
  if (address === null) throw new Error("the test person has an address");
  const house = { ...HANAKO_GIVEN, address: { ...address, full: "東京都千代田区霞が関三丁目２番１号", building: "" } };
  assert.deepEqual(filled(boxes("住所", "建物名"), house), {
    b0: "東京都千代田区霞が関三丁目２番１号",
    b1: "(no-building)",
  });
  const unknown = {
    full: "みほん島一番地",
    prefecture: "",
    city: "",
    town: "みほん島",
    street: "一番地",
    building: "",
  };
  const found = filled(boxes("都道府県", "市区町村", "町名・番地"), { ...HANAKO_GIVEN, address: unknown });
  assert.deepEqual(Object.values(found), ["(address-not-split)", "(address-not-split)", "(address-not-split)"]);
});

test("postal code: one box, two boxes, with and without hyphen", () => {
  const zip = (attributes: string) => filled(`<label>郵便番号<input id=z ${attributes}></label>`).z;
  assert.equal(zip(""), "1000013");
  assert.equal(zip("maxlength=8 placeholder=000-0000"), "100-0013");
  assert.equal(zip("placeholder=1234567"), "1000013");
  const two = "<dl><dt>郵便番号</dt><dd><input id=a maxlength=3>-<input id=b maxlength=4></dd></dl>";
  assert.deepEqual(filled(two), { a: "100", b: "0013" });
});
