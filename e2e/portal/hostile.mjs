// Pages that try to get something signed which the person did not agree to. Each says what a fair outcome is, so
// that a test can walk through all of them:
//   silent   no window opens and nobody answers
//   refused  at most one window opens, no PIN is asked for, and an answer, if there is one, is a failure
//   left     the page has gone: at most one window opens, which says so, and no PIN is asked for
//   asked    it may look like an honest request: at most one window opens, and cancelling it is a failure to the page
// In no case is anything signed, or a try of a PIN spent.
import { createHash } from "node:crypto";
import { frame } from "./frame.mjs";
import { digestInfo } from "./verify.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest();
const info = (prefix, hash) => Buffer.concat([Buffer.from(prefix, "hex"), hash]).toString("base64");
const good = () => digestInfo("(見本) TEST");
const many = (count) => Array.from({ length: count }, (_, i) => digestInfo(`(見本) TEST ${i}`));

/** What the extension may be told to sign, and must not. Path /api/hostile/NAME → what `digest` is. */
const digests = {
  good,
  three: () => many(3),
  // The hash of a TLS 1.2 handshake is a DigestInfo as any other: only the person can say no.
  tls12: () => digestInfo("TEST client hello, server hello, certificate, key exchange"),
  // RFC 8446 §4.4.3: what a client signs, without a hash.
  tls13: () =>
    Buffer.concat([
      Buffer.alloc(64, 0x20),
      Buffer.from("TLS 1.3, client CertificateVerify\0"),
      sha256("TEST handshake"),
    ]).toString("base64"),
  // RFC 4346 §7.4.8: what a client of TLS 1.0 and 1.1 signs.
  "md5-sha1": () =>
    Buffer.concat(["md5", "sha1"].map((name) => createHash(name).update("TEST handshake").digest())).toString("base64"),
  bare: () => sha256("(見本) TEST").toString("base64"),
  sha1: () => info("3021300906052b0e03021a05000414", createHash("sha1").update("TEST").digest()),
  trailing: () => Buffer.concat([Buffer.from(good(), "base64"), Buffer.from([0])]).toString("base64"),
  short: () => Buffer.from(good(), "base64").subarray(0, 50).toString("base64"),
  // The same in BER: the length takes two bytes.
  "long-length": () => info("308131300d060960864801650304020105000420", sha256("TEST")),
  "no-base64": () => "これは base64 ではありません",
  empty: () => "",
  none: () => [],
  "one-bad": () => [...many(2), sha256("TEST").toString("base64")],
  21: () => many(21),
  1000: () => many(1000),
};

/** @param {string} name of a digest; throws for a name that is not in the table */
export function hostileDigest(name) {
  if (!Object.hasOwn(digests, name)) throw new Error(`no digest ${name}`);
  return { digest: digests[name]() };
}

const digest = (mode, name, what, reason = "") => ({
  what,
  act: "request",
  mode,
  digest: name,
  fair: "refused",
  reason,
});
const variant = (act, fair, what, more = {}) => ({ what, act, mode: "01", digest: "good", fair, reason: "", ...more });

/**
 * Name → {what, act (of pages/hostile.js), mode, digest, fair, reason (of DIGEST_REFUSED), off: the switch of the
 * site is off, other: the page is to be opened on an origin of nobody}.
 */
export const hostile = {
  "other-origin": variant("request", "silent", "よそのサイトが頼む", { other: true }),
  "other-origin-inputs": variant("inputs", "silent", "よそのサイトが、目印を自分で置いて頼む", { other: true }),
  off: variant("request", "silent", "スイッチが切ってあるのに頼む", { off: true }),
  "off-inputs": variant("inputs", "silent", "スイッチが切ってあるのに、目印を自分で置いて頼む", { off: true }),
  "off-flood": variant("flood", "silent", "スイッチが切ってあるのに、百回頼む", { off: true }),
  "frame-same": variant("frame-same", "silent", "自分のサイトの枠の中から頼む"),
  "frame-other": variant("frame-other", "silent", "よそのサイトの枠の中から頼む"),
  "frame-srcdoc": variant("frame-srcdoc", "silent", "あとから入れた枠（srcdoc）の中から頼む"),
  "frame-blank": variant("frame-blank", "silent", "あとから入れた空の枠の中から頼む"),
  "framed-by-other": variant("framed", "silent", "よそのサイトが、公式の名前のページを枠に入れる", { other: true }),
  "tls13-handshake": digest("01", "tls13", "TLS 1.3 のつなぎはじめに署名させる", "not-der"),
  "tls12-handshake": variant("request", "asked", "TLS 1.2 のつなぎはじめのハッシュに署名させる", { digest: "tls12" }),
  "md5-sha1": digest("01", "md5-sha1", "TLS 1.1 までの36バイトに署名させる", "md5-sha1"),
  "bare-hash": digest("01", "bare", "ハッシュの32バイトだけに署名させる", "bare-hash"),
  sha1: digest("02", "sha1", "SHA-1 に署名させる", "sha-1"),
  trailing: digest("01", "trailing", "うしろに1バイト付いている", "trailing"),
  short: digest("01", "short", "1バイト足りない", "length"),
  "long-length": digest("01", "long-length", "長さの書き方が DER ではない", "not-der"),
  "no-base64": digest("01", "no-base64", "base64 ではない"),
  empty: digest("01", "empty", "何もない", "not-der"),
  "none-of-many": digest("02", "none", "空のならび"),
  "one-bad": digest("02", "one-bad", "三つめだけがハッシュのみ", "bare-hash"),
  "many-21": digest("02", "21", "21通にまとめて署名させる"),
  "many-1000": digest("02", "1000", "1000通にまとめて署名させる"),
  "array-in-log-in": digest("01", "three", "ログインに三つまぜる"),
  "service-id": variant("service-id", "refused", "service_id がちがう"),
  "unknown-mode": variant("request", "refused", "知らない mode", { mode: "03" }),
  "two-at-once": variant("two", "asked", "二つ同時に頼む"),
  "two-modes": variant("two-modes", "asked", "ログインと署名を同時に頼む"),
  flood: variant("flood", "asked", "百回頼む"),
  "own-reply-first": variant("reply-first", "asked", "自分で先に答えを出す"),
  "own-reply-many": variant("reply-many", "asked", "自分で答えをたくさん出す"),
  "then-navigate": variant("navigate", "left", "頼んですぐに別のページへ行く"),
  "huge-detail": variant("huge", "refused", "頼む言葉が8 MBある"),
  "deep-detail": variant("deep", "refused", "頼む言葉の入れ子が一万段ある"),
  "object-detail": variant("object", "refused", "言葉ではなく、しかけのある物をわたす"),
  prototype: variant("prototype", "asked", "JSON に __proto__ などをまぜる"),
  "patched-page": variant("patched", "asked", "JSON や Array を書きかえてから頼む"),
  "duplicate-keys": variant("duplicate", "asked", "同じ名前のキーを二つ書く"),
};
/** The page of a variant. What is fair stands in data attributes of its body. */
export function hostilePage(name) {
  const { what, act, mode, digest: asked, fair, reason, off, other } = hostile[name];
  const data = {
    name,
    act,
    mode,
    digest: asked,
    fair,
    reason,
    switch: off ? "off" : "on",
    origin: other ? "other" : "official",
  };
  const attributes = Object.entries(data)
    .map(([key, value]) => `data-${key}="${value}"`)
    .join(" ");
  const main = `<p>${what}。</p>
<p><button id="go" type="button">頼む</button></p>
<div id="frames"></div>
<p id="outcome" role="status" data-state="idle" data-reason="">まだ何もしていません。</p>
<ul id="heard"></ul>`;
  return frame(`(見本) わるいページ: ${name}`, main, '<script type="module" src="/hostile.js"></script>', attributes);
}
