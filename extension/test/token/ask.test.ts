import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { ja, knownKey } from "../../src/i18n/index.ts";
import { type Asked, askIn, REFUSALS } from "../../src/token/ask.ts";
import { FETCH_PROBLEMS } from "../../src/token/fetch.ts";
import { joined } from "../../src/token/page.ts";

const ORIGIN = "https://www.example.lg.jp";
const NONCE = `${"n".repeat(43)}=`;
const FIELD = "<form action=/login><textarea id=token></textarea></form>";
const script = (body: string, attributes = "") =>
  `<script type="application/hitofude+json"${attributes}>${body}</script>`;
const REQUEST = script(JSON.stringify({ nonce: NONCE, field: "token" }));

/** Asks a page whose listed fields are those that are seen. */
function asked(markup: string, seen = (_: Element): boolean => true, base = `${ORIGIN}/login`): Asked {
  const { document } = parseHTML(`<!doctype html><html><head></head><body>${markup}</body></html>`);
  Object.defineProperty(document, "baseURI", { value: base });
  const refs = new Map<Element, string>();
  for (const control of document.querySelectorAll("input:not([type=hidden]), textarea")) {
    if (seen(control as unknown as Element)) refs.set(control as unknown as Element, `f${refs.size + 1}`);
  }
  return askIn(document as unknown as Document, ORIGIN, refs);
}
const refusal = (markup: string, seen?: (one: Element) => boolean) => {
  const { wanted } = asked(markup, seen);
  assert.equal(wanted.length, 1);
  return (wanted[0] as { refused?: string }).refused ?? "trusted";
};

test("one script with nonce and field asks for a token in that field", () => {
  assert.deepEqual(asked(REQUEST + FIELD).wanted, [{ nonce: NONCE, ref: "f1", empty: true }]);
  const other = script(`\n  {"field": "token",\n "nonce": "${"\\u002b".repeat(44)}"}\n`);
  assert.deepEqual(asked(other + FIELD).wanted, [{ nonce: "+".repeat(44), ref: "f1", empty: true }]);
});

test("two scripts in one document, or in two documents of a page, are refused", () => {
  assert.equal(refusal(REQUEST + REQUEST + FIELD), "two-requests");
  assert.equal(refusal(`${REQUEST}<script type=" Application/Hitofude+JSON ">{}</script>${FIELD}`), "two-requests");
  const documents = [0, 1].map((frameId) => ({ nonce: `n${frameId}`, frameId, documentId: null }));
  const { request } = joined({ documents, frames: [] }, [asked(REQUEST + FIELD), asked(REQUEST + FIELD)]);
  assert.deepEqual(request, { refused: "two-requests" });
});

test("a field that is hidden, covered, disabled or no field is refused", () => {
  assert.equal(
    refusal(REQUEST + FIELD, () => false),
    "field-hidden",
  );
  assert.equal(refusal(`${REQUEST}<input type=hidden id=token>`), "field-hidden");
  assert.equal(refusal(REQUEST), "field-missing");
  assert.equal(refusal(`${REQUEST}<div id=token></div>`), "field-kind");
  assert.equal(refusal(`${REQUEST}<input type=password id=token>`), "field-kind");
  assert.equal(refusal(`${REQUEST}<input type=checkbox id=token>`), "field-kind");
  assert.equal(refusal(REQUEST + FIELD + FIELD), "field-two");
  assert.equal(refusal(`${REQUEST}<input id=token type=text maxlength=100>`), "field-short");
});

test("a form that sends the field to another site is refused", () => {
  const box = "<textarea id=token></textarea>";
  assert.equal(refusal(`${REQUEST}<form action="https://evil.example/">${box}</form>`), "form-elsewhere");
  assert.equal(
    refusal(`${REQUEST}<form>${box}<button formaction="//evil.example/">x</button></form>`),
    "form-elsewhere",
  );
  assert.equal(
    refusal(`${REQUEST}<form id=f>${box}</form><button form=f formaction="http://www.example.lg.jp/">x</button>`),
    "form-elsewhere",
  );
  assert.equal(refusal(`${REQUEST}<form action="javascript:alert(1)">${box}</form>`), "form-elsewhere");
  assert.equal(refusal(`${REQUEST}<form action="login?x=1">${box}</form>`), "trusted");
});

test("a nonce that could be guessed, or is no printable ASCII, is refused", () => {
  for (const nonce of ["", "n".repeat(43), "n".repeat(257), `${NONCE} x`, `${NONCE}\n`, `${NONCE}あ`]) {
    assert.equal(refusal(script(JSON.stringify({ nonce, field: "token" })) + FIELD), "nonce", nonce);
  }
});

test("a script that is not exactly nonce and field, each once, is refused", () => {
  for (const body of [
    "",
    "null",
    "[]",
    "{",
    JSON.stringify({ nonce: NONCE }),
    JSON.stringify({ nonce: NONCE, field: "token", origin: "https://evil.example" }),
    JSON.stringify({ nonce: NONCE, field: 1 }),
    JSON.stringify({ nonce: [NONCE], field: "token" }),
    JSON.stringify({ nonce: NONCE, field: "" }),
    `{"nonce":"${NONCE}","nonce":"${NONCE}","field":"token"}`,
    `{"nonce":"${NONCE}","field":"token"}{}`,
    `{"nonce":"${NONCE}","field":"token"}${" ".repeat(2000)}`,
  ]) {
    assert.equal(refusal(script(body) + FIELD), "script", body);
  }
  assert.equal(refusal(script(JSON.stringify({ nonce: NONCE, field: "token" }), ' src="/x.js"') + FIELD), "script");
});

test("a page without the script asks for nothing", () => {
  assert.deepEqual(asked(FIELD), { wanted: [], offered: [] });
});

test("marked links of the same origin are offered, others are not", () => {
  const link = (href: string, mark = "data-hitofude-sign") => `<a ${mark} href="${href}">申請書</a>`;
  const { offered } = asked(
    [
      link("/doc/a.pdf#page=2"),
      link("https://evil.example/b.pdf"),
      link("javascript:alert(1)"),
      link("data:text/plain,x"),
      link("blob:https://www.example.lg.jp/1"),
      link("/c.pdf", ""),
    ].join(""),
  );
  assert.deepEqual(offered[0], { index: 0, text: "申請書", address: `${ORIGIN}/doc/a.pdf` });
  assert.deepEqual(
    offered.map(({ address }) => address).filter((address) => !/^https?:/.test(address)),
    [],
  );
  assert.equal(offered.length, 1);
});

test("every refusal and every failed fetch has its words", () => {
  for (const reason of [...REFUSALS, "none", "no-access", "closed"])
    assert.ok(knownKey(`token.refused.${reason}`), reason);
  for (const reason of FETCH_PROBLEMS) assert.ok(knownKey(`token.fetch.${reason}`), reason);
  assert.match(ja["token.consent.number"], /どのサイトでも同じ/);
});
