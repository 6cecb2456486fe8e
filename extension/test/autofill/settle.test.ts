import assert from "node:assert/strict";
import { test } from "node:test";
import { applyWith, undo } from "../../src/autofill/apply.ts";
import { collectFrom } from "../../src/autofill/collect.ts";
import { isPostal } from "../../src/autofill/settle.ts";
import type { Write } from "../../src/autofill/types.ts";
import { documentOf } from "./page.ts";

/** linkedom's selects cannot be chosen from; these can, and fall back to their first option as a browser's do. */
function choosable(document: Document): void {
  const chosen = new WeakMap<object, Element | undefined>();
  const options = (select: HTMLSelectElement) => [...select.querySelectorAll("option")];
  const index = (select: HTMLSelectElement) => {
    const found = options(select).indexOf(chosen.get(select) as HTMLOptionElement);
    return found < 0 && options(select).length > 0 ? 0 : found;
  };
  Object.defineProperties(Object.getPrototypeOf(document.createElement("select")), {
    selectedIndex: {
      configurable: true,
      get(this: HTMLSelectElement) {
        return index(this);
      },
      set(this: HTMLSelectElement, at: number) {
        chosen.set(this, options(this)[at]);
      },
    },
    value: {
      configurable: true,
      get(this: HTMLSelectElement) {
        return options(this)[index(this)]?.value ?? "";
      },
    },
  });
}

const yes = () => true;
type Values = Record<string, string>;

/** A collected page: writes values by id, and says what stands in a control. */
function opened(markup: string, sees: (control: Element) => boolean = yes) {
  const document = documentOf(markup);
  choosable(document);
  const { fields } = collectFrom(document, "nonce", "https://www.example.lg.jp", yes);
  const control = (id: string) => document.getElementById(id) as unknown as HTMLInputElement;
  const write = async (values: Values) => {
    const writes: Write[] = fields.flatMap(({ ref, id }) =>
      values[id] === undefined ? [] : { ref, value: values[id] },
    );
    const results = await applyWith("nonce", writes, yes, sees);
    return Object.fromEntries(results.map(({ ref, state }) => [fields.find((one) => one.ref === ref)?.id, state]));
  };
  return { document, control, write };
}

const CITY =
  "<label>都道府県<select id=pref><option value=''>選択</option><option value=13>東京都</option><option value=14>神奈川県</option></select></label>" +
  "<label id=l>市区町村<select id=city><option value=''>選択</option></select></label>";
const options = (...texts: string[]) =>
  texts.map((text, at) => `<option value="${at === 0 ? "" : 100 + at}">${text}</option>`).join("");

/** The page loads the cities when the prefecture is chosen. */
function loading(page: ReturnType<typeof opened>, after: number, then: () => void = () => {}) {
  const { control } = page;
  control("pref").addEventListener("change", () => {
    setTimeout(() => {
      control("city").innerHTML = options("選択", "千代田区", "中央区");
      then();
    }, after);
  });
}

test("a list that loads after another was chosen is waited for, and the one choice that reads alike is taken", async () => {
  const page = opened(CITY);
  loading(page, 300);
  assert.deepEqual(await page.write({ pref: "13", city: "千代田区" }), { pref: "filled", city: "filled" });
  assert.equal(page.control("city").value, "101");
});

test("a choice that does not come, or comes twice, is not taken", async () => {
  const twice = opened(CITY);
  loading(twice, 50, () => {
    twice.control("city").innerHTML = options("選択", "府中市", "府中市");
  });
  assert.deepEqual(await twice.write({ pref: "13", city: "府中市" }), { pref: "filled", city: "refused" });
  assert.equal(twice.control("city").value, "");
});

test("a list whose label is swapped, or that is hidden, while it loads gets nothing", async () => {
  const swapped = opened(CITY);
  loading(swapped, 100, () => {
    swapped.control("l").firstChild?.replaceWith("掲示板に出す地名");
  });
  assert.equal((await swapped.write({ pref: "13", city: "千代田区" })).city, "refused");
  const hidden = opened(CITY, () => false);
  loading(hidden, 100);
  assert.equal((await hidden.write({ pref: "13", city: "千代田区" })).city, "refused");
  for (const page of [swapped, hidden]) assert.equal(page.control("city").value, "");
});

test("a list made anew with other values gets its choice back by its text", async () => {
  const page = opened(
    CITY.replace(/(id=city>)<option value=''>選択<[/]option>/, `$1${options("選択", "中央区", "千代田区")}`),
  );
  loading(page, 100);
  assert.deepEqual(await page.write({ pref: "13", city: "102" }), { pref: "filled", city: "filled" });
  assert.equal(page.control("city").value, "101");
});

const ADDRESS =
  "<label>郵便番号<input id=zip></label><label>住所<input id=address></label><label>氏名<input id=name></label>";
const CARD = { zip: "1000013", address: "東京都千代田区霞が関三丁目２番１号", name: "見本　花子" };

/** The page looks the address up by the postal code, and writes over what stands there, without an event. */
function lookingUp(page: ReturnType<typeof opened>, after: number) {
  page.control("zip").addEventListener("input", () => {
    setTimeout(() => {
      page.control("address").value = "";
      page.control("address").value = "東京都千代田区霞が関";
    }, after);
  });
}

test("an address a postal script writes over is put back once it is quiet", async () => {
  for (const after of [10, 400, 1100]) {
    const page = opened(ADDRESS);
    lookingUp(page, after);
    assert.deepEqual(await page.write(CARD), { zip: "filled", address: "filled", name: "filled" }, `after ${after} ms`);
    assert.equal(page.control("address").value, CARD.address);
  }
});

test("a page that insists has the last word, and it is reported", async () => {
  const page = opened(ADDRESS);
  for (const id of ["zip", "address"])
    page.control(id).addEventListener("input", () => {
      setTimeout(() => {
        page.control("address").value = "霞が関";
      }, 30);
    });
  assert.equal((await page.write(CARD)).address, "changed-by-page");
  assert.equal(page.control("address").value, "霞が関");
});

test("what a page writes in another way, and what the person takes over, is not written again", async () => {
  const page = opened(ADDRESS);
  let written = 0;
  page.control("address").addEventListener("input", () => {
    written += 1;
    page.control("address").value = "東京都千代田区霞が関三丁目2番1号";
  });
  assert.equal((await page.write(CARD)).address, "changed-by-page");
  assert.equal(written, 1);
});

test("a form without a postal code is not kept waiting", async () => {
  const page = opened("<label>氏名<input id=name></label><label>生年<input id=year></label>");
  const start = Date.now();
  await page.write({ name: "見本　花子", year: "1985" });
  assert.ok(Date.now() - start < 1000);
});

test("only whole postal codes and their first boxes count as such", () => {
  for (const text of ["1000013", "100-0013", "１００−００１３", "100"]) assert.ok(isPostal(text), text);
  for (const text of ["1985", "15", "5", "41", "見本", "0300000000", ""]) assert.ok(!isPostal(text), text);
});

test("undo goes backwards: the city goes before the prefecture whose list holds it", async () => {
  const page = opened(CITY);
  const order: string[] = [];
  loading(page, 20);
  await page.write({ pref: "13", city: "千代田区" });
  for (const id of ["pref", "city"]) page.control(id).addEventListener("change", () => order.push(id));
  await undo("nonce");
  assert.deepEqual(order, ["city", "pref"]);
});
