// What the portal we test against believes, and what not: a test over it proves nothing when it believes everything.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { constants, createPrivateKey, privateEncrypt, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Agent, get } from "node:https";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { startLab } from "../lib/lab.mjs";
import { configure, startHost } from "../lib/native.mjs";
import { root } from "../lib/paths.mjs";
import { scratch } from "../lib/scratch.mjs";
import { hostile, hostileDigest } from "../portal/hostile.mjs";
import { Portal, startPortal } from "../portal/server.mjs";
import { combinationCode } from "../portal/verify.mjs";

const run = promisify(execFile);
const folder = join(root, "internal/virtualcard/testdata/ca");
const MANUFACTURE = "0000000000001";
const UUID = "00112233445546778899aabbccddeeff";

let dir;
let people;
before(async () => {
  dir = await scratch("hitofude-verdict-");
  people = {
    auth: await issue("auth", "auth"),
    sign: await issue("sign", "sign"),
    stranger: await issue("stranger", null),
    other: await issue("other", "auth"),
    old: await issue("old", "auth", "-1"),
  };
});
after(() => dir.remove());

/** A key with a certificate by one of the TEST authorities, or by itself. */
async function issue(name, by, days = "2") {
  const at = (end) => join(dir.path, `${name}.${end}`);
  const subject = ["-subj", `/CN=TEST ${name}`, "-newkey", "rsa:2048", "-nodes", "-keyout", at("key")];
  if (by === null) await run("openssl", ["req", "-x509", ...subject, "-out", at("pem")]);
  else {
    const ca = ["-CA", join(folder, `TEST-${by}-ca.pem`), "-CAkey", join(folder, `TEST-${by}-ca.key.pem`)];
    await run("openssl", ["req", "-new", ...subject, "-out", at("csr")]);
    await run("openssl", ["x509", "-req", ...ca, "-days", days, "-in", at("csr"), "-out", at("pem")]);
  }
  const certificate = new X509Certificate(await readFile(at("pem"))).raw.toString("base64").replaceAll("=", "");
  return { key: createPrivateKey(await readFile(at("key"))), certificate };
}

/** Signs as a card does: the DigestInfo as it came, padded (RFC 8017 §8.2.1). */
const signInfo = ({ key }, info) =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(info, "base64")).toString("base64");

const identityOf = (manufacture = MANUFACTURE, uuid = UUID) => ({
  uuid,
  combination_code: combinationCode(manufacture, uuid),
});

/** An honest answer of mode 01 to a new challenge. */
function logInAnswer(portal, person = people.auth) {
  const { asked, digest } = portal.challenge();
  const signature = signInfo(person, digest);
  const answer = { mode: "01", result: "0", ...identityOf(), signature, certificate: person.certificate };
  return { asked, answer };
}

const fresh = () => new Portal(folder, [MANUFACTURE]);
const refuses = (reason, promise) =>
  assert.rejects(promise, (error) => error.reason === reason || assert.fail(String(error)));

async function applied(portal, changed = (answer) => answer, person = people.sign) {
  const { session } = await portal.logIn(logInAnswer(portal));
  const { asked, digest } = portal.documents({ session, form: { name: "見本　花子" } });
  assert.equal(digest.length, 3);
  const signature = digest.map((info) => signInfo(person, info));
  const answer = { mode: "02", result: "0", ...identityOf(), signature, certificate: person.certificate };
  return portal.apply({ session, asked, answer: changed(answer) });
}

/** The same bytes with one changed. */
function spoiled(base64) {
  const bytes = Buffer.from(base64, "base64");
  bytes[100] ^= 1;
  return bytes.toString("base64");
}

const change = (changes) => (answer) => ({ ...answer, ...changes(answer) });

/** A log-in whose answer was changed on the way. */
async function loggedIn(changes = () => ({}), person = people.auth) {
  const portal = fresh();
  const { asked, answer } = logInAnswer(portal, person);
  return portal.logIn({ asked, answer: change(changes)(answer) });
}

test("an honest log-in and an honest application are taken", async () => {
  assert.match((await loggedIn()).session, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await applied(fresh()), { received: 3 });
});

test("a log-in with one byte changed, another certificate or another code is refused", async () => {
  await refuses(
    "signature",
    loggedIn(({ signature }) => ({ signature: spoiled(signature) })),
  );
  await refuses(
    "signature",
    loggedIn(() => ({ certificate: people.other.certificate })),
  );
  await refuses("certificate", loggedIn(undefined, people.stranger));
  await refuses("certificate", loggedIn(undefined, people.sign));
  await refuses("certificate", loggedIn(undefined, people.old));
  await refuses(
    "certificate-form",
    loggedIn(({ certificate }) => ({ certificate: `${certificate}=` })),
  );
  await refuses(
    "certificate-form",
    loggedIn(() => ({ certificate: "AAAA" })),
  );
  await refuses(
    "combination-code",
    loggedIn(() => ({ uuid: UUID.replace("0", "1") })),
  );
  await refuses(
    "combination-code",
    loggedIn(() => identityOf("0000000000002")),
  );
  await refuses(
    "uuid-form",
    loggedIn(() => ({ uuid: "here" })),
  );
  await refuses(
    "result",
    loggedIn(() => ({ result: "1", errcode: "EW044-C300" })),
  );
  await refuses(
    "mode",
    loggedIn(() => ({ mode: "02" })),
  );
});

test("a challenge counts once, and only for itself", async () => {
  const portal = fresh();
  const first = logInAnswer(portal);
  const second = logInAnswer(portal);
  await refuses("signature", portal.logIn({ asked: second.asked, answer: first.answer }));
  await portal.logIn(first);
  await refuses("not-asked", portal.logIn(first));
});

test("an application whose signatures are changed, missing, exchanged or somebody else's is refused", async () => {
  const with3 = (make) => change(({ signature }) => ({ signature: make(signature) }));
  await refuses(
    "signature",
    applied(
      fresh(),
      with3(([a, b, c]) => [a, b, spoiled(c)]),
    ),
  );
  await refuses(
    "signature",
    applied(
      fresh(),
      with3(([a, b, c]) => [b, a, c]),
    ),
  );
  await refuses(
    "signature-count",
    applied(
      fresh(),
      with3(([a, b]) => [a, b]),
    ),
  );
  await refuses(
    "signature-count",
    applied(
      fresh(),
      with3(([a]) => a),
    ),
  );
  await refuses("certificate", applied(fresh(), undefined, people.auth));
  const other = "ff".repeat(16);
  await refuses(
    "other-installation",
    applied(
      fresh(),
      change(() => identityOf(MANUFACTURE, other)),
    ),
  );
  await refuses(
    "session",
    Promise.resolve().then(() => fresh().documents({ session: "nobody", form: {} })),
  );
});

test("what the card says is taken as hex of UTF-8 alone", async () => {
  const portal = fresh();
  const { session } = await portal.logIn(logInAnswer(portal));
  const hex = (text) => Buffer.from(text).toString("hex");
  const fields = { name: hex("見本　花子"), sex: hex("2"), address: hex("東京都"), birthday: hex("19850515") };
  const answer = { mode: "04", result: "0", ...identityOf(), ...fields };
  const { name, birthday } = portal.attributes({ session, answer });
  assert.deepEqual({ name, birthday }, { name: "見本　花子", birthday: "19850515" });
  for (const wrong of ["見本", "e8a6", "", undefined]) {
    assert.throws(() => portal.attributes({ session, answer: { ...answer, name: wrong } }), { reason: "hex" });
  }
});

test("it serves its pages by https on loopback, and says on each that it is a sample", async () => {
  const portal = await startPortal();
  try {
    const agent = new Agent({ rejectUnauthorized: false });
    for (const path of ["", "apply", "hostile/", ...Object.keys(hostile).map((name) => `hostile/${name}`)]) {
      const { status, text } = await fetchPage(portal.url + path, agent);
      assert.equal(status, 200, path);
      assert.match(text, /見本/, path);
      assert.match(text, /実在の役所や手続きとは関係がありません/, path);
    }
    for (const path of ["hostile/__proto__", "hostile/none", "../package.json", "api/hostile/constructor"]) {
      assert.equal((await fetchPage(portal.url + path, agent)).status, 404, path);
    }
    agent.destroy();
  } finally {
    await portal.close();
  }
});

/** fetch() would need the certificate in its environment. */
function fetchPage(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    }).on("error", reject);
  });
}

test("every hostile page says what is fair, and every digest it names exists", () => {
  for (const [name, { fair, act, digest, reason }] of Object.entries(hostile)) {
    assert.ok(["silent", "refused", "asked", "left"].includes(fair), name);
    assert.ok(act && hostileDigest(digest), name);
    assert.ok(reason === "" || fair === "refused", name);
  }
});

/** The host on an official origin, with a card and a folder of its own for what it keeps. */
async function withHost(work, origin = "https://www.myna.go.jp") {
  const lab = await startLab();
  const home = await scratch("hitofude-verdict-home-");
  let host;
  try {
    await configure(home.path);
    host = await startHost({ socket: lab.socket, origin, env: { XDG_CONFIG_HOME: home.path } });
    await work(host, lab.card());
  } finally {
    await host?.close();
    await lab.close();
    await home.remove();
  }
}

/** The names that the portals use for what the host says. */
const named = (mode, { uuid, combinationCode: code, certificate }) => ({
  mode,
  result: "0",
  uuid,
  combination_code: code,
  ...(certificate ? { certificate: certificate.replaceAll("=", "") } : {}),
});

test("what the host answers is believed in each mode, for one card and one installation", () =>
  withHost(async (host) => {
    const portal = fresh();
    const first = portal.challenge();
    const login = await host.ask("portal.authenticate", { digestInfo: first.digest, pin: "2345" });
    const { session } = await portal.logIn({
      asked: first.asked,
      answer: { ...named("01", login), signature: login.signature },
    });

    const card = await host.ask("portal.attributes", { pin: "1234" });
    const hex = (text) => Buffer.from(text).toString("hex");
    const fields = { name: hex(card.name), sex: hex(card.sex), address: hex(card.address), birthday: hex(card.birth) };
    const form = portal.attributes({ session, answer: { ...named("04", card), ...fields } });
    assert.equal(form.name, "見本　花子");

    const { asked, digest } = portal.documents({ session, form });
    const signed = await host.ask("portal.sign", { digestInfos: digest, pin: "TEST123" });
    const answer = { ...named("02", signed), signature: signed.signatures };
    assert.deepEqual(await portal.apply({ session, asked, answer }), { received: 3 });
  }));

test("the host refuses every hostile digest with its reason, without a try", () =>
  withHost(async (host, card) => {
    const before = (await card.state()).verifies;
    for (const [name, { mode, digest, fair, reason }] of Object.entries(hostile)) {
      if (fair !== "refused" || !["01", "02"].includes(mode) || digest === "good") continue;
      const asked = [hostileDigest(digest).digest].flat();
      const secret = mode === "01" ? { digestInfo: asked[0], pin: "2345" } : { digestInfos: asked, pin: "TEST123" };
      // More than one in mode 01 is for the extension to refuse: the host's request has room for one alone.
      if (mode === "01" && asked.length > 1) continue;
      const type = mode === "01" ? "portal.authenticate" : "portal.sign";
      const refusal = await host.ask(type, secret).then(
        () => "signed",
        (error) => error,
      );
      assert.equal(refusal.code, reason ? "DIGEST_REFUSED" : "REQUEST_INVALID", name);
      if (reason) assert.equal(refusal.params.reason, reason, name);
    }
    assert.equal((await card.state()).verifies, before);
  }));

test("the host does nothing of it for any other origin", () =>
  withHost(async (host, card) => {
    const asks = {
      "portal.authenticate": { digestInfo: hostileDigest("good").digest, pin: "2345" },
      "portal.sign": { digestInfos: hostileDigest("three").digest, pin: "TEST123" },
      "portal.attributes": { pin: "1234" },
    };
    for (const [type, params] of Object.entries(asks))
      await assert.rejects(host.ask(type, params), { code: "ORIGIN_REFUSED" }, type);
    assert.equal((await card.state()).apdus, 0);
  }, "https://www.example.go.jp"));
