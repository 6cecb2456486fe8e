/** Reading what stands in a page: what is never read, what a page can do meanwhile, and that nothing is ever written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { collectFrom } from "../../src/autofill/collect.ts";
import { type Eyes, MAX_TEXT, readWith } from "../../src/compare/read.ts";
import { byPage, documentFrom, hurried, snapshot, writes } from "./browser-like.ts";
import type { Control } from "./filled.ts";

const EYES: Eyes = { sees: () => true, masked: () => false };

function opened(markup: string) {
  const document = documentFrom(`<form>${markup}</form>`);
  const { fields } = collectFrom(document, "nonce", "https://www.example.lg.jp", () => true);
  const control = (id: string) => document.getElementById(id) as unknown as Control;
  const ref = (id: string) => fields.find((field) => field.id === id)?.ref ?? "none";
  const read = async (ids: string[], eyes: Partial<Eyes> = {}, nonce = "nonce") => {
    const found = await hurried(() => readWith(nonce, ids.map(ref), { ...EYES, ...eyes }));
    return found.map(({ state, text }) => (state === "read" ? text : `(${state})`));
  };
  return { document, control, ref, read };
}

const NAME = "<label>氏名<input id=a value='見本　花子'></label>";

test("only a document collected under the nonce answers, and only about the fields it is asked for", async () => {
  const { read } = opened(`${NAME}<label>住所<input id=b value='東京都'></label>`);
  assert.deepEqual(await read(["a"]), ["見本　花子"]);
  assert.deepEqual(await read(["a", "b"], {}, "another"), []);
  assert.deepEqual(await read(["nothing"]), ["(gone)"]);
});

test("of a list the words are read, of radios the words of the chosen one, and nothing where none is chosen", async () => {
  const { read } = opened(
    "<label for=p>都道府県</label><select id=p><option value=''>選択</option><option value=13 selected>東京都</option></select>" +
      "<label for=q>都道府県</label><select id=q><option value=0>選択してください</option><option value=13>東京都</option></select>" +
      "<fieldset><legend>性別</legend><label><input type=radio id=r name=s value=1>男</label><label><input type=radio name=s value=2 checked>女</label></fieldset>" +
      "<fieldset><legend>続柄</legend><label><input type=radio id=t name=u value=1>男</label><label><input type=radio name=u value=2>女</label></fieldset>",
  );
  assert.deepEqual(await read(["p", "q", "r", "t"]), ["東京都", "", "女", ""]);
});

test("nothing is written, clicked, focused, and no event is made", async () => {
  const { document, read } = opened(
    `${NAME}<label for=p>都道府県</label><select id=p><option>東京都</option></select><label><input type=radio id=r name=s>女</label>`,
  );
  const heard: string[] = [];
  for (const type of ["focus", "focusin", "blur", "input", "change", "click", "keydown", "submit", "scroll"]) {
    document.addEventListener(type, () => heard.push(type), true);
  }
  const before = snapshot(document);
  writes.length = 0;
  await read(["a", "p", "r"]);
  assert.deepEqual(writes, []);
  assert.deepEqual(heard, []);
  const after = snapshot(document);
  assert.equal(after.markup, before.markup);
  assert.deepEqual([...after.controls.values()], [...before.controls.values()]);
});

test("what a person cannot see is not read, nor what the page shows as dots", async () => {
  const { control, read } = opened(`${NAME}<label>住所<input id=b value='ひみつ'></label>`);
  assert.deepEqual(await read(["a", "b"], { sees: (one) => one.id !== "b" }), ["見本　花子", "(hidden)"]);
  assert.deepEqual(await read(["a", "b"], { masked: (one) => one.id === "b" }), ["見本　花子", "(masked)"]);
  control("b").setAttribute("type", "password");
  assert.deepEqual(await read(["a", "b"]), ["見本　花子", "(changed)"]);
});

test("a password box is never read, also when it was one from the start", async () => {
  const { read } = opened("<label>氏名<input type=password id=a value='ひみつ'></label>");
  assert.deepEqual(await read(["a"]), ["(changed)"]);
});

test("another label, another element, none at all: not read", async () => {
  const swapped = opened("<label id=l for=a>氏名</label><input id=a value='見本'>");
  swapped.control("l").textContent = "相手の氏名";
  assert.deepEqual(await swapped.read(["a"]), ["(changed)"]);
  const replaced = opened(NAME);
  replaced.control("a").replaceWith(replaced.control("a").cloneNode());
  assert.deepEqual(await replaced.read(["a"]), ["(gone)"]);
});

test("a list whose choices came later is read", async () => {
  const { control, read } = opened("<label for=c>市区町村</label><select id=c><option value=''>選択</option></select>");
  control("c").innerHTML = "<option value=''>選択</option><option value=101 selected>千代田区</option>";
  assert.deepEqual(await read(["c"]), ["千代田区"]);
});

test("ten megabytes in a field stay in the page", async () => {
  const { control, read } = opened(`${NAME}<label>住所<textarea id=b></textarea></label>`);
  control("b").value = "あ".repeat(10 * 1024 * 1024);
  assert.deepEqual(await read(["a", "b"]), ["見本　花子", "(long)"]);
  control("b").value = "あ".repeat(MAX_TEXT);
  assert.equal((await read(["b"]))[0]?.length, MAX_TEXT);
});

test("a page that changes what is being read is told, whichever of its texts came first", async () => {
  const { control, read } = opened(NAME);
  const changing = read(["a"]);
  byPage(() => {
    control("a").value = "別の人";
  });
  assert.deepEqual(await changing, ["(moving)"]);
  const leaving = opened(NAME);
  const gone = leaving.read(["a"]);
  leaving.control("a").remove();
  assert.deepEqual(await gone, ["(gone)"]);
});

test("a page that is left while it is read answers nothing", async () => {
  const { document, read } = opened(NAME);
  const reading = read(["a"]);
  collectFrom(document, "later", "https://www.example.lg.jp", () => true);
  assert.deepEqual(await reading, []);
});
