/** What the sign page finds out and holds back before anybody is asked for a PIN. */
import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import type { Result } from "../../src/sign/check.ts";
import { hashFile } from "../../src/sign/hash.ts";
import { PROFILES } from "../../src/sign/profiles.ts";
import { type SignHost, SignSession } from "../../src/sign/session.ts";
import { firstStamp } from "../../src/sign/stamp.ts";
import { cardWith } from "../window/fixtures.ts";

type Call = { type: string; params: Record<string, unknown> };
type Named = { name: string };

const pdf = (name: string, more = "") => new File([`%PDF-1.7\n${name}${more}`], name);

/** A host that finds a problem with every document whose name says so. */
class CheckingHost implements SignHost {
  readonly calls: Call[] = [];
  readonly hello = {
    type: "hello" as const,
    protocol: 1,
    version: "0.1.0",
    platform: "test",
    capabilities: ["sign.check", "sign.content", ...PROFILES.map((one) => `profile:${one}`)],
  };
  card: Result["problems"] = [];

  request: SignHost["request"] = async (type, params) => {
    this.calls.push({ type, params: { ...params } });
    const { readers, status } = cardWith(5, "signature");
    if (type === "readers") return { readers };
    if (type === "card.status") return { ...status, certificates: [{ key: "signature", present: true }] };
    if (type === "sign.check") return this.#check(params.documents as Named[]);
    if (type === "sign") throw new Error("nobody signs here");
    return {};
  };
  close = () => undefined;
  takeBlob = () => new Uint8Array();

  #check(documents: Named[]): Record<string, unknown> {
    const bad = documents.filter(({ name }) => /bad/.test(name));
    const problems = bad.map(({ name }) => ({ name, code: "DOCUMENT_INVALID", params: { reason: "damaged" } }));
    const found = documents.map(({ name }) => ({ name, pages: 1, pageBox: [0, 0, 595, 842] }));
    return { documents: found, problems: [...problems, ...this.card], certificate: null };
  }

  of(type: string) {
    return this.calls.filter((call) => call.type === type);
  }
}

const sessions: SignSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition(); ) {
    assert.ok(Date.now() < end, "it never became so");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function begin(files: File[], host = new CheckingHost()) {
  const session = new SignSession({ openHost: async () => host, show: () => undefined, hash: hashFile });
  sessions.push(session);
  await session.start();
  session.add(files);
  await checked(session);
  return { host, session };
}

const chosen = (session: SignSession) => {
  assert.ok(session.state.screen === "choose");
  return session.state;
};
const checked = (session: SignSession) =>
  until(() => session.state.screen !== "choose" || !["off", "running"].includes(session.state.check.state));
const names = (session: SignSession) => chosen(session).docs.map(({ name }) => name);

test("a file that would fail holds everything back, and is left out with one press", async () => {
  const { session } = await begin([pdf("good.pdf"), pdf("bad.pdf"), pdf("bad too.pdf")]);
  session.next();
  assert.deepEqual(names(session), ["good.pdf", "bad.pdf", "bad too.pdf"]);
  session.leaveOut();
  assert.deepEqual(names(session), ["good.pdf"]);
  await checked(session);
  session.next();
  assert.equal(session.state.screen, "pin");
});

test("a card that would fail holds everything back, until it is checked again", async () => {
  const host = new CheckingHost();
  host.card = [{ name: "", code: "CERTIFICATE_ISSUER_UNKNOWN", params: {} }];
  const { session } = await begin([pdf("a.pdf")], host);
  session.next();
  assert.equal(session.state.screen, "choose");
  session.leaveOut();
  assert.deepEqual(names(session), ["a.pdf"], "the file is not what is the matter");
  host.card = [];
  session.recheck();
  await until(() => chosen(session).check.state === "done");
  session.next();
  assert.equal(session.state.screen, "pin");
});

test("nothing goes on to the PIN while a check runs", async () => {
  const host = new CheckingHost();
  const { request } = host;
  let answer: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    host.request = async (type, params, call) => {
      if (type === "sign.check") {
        resolve();
        await new Promise<void>((go) => {
          answer = go;
        });
      }
      return request(type, params, call);
    };
  });
  const session = new SignSession({ openHost: async () => host, show: () => undefined, hash: hashFile });
  sessions.push(session);
  await session.start();
  session.add([pdf("a.pdf")]);
  await asked;
  session.next();
  assert.equal(session.state.screen, "choose");
  answer();
  await checked(session);
  session.next();
  assert.equal(session.state.screen, "pin");
});

test("the bytes go to the host once for the check and the signing, and anew for a second try", async () => {
  const { host, session } = await begin([pdf("a.pdf"), pdf("b.pdf")]);
  assert.equal(host.of("blob").length, 1);
  session.next();
  await session.sign("TEST123", false);
  assert.equal(host.of("blob").length, 1);
  const [check, sign] = [host.of("sign.check"), host.of("sign")].map(([call]) => call?.params.documents);
  assert.deepEqual(sign, check);
  session.retry();
  await checked(session);
  assert.equal(host.of("blob").length, 2, "a signing uses up what it was given");
});

test("what was sent for files that are not chosen any more is taken back", async () => {
  const { host, session } = await begin([pdf("a.pdf"), pdf("b.pdf")]);
  session.remove(chosen(session).docs[0]?.id ?? 0);
  await checked(session);
  const pieces = host.of("blob").map(({ params }) => [params.blob, params.seq]);
  assert.deepEqual(
    pieces,
    [
      ["d1", 0],
      ["d1", 2],
      ["d2", 0],
    ],
    "a piece out of order ends the blob",
  );
});

test("the suggestion follows what the files are, a person's choice stays", async () => {
  const { session } = await begin([new File(["%PDF-1.7\n"], "no end")]);
  assert.equal(chosen(session).profile, "pdf-moj");
  session.choose("pdf-pades-b");
  session.add([pdf("b.pdf")]);
  await until(() => chosen(session).docs.every(({ digest }) => digest !== null));
  assert.equal(chosen(session).profile, "pdf-pades-b");
  session.add([new File(["a,b"], "c.csv")]);
  await until(() => chosen(session).docs.every(({ digest }) => digest !== null));
  assert.equal(chosen(session).profile, "cms-detached", "what does not fit every file is not kept");
});

test("the mark that shows is sent with check and signing, for a PDF alone", async () => {
  const { host, session } = await begin([pdf("a.pdf")]);
  session.stamp(firstStamp({ box: [0, 0, 595, 842], rotate: 0 }));
  await until(() => host.of("sign.check").length === 2 && chosen(session).check.state === "done");
  const stamp = host.of("sign.check").at(-1)?.params.stamp as { page: number; rect: number[] };
  assert.equal(stamp.page, 0);
  assert.equal(stamp.rect.length, 4);
  session.next();
  await session.sign("TEST123", false);
  assert.deepEqual(host.of("sign")[0]?.params.stamp, stamp);
  session.retry();
  session.choose("cms-detached");
  assert.equal(chosen(session).stamp, null);
});

test("two files of one name are told apart in the list, and by the host", async () => {
  const { session } = await begin([pdf("a.pdf", "1"), pdf("a.pdf", "2"), pdf("a.pdf", "3")]);
  assert.deepEqual(names(session), ["a.pdf", "a (2).pdf", "a (3).pdf"]);
});

test("fifty files are taken, of more it is said that they were not", async () => {
  const { session } = await begin(Array.from({ length: 53 }, (_, i) => pdf(`${i}.pdf`)));
  assert.equal(chosen(session).docs.length, 50);
  assert.equal(chosen(session).notice?.code, "TOO_MANY_FILES");
  session.remove(chosen(session).docs[0]?.id ?? 0);
  assert.equal(chosen(session).notice, null);
});
