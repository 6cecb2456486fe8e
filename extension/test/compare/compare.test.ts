import assert from "node:assert/strict";
import { test } from "node:test";
import type { Profile } from "../../src/autofill/types.ts";
import { countsOf } from "../../src/compare/compare.ts";
import type { Box, Comparison } from "../../src/compare/types.ts";
import { HANAKO, HANAKO_GIVEN } from "../autofill/page.ts";
import { openPage } from "./filled.ts";

const input = (label: string, id: string, value = "", more = "") =>
  `<p><label for=${id}>${label}</label><input id=${id} name=${id} value="${value}" ${more}></p>`;
const list = (label: string, id: string, chosen: string, ...texts: string[]) =>
  `<p><label for=${id}>${label}</label><select id=${id} name=${id}>${texts
    .map(
      (text) => `<option ${text === chosen ? "selected" : ""} value="${text === "選択" ? "" : text}">${text}</option>`,
    )
    .join("")}</select></p>`;

const compared = (markup: string, profile: Profile = HANAKO): Promise<Comparison> =>
  openPage(`<form>${markup}</form>`).compare(profile);

/** The verdict of each item: "name same". */
async function said(markup: string, profile: Profile = HANAKO): Promise<string[]> {
  const { entries } = await compared(markup, profile);
  return entries.map(({ category, verdict }) => `${category} ${verdict}`);
}

const only = ({ entries }: Comparison): Box => {
  const [box] = entries.flatMap(({ boxes }) => boxes);
  if (box === undefined) throw new Error("nothing was compared");
  return box;
};

test("a name over two boxes is one item, and the box that differs is named with both texts", async () => {
  const { entries } = await compared(input("姓", "sei", "見本") + input("名", "mei", "花江"));
  assert.deepEqual(
    entries.map(({ category, verdict, boxes }) => [category, verdict, boxes.length]),
    [["name", "differs", 2]],
  );
  const [family, given] = entries[0]?.boxes ?? [];
  assert.equal(family?.verdict, "same");
  assert.deepEqual([given?.label, given?.verdict, given?.stands, given?.card], ["名", "differs", "花江", "花子"]);
});

test("another name of the card is told as that, and differs from the name", async () => {
  const name = { ...HANAKO.name, alias: "例田　花", former: "旧田" };
  const profile = { ...HANAKO, name } as Profile;
  const known = async (markup: string) => {
    const { entries } = await compared(markup, profile);
    return entries[0]?.boxes.map((box) => `${box.verdict} ${box.known ?? "-"}`);
  };
  assert.deepEqual(await known(input("氏名", "n", "例田花")), ["differs alias"]);
  assert.deepEqual(await known(input("氏名", "n", "旧田 花子")), ["differs former"]);
  assert.deepEqual(await known(input("姓", "a", "旧田") + input("名", "b", "花子")), ["differs former", "same -"]);
  assert.deepEqual(await known(input("氏名", "n", "見本　花江")), ["differs -"]);
});

test("a name put whole into the first box is the same, put elsewhere", async () => {
  const { entries } = await compared(input("姓", "sei", "見本花子") + input("名", "mei"));
  assert.equal(entries[0]?.verdict, "spelling");
  assert.deepEqual(
    entries[0]?.boxes.map(({ spellings }) => spellings),
    [["split"], ["split"]],
  );
});

test("a date over an era and three boxes is one date", async () => {
  const date = (era: string, year: string, month: string, day: string) =>
    `<fieldset><legend>生年月日</legend>${list("元号", "g", era, "選択", "昭和", "平成")}<input name=y value="${year}">年<input name=m value="${month}">月<input name=d value="${day}">日</fieldset>`;
  assert.deepEqual(await said(date("昭和", "60", "5", "15")), ["birth same"]);
  assert.deepEqual(await said(date("昭和", "６０", "05", "15")), ["birth spelling"]);
  assert.deepEqual(await said(date("昭和", "1985", "5", "15")), ["birth spelling"]);
  assert.deepEqual(await said(date("平成", "60", "5", "15")), ["birth differs"]);
  assert.deepEqual(await said(date("昭和", "60", "5", "16")), ["birth differs"]);
  assert.deepEqual(await said(date("昭和", "60", "5", "")), ["birth empty"]);
  assert.deepEqual(await said(date("選択", "", "", "")), ["birth empty"]);
  const { entries } = await compared(date("昭和", "60", "5", "16"));
  assert.deepEqual(
    entries[0]?.boxes.map(({ verdict }) => verdict),
    ["same", "same", "same", "differs"],
  );
});

test("a date in one box is the same in either era, and another day is another date", async () => {
  const date = (text: string) => input("生年月日", "birth", text);
  assert.deepEqual(await said(date("1985/05/15")), ["birth same"]);
  for (const text of ["昭和60年5月15日", "S60.5.15", "1985年5月15日", "１９８５／５／１５"]) {
    assert.deepEqual(await said(date(text)), ["birth spelling"], text);
  }
  assert.deepEqual(only(await compared(date("昭和60年5月15日"))).spellings, ["era"]);
  for (const text of ["1985/05/16", "1985/50/15", "平成60年5月15日", "85/5/15", "きのう"]) {
    assert.deepEqual(await said(date(text)), ["birth differs"], text);
  }
});

test("an address over boxes is one address; a building in the box for the street is there, and none is missing", async () => {
  const address = (city: string, street: string, building: string) =>
    list("都道府県", "ken", "東京都", "選択", "東京都", "北海道") +
    input("市区町村", "shi", city) +
    input("町名・番地", "banchi", street) +
    input("建物名", "tatemono", building);
  const [city, street, building] = ["千代田区", "霞が関三丁目２番１号", "みほんコーポ２０３"];
  assert.deepEqual(await said(address(city, street, building)), ["address same"]);
  assert.deepEqual(await said(address(city, "霞ヶ関3-2-1", "みほんコーポ203号室")), ["address spelling"]);
  assert.deepEqual(await said(address(city, `${street}　${building}`, "")), ["address spelling"]);
  assert.deepEqual(await said(address(city, street, "")), ["address empty"]);
  assert.deepEqual(await said(address("港区", street, building)), ["address differs"]);
  const { entries } = await compared(address("港区", street, building));
  assert.deepEqual(
    entries[0]?.boxes.map(({ label, verdict }) => `${label} ${verdict}`),
    ["都道府県 same", "市区町村 differs", "町名・番地 same", "建物名 same"],
  );
});

test("in one box for the whole address the part that differs is named", async () => {
  const parts = async (text: string) => only(await compared(input("住所", "jusho", text))).parts;
  assert.deepEqual(await parts("東京都千代田区霞が関三丁目２番２号　みほんコーポ２０３"), ["street"]);
  assert.deepEqual(await parts("東京都千代田区霞が関三丁目２番１号"), ["building"]);
  assert.deepEqual(await parts("千代田区霞が関三丁目２番１号　みほんコーポ２０３"), ["prefecture"]);
  assert.deepEqual(await parts("東京都港区霞が関3-2-1　みほんコーポ203"), ["city"]);
});

test("sex is told by its words, an untouched list sends its first choice, one that asks to choose sends nothing", async () => {
  assert.deepEqual(await said(list("性別", "s", "女", "男", "女")), ["sex same"]);
  assert.deepEqual(await said(list("性別", "s", "男", "男", "女")), ["sex differs"]);
  assert.deepEqual(await said(list("性別", "s", "", "男", "女")), ["sex differs"]);
  assert.deepEqual(await said(list("性別", "s", "", "選択してください", "男", "女")), ["sex empty"]);
  assert.deepEqual(await said(input("性別", "s", "女性")), ["sex spelling"]);
  assert.deepEqual(await said(input("性別", "s", "男性")), ["sex differs"]);
});

test("what the person gave beside the card is not the card's word", async () => {
  const markup =
    input("氏名", "n", "見本　花子") +
    input("フリガナ", "k", "ミホン　ハナコ") +
    input("電話番号", "t", "03-0000-0000");
  const expected = ["name same", "kana not-on-card", "other not-on-card"];
  assert.deepEqual(await said(markup), expected);
  assert.deepEqual(await said(markup, HANAKO_GIVEN), expected);
});

test("a card without a birth date or a building says nothing of them", async () => {
  const { address } = HANAKO;
  assert.ok(address);
  const bare: Profile = { ...HANAKO, birth: null, address: { ...address, building: "" } };
  assert.deepEqual(await said(input("生年月日", "b", "1985/05/15"), bare), ["birth not-on-card"]);
  const house = (building: string) =>
    input("市区町村", "c", "千代田区") +
    input("町名・番地", "d", "霞が関三丁目２番１号") +
    input("建物名", "t", building);
  assert.deepEqual(await said(house("よその家"), bare), ["address not-on-card"]);
  assert.deepEqual(await said(house(""), bare), ["address same"]);
});

test("a second name is a second item, and every planned field is in exactly one", async () => {
  const page = openPage(
    `<form>${input("お名前", "a", "見本　花子")}</form><form>${input("お名前", "b", "見本　花江")}</form>`,
  );
  const result = await page.compare(HANAKO);
  assert.deepEqual(
    result.entries.map(({ verdict }) => verdict),
    ["same", "differs"],
  );
  const { same, differs } = countsOf(result);
  assert.deepEqual([same, differs], [1, 1]);
  const refs = result.entries.flatMap(({ boxes }) => boxes.map(({ ref }) => ref));
  assert.equal(new Set(refs).size, refs.length);
});

test("a list without the card's year, and a name too long for its box, are compared all the same", async () => {
  const years = list("生まれた年", "y", "2001", "選択", "2000", "2001");
  assert.deepEqual(await said(years), ["birth differs"]);
  assert.deepEqual(await said(input("氏名", "n", "見本", "maxlength=2")), ["name differs"]);
});
