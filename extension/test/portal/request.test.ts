/** What a page's request may be: everything else is refused before anybody is asked. */
import assert from "node:assert/strict";
import test from "node:test";
import { answerOf, failureOf, MAX_DIGESTS, parseRequest } from "../../src/portal/request.ts";

const DIGEST = Buffer.from(`3031300d060960864801650304020105000420${"ab".repeat(32)}`, "hex").toString("base64");
const asked = (fields: object) => JSON.stringify({ mode: "01", service_id: "01", digest: DIGEST, ...fields });
const refusedAs = (detail: unknown) => {
  const parsed = parseRequest(detail);
  return "refused" in parsed ? parsed.refused : "taken";
};

test("the four modes are taken as they are described", () => {
  assert.deepEqual(parseRequest(asked({})), { request: { mode: "01", digests: [DIGEST] } });
  assert.deepEqual(parseRequest(asked({ mode: "02" })), { request: { mode: "02", digests: [DIGEST] } });
  const many = Array.from({ length: MAX_DIGESTS }, () => DIGEST);
  assert.deepEqual(parseRequest(asked({ mode: "02", digest: many })), { request: { mode: "02", digests: many } });
  assert.deepEqual(parseRequest(asked({ mode: "04", digest: undefined })), { request: { mode: "04", digests: [] } });
  assert.deepEqual(parseRequest('{"mode":"05","service_id":"01"}'), { request: { mode: "05" } });
});

test("a digest without padding is the same digest", () => {
  const parsed = parseRequest(asked({ digest: "QUI" }));
  assert.deepEqual(parsed, { request: { mode: "01", digests: ["QUI="] } });
});

test("anything else is refused with its reason", () => {
  const deep = `{"mode":"01","service_id":"01","digest":"${DIGEST}","more":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
  const all: [unknown, string][] = [
    [undefined, "not-json"],
    [null, "not-json"],
    [{ mode: "01", service_id: "01", digest: DIGEST }, "not-json"],
    ["", "not-json"],
    ["[]", "not-json"],
    ["{", "not-json"],
    [deep, "not-json"],
    [asked({ __proto__: null, more: { mode: "04" } }), "not-json"],
    [asked({ more: "x".repeat(70_000) }), "too-long"],
    [asked({ service_id: "02" }), "service"],
    [asked({ service_id: 1 }), "service"],
    [asked({ service_id: undefined }), "service"],
    [asked({ mode: "03" }), "mode"],
    [asked({ mode: 1 }), "mode"],
    [asked({ mode: "toString" }), "mode"],
    [asked({ digest: undefined }), "digest"],
    [asked({ digest: "" }), "digest"],
    [asked({ digest: "ハッシュ" }), "digest"],
    [asked({ digest: "A" }), "digest"],
    [asked({ digest: "QUI===" }), "digest"],
    [asked({ digest: `${DIGEST}\n` }), "digest"],
    [asked({ digest: [DIGEST] }), "digest"],
    [asked({ digest: "A".repeat(688) }), "digest"],
    [asked({ mode: "02", digest: [] }), "digest"],
    [asked({ mode: "02", digest: [DIGEST, 1] }), "digest"],
    [asked({ mode: "02", digest: Array.from({ length: 21 }, () => DIGEST) }), "too-many"],
    [asked({ mode: "02", digest: Array.from({ length: 1000 }, () => "AAAA") }), "too-many"],
  ];
  for (const [detail, reason] of all) assert.equal(refusedAs(detail), reason, String(detail).slice(0, 80));
});

test("a failure is the request with result and error number, and says nothing else", () => {
  const detail = asked({ mode: "02", extra: "x" });
  const failed = JSON.parse(failureOf(detail));
  assert.deepEqual(failed, { ...JSON.parse(detail), result: "1", errcode: "EW044-C300" });
  // A page cannot have its own result come back.
  assert.equal(JSON.parse(failureOf(asked({ result: "0" }))).result, "1");
  const bare = { result: "1", errcode: "EW044-C300" };
  for (const nothing of [
    undefined,
    {},
    "{",
    "7",
    `"${"x".repeat(70_000)}"`,
    `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
  ]) {
    assert.deepEqual(JSON.parse(failureOf(nothing)), bare);
  }
  assert.equal(({} as { result?: string }).result, undefined);
});

const person = { uuid: "00112233445546778899aabbccddeeff", combinationCode: "ab".repeat(32) };
const told = { uuid: person.uuid, combination_code: person.combinationCode };

test("answers have the page's names: the certificate without padding, the attributes as hexadecimal digits of UTF-8", () => {
  const one = answerOf({ mode: "01", digests: [DIGEST] }, { ...person, signature: "AA==", certificate: "TUlJ==" });
  assert.deepEqual(JSON.parse(one ?? ""), { mode: "01", result: "0", signature: "AA==", certificate: "TUlJ", ...told });
  const signatures = ["AA==", "AB=="];
  const two = answerOf({ mode: "02", digests: [DIGEST, DIGEST] }, { ...person, signatures, certificate: "TUlJ" });
  assert.deepEqual(JSON.parse(two ?? ""), {
    mode: "02",
    result: "0",
    signature: signatures,
    certificate: "TUlJ",
    ...told,
  });
  const attributes = { name: "見本　花子", sex: "2", address: "東京都", birth: "19850515" };
  const four = JSON.parse(answerOf({ mode: "04", digests: [] }, { ...person, ...attributes }) ?? "");
  const read = (hex: string) => Buffer.from(hex, "hex").toString("utf8");
  assert.deepEqual(
    { name: read(four.name), sex: read(four.sex), address: read(four.address), birth: read(four.birthday) },
    attributes,
  );
  assert.deepEqual(Object.keys(four).sort(), [
    "address",
    "birthday",
    "combination_code",
    "mode",
    "name",
    "result",
    "sex",
    "uuid",
  ]);
});

test("a result that lacks something is no answer", () => {
  const whole = { ...person, signatures: ["AA=="], certificate: "TUlJ" };
  const two = { mode: "02" as const, digests: [DIGEST, DIGEST] };
  assert.equal(answerOf(two, whole), null, "one signature for two digests");
  for (const key of ["uuid", "combinationCode", "certificate"]) {
    assert.equal(answerOf(two, { ...whole, signatures: ["A", "B"], [key]: undefined }), null, key);
  }
  assert.equal(answerOf({ mode: "04", digests: [] }, { ...person, name: "x", sex: "1", address: "y" }), null);
});
