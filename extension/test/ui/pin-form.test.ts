import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { parseHTML } from "linkedom";
import { text } from "../../src/i18n/index.ts";
import type { PinKind } from "../../src/pin/kinds.ts";
import { type PinFormState, pinForm } from "../../src/ui/pin-form.ts";

const { document, Event } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

let sent: [string, boolean][] = [];
beforeEach(() => {
  sent = [];
});

function make(
  kind: PinKind = "input-support",
  state: PinFormState = { lastTry: false, triesKnown: true },
  hostEntry = false,
) {
  const ui = {
    language: "ja" as const,
    t: (...a: never[]) => text("ja", ...(a as unknown as [never])),
    announce: () => {},
  };
  const form = pinForm(
    ui,
    {
      kind,
      action: "read",
      labels: { submit: "pin.read", submitLast: "pin.readLast" },
      submit: (pin, accept) => sent.push([pin, accept]),
      hostEntry,
    },
    state,
  );
  const find = <T extends Element>(selector: string) => form.element.querySelector(selector) as T | null;
  const box = find<HTMLInputElement>("#pin") as HTMLInputElement;
  const press = () => form.element.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  return { form, find, box, press };
}

test("the box is empty as soon as the PIN went on its way", () => {
  const { box, press, form } = make();
  box.value = "1234";
  press();
  assert.deepEqual(sent, [["1234", false]]);
  assert.equal(box.value, "");
  assert.doesNotMatch(form.element.outerHTML, /1234/);
});

test("a PIN of the wrong form stays in the box, says why, and is sent nowhere", () => {
  const { box, press, find } = make();
  box.value = "12a4";
  press();
  assert.deepEqual(sent, []);
  assert.equal(find<HTMLElement>("[data-code=PIN_FORMAT]")?.dataset.reason, "letters");
  assert.match(find("[data-code=PIN_FORMAT]")?.textContent ?? "", /この欄は4けたの数字です/);
  assert.match(find("[data-hint=meant]")?.textContent ?? "", /署名用電子証明書暗証番号/);
  assert.equal(box.getAttribute("aria-invalid"), "true");
});

test("the last try needs the tick and the other button", () => {
  const { box, press, find } = make("input-support", { lastTry: true, triesKnown: true });
  assert.equal(find("[data-action=read]")?.textContent, text("ja", "pin.readLast"));
  box.value = "1234";
  press();
  assert.deepEqual(sent, []);
  const accept = find<HTMLInputElement>("#accept-last-try");
  assert.ok(accept);
  accept.checked = true;
  press();
  assert.deepEqual(sent, [["1234", true]]);
});

test("an ordinary try has no tick, so none can be sent", () => {
  const { find, box, press } = make();
  assert.equal(find("#accept-last-try"), null);
  box.value = "1234";
  press();
  assert.deepEqual(sent, [["1234", false]]);
});

test("a card with one try left put down meanwhile asks for the tick; what was typed stays", () => {
  const { form, find, box } = make();
  box.value = "12";
  form.update({ lastTry: true, triesKnown: true });
  assert.ok(find("#accept-last-try"));
  assert.equal(box.value, "12");
});

test("tries that nobody knows are not called the last one", () => {
  const { find } = make("input-support", { lastTry: true, triesKnown: false });
  const said = find(".last")?.textContent ?? "";
  assert.match(said, /わかりません/);
  assert.doesNotMatch(said, /これが最後です/);
});

test("the PIN can be shown and hidden again", () => {
  const { box, find } = make();
  const show = find<HTMLElement>("[data-action=show-pin]");
  assert.equal(box.type, "password");
  show?.click();
  assert.equal(box.type, "text");
  show?.click();
  assert.equal(box.type, "password");
});

test("the box is named with the PIN's full name and form, and asks for digits where there are only digits", () => {
  const four = make();
  assert.equal(four.find("label[for=pin]")?.textContent, "券面事項入力補助用暗証番号（数字4けた）");
  assert.equal(four.box.getAttribute("inputmode"), "numeric");
  assert.equal(four.box.getAttribute("autocomplete"), "off");
  assert.equal(make("signature").box.getAttribute("inputmode"), "text");
});

test("small letters are offered in capitals, and nothing is sent before the person presses the button again", () => {
  const { box, press, find } = make("signature");
  box.value = "test123";
  press();
  const offer = find<HTMLElement>("[data-action=take-offer]");
  assert.ok(offer);
  assert.doesNotMatch(offer.outerHTML, /test123/i);
  offer.click();
  assert.equal(box.value, "TEST123");
  assert.deepEqual(sent, []);
  press();
  assert.deepEqual(sent, [["TEST123", false]]);
});

test("full width is offered converted; what no conversion makes right is not offered", () => {
  const { box, press, find } = make();
  box.value = "１２３４";
  press();
  find<HTMLElement>("[data-action=take-offer]")?.click();
  assert.equal(box.value, "1234");
  box.value = "１２３";
  press();
  assert.equal(find("[data-action=take-offer]"), null);
});

test("a PIN of another form leads into the guide", () => {
  const { box, press, find } = make("signature");
  box.value = "1234";
  press();
  assert.equal(find("[data-action=open-guide]")?.getAttribute("href"), "guide.html#pin=signature&state=form");
  assert.match(find("[data-hint=meant]")?.textContent ?? "", /利用者証明用電子証明書暗証番号/);
});

test("where the program on the computer asks for the PIN there is no box for it", () => {
  const { press, find } = make("signature", { lastTry: true, triesKnown: true }, true);
  assert.equal(find("input:not([type=checkbox])"), null);
  assert.match(find("[data-pin-entry=host]")?.textContent ?? "", /パソコンの別の画面/);
  press();
  assert.deepEqual(sent, [], "the second confirmation is asked here all the same");
  const accept = find<HTMLInputElement>("#accept-last-try");
  if (accept) accept.checked = true;
  press();
  assert.deepEqual(sent, [["", true]]);
});

test("a card that was taken away takes along what was typed, once, and says so", () => {
  const { form, box, find } = make("input-support");
  form.update({ lastTry: false, triesKnown: true, gone: true });
  assert.equal(find("[data-emptied]"), null, "nothing was typed");
  form.update({ lastTry: false, triesKnown: true, gone: false });
  box.value = "1234";
  form.update({ lastTry: false, triesKnown: true, gone: true });
  assert.equal(box.value, "");
  assert.ok(find("[data-emptied][role=status]"));
});
