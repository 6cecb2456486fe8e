/** Whose page it is: what is official, what is shown of a name, and where the person is warned. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import { documentSpeaks, speaksOfBenefit } from "../../src/site/benefit.ts";
import { registrable } from "../../src/site/domain.ts";
import { officialBody } from "../../src/site/official.ts";
import { looksLatin, mixesScripts, readable } from "../../src/site/punycode.ts";
import { standingOf, warningFor } from "../../src/site/standing.ts";
import { tenantOf } from "../../src/site/tenant.ts";

const standing = (url: string, benefit = false, own: string[] = []) => {
  const { origin, pathname } = new URL(url);
  return standingOf(origin, pathname, benefit, own);
};

test("the registrable domain is the part that somebody registered", () => {
  for (const [host, domain] of [
    ["www.city.example.lg.jp", "example.lg.jp"],
    ["www.keisan.nta.go.jp", "nta.go.jp"],
    ["shop.example.co.jp", "example.co.jp"],
    ["a.b.example.jp", "example.jp"],
    ["www.city.chiyoda.tokyo.jp", "city.chiyoda.tokyo.jp"],
    ["www.pref.aichi.jp", "pref.aichi.jp"],
    ["www.city.yokohama.jp", "city.yokohama.jp"],
    ["foo.bar.yokohama.jp", "foo.bar.yokohama.jp"],
    ["kyufu.github.io", "kyufu.github.io"],
    ["a.kyufu.pages.dev", "kyufu.pages.dev"],
    ["www.example.co.uk", "example.co.uk"],
    ["go.jp", "go.jp"],
    ["192.0.2.7", "192.0.2.7"],
    ["localhost", "localhost"],
    ["www.nta.go.jp.evil.example", "evil.example"],
  ] as const) {
    assert.equal(registrable(host), domain, host);
  }
});

test("only the registry's rules make a host official", () => {
  for (const host of [
    "www.nta.go.jp",
    "myna.go.jp",
    "www.city.example.lg.jp",
    "www.city.chiyoda.tokyo.jp",
    "www.town.hakone.kanagawa.jp",
    "www.pref.aichi.jp",
    "www.metro.tokyo.jp",
    "city.yokohama.jp",
  ]) {
    assert.ok(officialBody(host), host);
  }
  for (const host of [
    "go.jp",
    "lg.jp",
    "evilgo.jp",
    "nta-go.jp",
    "city-example-lg.jp",
    "city.evil.jp",
    "city.evil.tokyo.jp",
    "city.chiyoda.tokyo.jp.evil.example",
    "www.nta.go.jp.evil.example",
    "pref.example.com",
    "city.github.io",
    "logoform.jp",
  ]) {
    assert.equal(officialBody(host), null, host);
  }
});

test("names in other scripts are read as written, and told when they deceive", () => {
  for (const [host, shown] of [
    ["xn--wgv71a119e.jp", "日本語.jp"],
    ["xn--80ak6aa92e.com", "аррӏе.com"],
    ["xn--bcher-kva.example", "bücher.example"],
    ["xn--eckwd4c7cu47r2wf.jp", "ドメイン名例.jp"],
    ["xn--a.jp", "xn--a.jp"],
    ["www.nta.go.jp", "www.nta.go.jp"],
  ] as const) {
    assert.equal(readable(host), shown, host);
  }
  const encoded = (name: string) => new URL(`https://${name}/`).hostname;
  for (const name of ["nta-gо.jp", "аpple.com", "аррӏе.com", "gο.jp", "マイナポータルх.jp"]) {
    const host = encoded(name);
    assert.ok(mixesScripts(host) || looksLatin(host), `${name} ${host}`);
  }
  for (const name of [
    "日本語.jp",
    "ドメイン名例.jp",
    "マイナ給付.jp",
    "abc日本.jp",
    "bücher.example",
    "www.nta.go.jp",
    "123-4.jp",
  ]) {
    const host = encoded(name);
    assert.ok(!mixesScripts(host) && !looksLatin(host), `${name} ${host}`);
  }
});

test("every name that a browser encodes is read back", () => {
  for (const name of [
    "日本語",
    "ドメイン名例",
    "給付金申請センター",
    "みほん花子",
    "ａ",
    "bücher-straße",
    "привет",
    "中文网络",
    "あ1い2う-3",
  ]) {
    const host = new URL(`https://${name}.jp/`).hostname;
    assert.equal(new URL(`https://${readable(host)}/`).hostname, host);
    if (host.startsWith("xn--")) assert.ok(!readable(host).startsWith("xn--"), name);
  }
});

test("on a shared host the path says whose form it is, and the host as a whole is nobody's", () => {
  assert.deepEqual(tenantOf("logoform.jp", "/form/sQhE/1098291"), { name: "LoGoフォーム", path: "/form/sQhE" });
  assert.deepEqual(tenantOf("apply.e-tumo.jp", "/city-hiroshima-u/offer/x"), {
    name: "e-TUMO",
    path: "/city-hiroshima-u",
  });
  assert.equal(tenantOf("docs.google.com", "/forms/d/e/1FAIpQ/viewform")?.path, "/forms/d/e/1FAIpQ");
  assert.equal(tenantOf("logoform.jp", "/")?.path, "");
  assert.equal(tenantOf("www.city.example.lg.jp", "/form/a"), null);
  const mine = standing("https://logoform.jp/form/sQhE/1");
  assert.equal(mine.key, "https://logoform.jp/form/sQhE");
  const list = [mine.key ?? "", "https://logoform.jp"];
  assert.equal(standing("https://logoform.jp/form/sQhE/2", false, list).kind, "own");
  for (const path of ["/form/evil/1", "/form/", "/form/sQhEx/1", "/", "/form%2FsQhE/1"]) {
    assert.equal(standing(`https://logoform.jp${path}`, false, list).kind, "unknown", path);
  }
});

test("the person is warned where nothing is known, more plainly where money is promised or the name deceives", () => {
  for (const [url, benefit, warning] of [
    ["https://www.city.example.lg.jp/", true, "none"],
    ["https://shop.example/", false, "plain"],
    ["https://shop.example/", true, "strong"],
    ["https://logoform.jp/form/a/1", false, "plain"],
    ["https://logoform.jp/form/a/1", true, "strong"],
    ["https://192.0.2.7/", false, "plain"],
    ["https://аррӏе.com/", false, "strong"],
    ["http://127.0.0.1:8080/", true, "none"],
    ["http://www.city.example.lg.jp/", true, "none"],
  ] as const) {
    assert.equal(warningFor(standing(url, benefit)), warning, url);
  }
  assert.equal(warningFor(standing("https://shop.example/", true, ["https://shop.example"])), "none");
  assert.equal(standing("http://www.city.example.lg.jp/").kind, "insecure");
  assert.equal(standing("https://www.city.example.lg.jp:8443/").kind, "unknown");
  assert.equal(standing("https://shop.example:8443/", false, ["https://shop.example"]).kind, "unknown");
});

test("a promise of money is heard however it is written", () => {
  for (const text of ["給付金のお知らせ", "給 付　金", "所得税の還付", "給\u200b付金", "支援金 受付", "Tax Refund"]) {
    assert.ok(speaksOfBenefit(text), text);
  }
  for (const text of ["お問い合わせ", "会員登録", "給食費の納付"]) assert.ok(!speaksOfBenefit(text), text);
});

test("a page speaks of it in its title, its text or its boxes, not in its scripts", () => {
  const speaks = (markup: string) =>
    documentSpeaks(parseHTML(`<!doctype html><html><head>${markup}`).document as unknown as Document);
  for (const markup of [
    "<title>給付金</title><body>",
    "<body><p>所得税の<b>還</b>付",
    "<body><input placeholder=給付金の番号>",
    "<body><img alt=給付金のお知らせ>",
    "<body><input type=submit value=還付を申請>",
    "<body><p hidden>給付金",
  ]) {
    assert.ok(speaks(markup), markup);
  }
  for (const markup of [
    "<body><p>お問い合わせ",
    "<body><p>お名前<script>const words = '給付金 還付'</script>",
    "<body><p>お名前<style>/* 給付金 */</style><template>還付</template>",
  ]) {
    assert.ok(!speaks(markup), markup);
  }
});
