import assert from "node:assert/strict";
import { test } from "node:test";
import { applyWith, undo } from "../../src/autofill/apply.ts";
import { collectFrom } from "../../src/autofill/collect.ts";
import { forgetAll } from "../../src/autofill/state.ts";
import type { Write } from "../../src/autofill/types.ts";
import { documentOf } from "./page.ts";

const yes = () => true;

/** A collected page: its document, the ref of a field by id, and a short way to write by id. */
function opened(markup: string) {
  const document = documentOf(markup);
  const { fields } = collectFrom(document, "nonce", "https://www.example.lg.jp", yes);
  const control = (id: string) => document.getElementById(id) as unknown as HTMLInputElement;
  const ref = (id: string) => fields.find((field) => field.id === id)?.ref ?? "none";
  const write = (id: string, value: string, more: Partial<Write> = {}) =>
    applyWith("nonce", [{ ref: ref(id), value, ...more }], yes);
  return { document, control, ref, write };
}

test("text is set and announced in the order frameworks expect", async () => {
  const { control, write } = opened("<label>氏名<input id=x></label>");
  const seen: string[] = [];
  for (const type of ["focus", "input", "change", "blur", "keyup", "submit"]) {
    control("x").addEventListener(type, () => seen.push(type));
  }
  const [result] = await write("x", "見本　花子");
  assert.equal(result?.state, "filled");
  assert.equal(control("x").value, "見本　花子");
  assert.deepEqual(seen, ["focus", "input", "change", "blur"]);
});

test("a document that was not collected under the nonce is not touched", async () => {
  const { control, ref } = opened("<label>氏名<input id=x></label>");
  assert.deepEqual(await applyWith("another", [{ ref: ref("x"), value: "見本" }], yes), []);
  assert.equal(control("x").value, "");
  assert.equal(await undo("another"), 0);
});

test("what is not empty stays, unless the person said to overwrite", async () => {
  const { control, write } = opened("<label>氏名<input id=x value=前の値></label>");
  assert.equal((await write("x", "見本"))[0]?.state, "refused");
  assert.equal(control("x").value, "前の値");
  assert.equal((await write("x", "見本", { overwrite: true }))[0]?.state, "filled");
});

test("a swapped label, a hidden, retyped, disabled field is refused; a removed one is gone", async () => {
  const swapped = opened("<label id=l for=x>氏名</label><input id=x>");
  swapped.control("l").textContent = "掲示板に出す名前";
  assert.equal((await swapped.write("x", "見本"))[0]?.state, "refused");

  const hidden = opened("<label>氏名<input id=x></label>");
  const [unseen] = await applyWith("nonce", [{ ref: hidden.ref("x"), value: "見本" }], () => false);
  assert.equal(unseen?.state, "refused");

  const retyped = opened("<label>氏名<input id=x></label>");
  retyped.control("x").setAttribute("type", "password");
  assert.equal((await retyped.write("x", "見本"))[0]?.state, "refused");

  const disabled = opened("<label>氏名<input id=x></label>");
  disabled.control("x").setAttribute("disabled", "");
  assert.equal((await disabled.write("x", "見本"))[0]?.state, "refused");

  const removed = opened("<label>氏名<input id=x></label>");
  removed.control("x").remove();
  assert.equal((await removed.write("x", "見本"))[0]?.state, "gone");
  for (const page of [swapped, hidden, retyped, disabled]) assert.equal(page.control("x").value, "");
});

test("one refused field does not keep the others from being filled, and what an earlier write relabels is refused", async () => {
  const { control, ref } = opened("<label>姓<input id=a></label><label id=l for=b>名</label><input id=b>");
  control("a").addEventListener("input", () => {
    control("l").textContent = "名を正しく入力してください";
  });
  const results = await applyWith(
    "nonce",
    [
      { ref: ref("a"), value: "見本" },
      { ref: ref("b"), value: "花子" },
      { ref: "none", value: "x" },
    ],
    yes,
  );
  assert.deepEqual(
    results.map(({ state }) => state),
    ["filled", "refused", "gone"],
  );
  assert.equal((control("b") as HTMLInputElement).value, "");
});

test("a checkbox and a password are never written, whatever is asked", async () => {
  const { control, write } = opened(
    "<label>同意<input id=x type=checkbox value=1></label><label>氏名<input id=y type=password></label>",
  );
  assert.equal((await write("x", "1", { overwrite: true }))[0]?.state, "refused");
  assert.equal((await write("y", "見本", { overwrite: true }))[0]?.state, "refused");
  assert.equal(control("x").hasAttribute("checked"), false);
});

test("a select takes only a value that is one of its options", async () => {
  const { write } = opened(
    "<label for=x>都道府県</label><select id=x><option value=''>選択</option><option value=13>東京都</option></select>",
  );
  assert.equal((await write("x", "14"))[0]?.state, "refused");
});

test("what the page makes of a value is reported", async () => {
  const { control, write } = opened("<label>郵便番号<input id=x></label>");
  control("x").addEventListener("input", () => {
    control("x").value = "1000013";
  });
  const [result] = await write("x", "100-0013");
  assert.deepEqual([result?.state, result?.value], ["changed-by-page", "1000013"]);
});

test("undo puts back what stood there, with events, once", async () => {
  const { control, write } = opened("<label>氏名<input id=x value=前の値></label>");
  let inputs = 0;
  control("x").addEventListener("input", () => {
    inputs += 1;
  });
  await write("x", "見本", { overwrite: true });
  await write("x", "見本　花子", { overwrite: true });
  assert.equal(await undo("nonce"), 1);
  assert.equal(control("x").value, "前の値");
  assert.equal(inputs, 3);
  assert.equal(await undo("nonce"), 0);
});

test("a radio is clicked, not set, and only when it is not chosen already", async () => {
  const { control, ref } = opened(
    "<label><input type=radio name=s id=m value=1>男</label><label><input type=radio name=s id=f value=2>女</label>",
  );
  let clicks = 0;
  control("f").addEventListener("click", () => {
    clicks += 1;
    control("f").checked = true;
  });
  const results = await applyWith("nonce", [{ ref: ref("m"), value: "2" }], yes);
  assert.equal(results[0]?.state, "filled");
  assert.equal(clicks, 1);
});

test("what was forgotten is not written any more, also where the page is still waited for", async () => {
  const { control, ref } = opened("<label>郵便番号<input id=zip></label><label>住所<input id=address></label>");
  const writing = applyWith(
    "nonce",
    [
      { ref: ref("zip"), value: "1000013" },
      { ref: ref("address"), value: "東京都千代田区１－１" },
    ],
    yes,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  forgetAll("nonce");
  control("address").value = "";
  await writing;
  assert.equal(control("address").value, "");
});

test("a heading that says another person now than when it was looked at is a refusal", async () => {
  const { document, control, write } = opened("<h2 id=who>申請者</h2><label>氏名<input id=x></label>");
  const heading = document.getElementById("who");
  if (heading !== null) heading.textContent = "児童";
  assert.equal((await write("x", "見本　花子"))[0]?.state, "refused");
  assert.equal(control("x").value, "");
});
