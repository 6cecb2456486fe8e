import assert from "node:assert/strict";
import { test } from "node:test";
import type { PreviewRow } from "../../src/autofill/types.ts";
import { PAGES } from "../autofill/habits.ts";
import { byPage } from "./browser-like.ts";
import type { Control, Page } from "./filled.ts";
import { PEOPLE } from "./people.ts";
import { fillAndWatch } from "./writing.ts";

const wrap = (markup: string) => (markup.includes("<form") ? markup : `<form>${markup}</form>`);
const [[, hanako]] = Object.entries(PEOPLE) as [[string, (typeof PEOPLE)[string]]];

test("on every page of habits only ticked rows are written, with the value that was shown, and nothing else changes", async () => {
  const errors: string[] = [];
  let [filled, left] = [0, 0];
  for (const [at, [name, [markup]]] of Object.entries(PAGES).entries()) {
    for (const profile of Object.values(PEOPLE)) {
      const found = await fillAndWatch(wrap(markup), profile, (_, row) => (row * 7 + at) % 3 !== 0);
      errors.push(...found.errors.map((error) => `${name}: ${error}`));
      filled += found.filled;
      left += found.left;
    }
  }
  assert.deepEqual(errors, []);
  assert.ok(filled > 200 && left > 100, `${filled} filled, ${left} left`);
});

const FORM =
  "<p><label for=a>氏名</label><input id=a name=shimei></p>" +
  "<p><label for=b>住所</label><input id=b name=address></p>" +
  "<p><label for=c>都道府県</label><select id=c name=ken><option value=''>選択</option><option value=13>東京都</option><option value=1>北海道</option></select></p>" +
  "<fieldset><legend>性別</legend><label><input type=radio name=s value=1>男</label><label><input type=radio name=s value=2>女</label></fieldset>" +
  "<p><label for=x>備考</label><input id=x name=bikou></p><p><label><input type=checkbox id=y name=ok>同意する</label></p>";

const of = ({ document }: Page, id: string) => document.getElementById(id) as unknown as Control;

/** What a page does to its fields: each is tried after the preview, and while the first field is being written. */
const SWAPS: Readonly<Record<string, (page: Page) => void>> = {
  "another element in the place of the field": (page) => {
    of(page, "b").replaceWith(of(page, "b").cloneNode());
  },
  "two fields change their labels": ({ document }) => {
    const [a, b] = [...document.querySelectorAll("label")];
    a?.setAttribute("for", "x");
    b?.setAttribute("for", "a");
  },
  "two fields change their places": (page) => {
    of(page, "b").after(of(page, "x"));
    page.document.body.prepend(of(page, "b"));
  },
  "another id and name": (page) => {
    of(page, "x").id = "z";
    of(page, "b").id = "x";
    of(page, "z").id = "b";
  },
  "a secret field": (page) => of(page, "b").setAttribute("type", "password"),
  "a file field": (page) => of(page, "b").setAttribute("type", "file"),
  "options that change their meaning": ({ document }) => {
    const [, tokyo, other] = [...document.querySelectorAll("option")];
    tokyo?.setAttribute("value", "1");
    other?.setAttribute("value", "13");
  },
  "options that change their words": ({ document }) => {
    const [, tokyo, other] = [...document.querySelectorAll("option")];
    if (tokyo && other) [tokyo.textContent, other.textContent] = [other.textContent, tokyo.textContent];
  },
  "radios that change their values": ({ document }) => {
    const [man, woman] = [...document.querySelectorAll("input[type=radio]")];
    man?.setAttribute("value", "2");
    woman?.setAttribute("value", "1");
  },
  "radios that change their words": ({ document }) => {
    const [man, woman] = [...document.querySelectorAll("fieldset label")];
    man?.lastChild?.replaceWith("女");
    woman?.lastChild?.replaceWith("男");
  },
  "a field switched off": (page) => of(page, "b").setAttribute("disabled", ""),
  "all fields of the form anew": ({ document }) => {
    const form = document.querySelector("form");
    if (form) form.innerHTML = String(form.innerHTML);
  },
  "a form that sends itself": ({ document }) =>
    document.querySelector("form")?.setAttribute("action", "https://evil.example/"),
  "something typed by the page": (page) => {
    of(page, "b").value = "前の値";
    of(page, "x").value = "前の値";
  },
};

for (const [name, swap] of Object.entries(SWAPS)) {
  test(`a page that changes after the preview gets nothing but what was shown: ${name}`, async () => {
    const { errors } = await fillAndWatch(
      FORM,
      hanako,
      () => true,
      (page: Page, _: readonly PreviewRow[]) => byPage(() => swap(page)),
    );
    assert.deepEqual(errors, []);
  });
  test(`a page that changes while it is written gets nothing but what was shown: ${name}`, async () => {
    let swapped = false;
    const { errors, filled } = await fillAndWatch(
      FORM,
      hanako,
      () => true,
      (page: Page, _: readonly PreviewRow[]) =>
        of(page, "a").addEventListener("input", () => {
          if (!swapped) byPage(() => swap(page));
          swapped = true;
        }),
    );
    assert.deepEqual(errors, []);
    assert.ok(swapped && filled > 0);
  });
}

test("the watch itself sees a write that was not shown", async () => {
  const { errors } = await fillAndWatch(
    FORM,
    hanako,
    () => true,
    (page: Page, _: readonly PreviewRow[]) =>
      of(page, "a").addEventListener("input", () => {
        of(page, "x").value = "よそ";
        of(page, "y").click();
      }),
  );
  assert.equal(errors.length >= 2, true, String(errors));
});
