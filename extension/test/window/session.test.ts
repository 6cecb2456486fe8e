import assert from "node:assert/strict";
import test from "node:test";
import { Memory } from "../../src/memory/store.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { Session } from "../../src/window/session.ts";
import { FakeArea, FakePage, field, looked, NAME, ORIGIN, PROFILE } from "./fixtures.ts";
import { begin, FakeHost, PIN, settle, toPin, toPreview } from "./sitting.ts";

test("the host is started for the origin of the page, and the card is not read before a PIN was given", async () => {
  const { host, opened } = await toPin();
  assert.deepEqual(opened, [ORIGIN]);
  assert.deepEqual([...new Set(host.calls.map(({ type }) => type))], ["card.status", "readers"]);
});

test("only what the boxes ask for is read from the card", async () => {
  const { host } = await toPreview();
  assert.deepEqual(host.of("card.attributes")[0]?.params, { pin: PIN, fields: ["name", "sex"] });
});

test("a page without boxes for the card starts no host", async () => {
  const page = new FakePage();
  page.found = looked([field({ label: "お問い合わせ内容", labels: ["お問い合わせ内容"] })]);
  const { session, opened } = begin(page);
  await session.start();
  assert.equal(session.state.screen, "page-problem");
  assert.deepEqual(opened, []);
});

test("a tab that the browser does not let us into starts no host", async () => {
  const page = new FakePage();
  page.found = null;
  const { session, opened } = begin(page);
  await session.start();
  assert.ok(session.state.screen === "page-problem" && session.state.problem === "no-access");
  assert.deepEqual(opened, []);
});

test("a PIN of the wrong form never reaches the host", async () => {
  const { session, host } = await toPin();
  for (const wrong of ["", "123", "12345", "12a4", "１２３４"]) await session.read(wrong, false);
  assert.equal(host.of("card.attributes").length, 0);
  assert.equal(session.state.screen, "pin");
});

test("a PIN is not spent on a page that is gone", async () => {
  const { session, host, page } = await toPin();
  page.stands = false;
  await session.read(PIN, false);
  assert.equal(host.of("card.attributes").length, 0);
  assert.equal(session.state.screen, "moved");
});

test("acceptLastTry is sent only for a last try that the person confirmed", async () => {
  const plain = await toPin();
  await plain.session.read(PIN, true); // the box was not on the screen: three tries left
  assert.ok(!("acceptLastTry" in (plain.host.of("card.attributes")[0]?.params ?? {})));

  const host = new FakeHost();
  host.tries = 1;
  const last = await toPin(begin(new FakePage(), host));
  await last.session.read(PIN, false);
  assert.ok(!("acceptLastTry" in (host.of("card.attributes")[0]?.params ?? {})));

  const again = new FakeHost();
  again.tries = 1;
  const confirmed = await toPin(begin(new FakePage(), again));
  await confirmed.session.read(PIN, true);
  assert.equal(again.of("card.attributes")[0]?.params.acceptLastTry, true);
});

test("one press sends one PIN", async () => {
  const { session, host } = await toPin();
  await Promise.all([session.read(PIN, false), session.read(PIN, false)]);
  assert.equal(host.of("card.attributes").length, 1);
});

test("nothing is written before the preview is confirmed", async () => {
  const { page, session } = await toPreview();
  assert.equal(page.written.length, 0);
  await session.confirm();
  assert.equal(session.state.screen, "report");
  assert.deepEqual(
    page.written[0]?.rows.map(({ value }) => value),
    ["見本　花子", "f"],
  );
});

test("one confirmation writes once", async () => {
  const { page, session } = await toPreview();
  await Promise.all([session.confirm(), session.confirm()]);
  assert.equal(page.written.length, 1);
});

test("nothing is written when the page or its origin changed after the preview", async () => {
  const { page, session } = await toPreview();
  page.stands = false;
  await session.confirm();
  assert.equal(session.state.screen, "moved");
  assert.equal(page.written.length, 0);
});

test("the page is checked right before it is written into, after the press", async () => {
  const { page, session } = await toPreview();
  let checks = 0;
  page.onSame = () => void checks++;
  await session.confirm();
  assert.equal(checks, 1);
});

test("a document that went between check and write is told as a page that changed", async () => {
  const { page, session } = await toPreview();
  page.gone = true;
  await session.confirm();
  assert.equal(session.state.screen, "moved");
});

test("only fields the person ticked are overwritten", async () => {
  const page = new FakePage();
  page.found = looked([{ ...NAME, empty: false }]);
  const { session } = await toPreview(begin(page));
  await session.confirm();
  assert.equal(session.state.screen, "preview"); // nothing ticked, nothing to write
  session.tick({ ref: "f1", frame: "n0" }, true);
  await session.confirm();
  assert.deepEqual(page.written[0]?.rows, [{ ref: "f1", value: "見本　花子", overwrite: true }]);
});

test("undo puts back every document once", async () => {
  const { page, session } = await toPreview();
  await session.confirm();
  await session.undo();
  assert.equal(page.undone, 1);
  assert.ok(session.state.screen === "report" && session.state.undone === 2);
});

test("a page that loads while the card is read stops the reading", async () => {
  const host = new FakeHost();
  host.attributes = () => new Promise(() => undefined);
  const { session, page } = await toPin(begin(new FakePage(), host));
  void session.read(PIN, false);
  await settle();
  page.stands = false;
  await session.tabChanged("loading");
  assert.equal(session.state.screen, "moved");
  assert.ok(host.of("card.attributes")[0]?.signal?.aborted);
});

test("a page that changes its address without going anywhere stays", async () => {
  const { session } = await toPreview();
  await session.tabChanged("loading");
  assert.equal(session.state.screen, "preview");
});

test("a result that comes after the page moved is dropped", async () => {
  const host = new FakeHost();
  let answer: (value: unknown) => void = () => undefined;
  host.attributes = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const { session, page } = await toPin(begin(new FakePage(), host));
  const reading = session.read(PIN, false);
  await settle();
  page.stands = false;
  await session.tabChanged("loading");
  answer({ attributes: {}, profile: PROFILE });
  await reading;
  assert.equal(session.state.screen, "moved");
});

test("cancel asks the host to stop and believes what it answers", async () => {
  const host = new FakeHost();
  let fail: (error: unknown) => void = () => undefined;
  host.attributes = () =>
    new Promise((_, reject) => {
      fail = reject;
    });
  const { session } = await toPin(begin(new FakePage(), host));
  const reading = session.read(PIN, false);
  await settle();
  session.cancel();
  assert.ok(host.of("card.attributes")[0]?.signal?.aborted);
  fail(new HitofudeError("CANCELLED"));
  await reading;
  assert.equal(session.state.screen, "prepare");
});

test("after a wrong PIN the tries are asked of the card again", async () => {
  const host = new FakeHost();
  host.attributes = async () => {
    host.tries = 2;
    throw new HitofudeError("PIN_INCORRECT", { pin: "input-support", triesLeft: 2 });
  };
  const { session } = await toPin(begin(new FakePage(), host));
  await session.read(PIN, false);
  await settle();
  assert.ok(session.state.screen === "pin" && session.state.card.status?.pins[0]?.triesLeft === 2);
  assert.equal(host.of("card.status").length, 2);
});

test("a card pulled while it is read can be put back and read with the same host", async () => {
  const host = new FakeHost();
  host.attributes = async () => {
    throw new HitofudeError("CARD_REMOVED");
  };
  const { session, opened } = await toPin(begin(new FakePage(), host));
  await session.read(PIN, false);
  assert.equal(session.state.screen, "error");
  session.retry();
  await settle();
  assert.equal(session.state.screen, "prepare");
  assert.equal(opened.length, 1);
});

test("a host that ended is started anew by retry", async () => {
  const { session, closeHost, opened, host } = await toPin();
  closeHost("HOST_CLOSED");
  assert.equal(session.state.screen, "host-problem");
  session.retry();
  await settle();
  assert.equal(session.state.screen, "prepare");
  assert.equal(opened.length, 2);
  assert.equal(host.closed, 1);
});

test("a host that cannot be started says so", async () => {
  const session = new Session({
    page: new FakePage(),
    openHost: async () => {
      throw new HitofudeError("HOST_MISSING");
    },
    memory: new Memory(new FakeArea()),
    show: () => undefined,
  });
  await session.start();
  assert.ok(session.state.screen === "host-problem" && session.state.failure.code === "HOST_MISSING");
});

test("the button pressed again begins anew, except where the person's work would be lost", async () => {
  const one = await toPreview();
  one.session.pressedAgain();
  await settle();
  assert.equal(one.session.state.screen, "preview");
  one.page.stands = false;
  await one.session.tabChanged("loading");
  one.page.stands = true;
  one.session.pressedAgain();
  await settle();
  assert.equal(one.session.state.screen, "prepare");
  assert.equal(one.opened.length, 2);
});

test("a closed tab ends the job", async () => {
  const { session } = await toPreview();
  await session.tabChanged("closed");
  assert.ok(session.state.screen === "page-problem" && session.state.problem === "closed");
});

test("the number from the face is sent in place of the PIN, and alone", async () => {
  const { session, host } = await toPin();
  session.forgot();
  assert.equal(session.state.screen, "face");
  await session.read("6005152035123", false);
  assert.equal(host.of("card.attributes").length, 0, "13 digits");
  await session.read("60051520351234", false);
  assert.deepEqual(host.of("card.attributes")[0]?.params, { verificationB: "60051520351234", fields: ["name", "sex"] });
  assert.equal(session.state.screen, "preview");
});

test("where the program on the computer asks for the PIN, none is sent; the number from the face still is", async () => {
  const asking = () => {
    const host = new FakeHost();
    const hello = {
      type: "hello",
      protocol: 1,
      version: "0.1.0",
      platform: "",
      capabilities: ["pin-entry-host"],
    } as const;
    return Object.assign(host, { hello });
  };
  const plain = await toPin(begin(new FakePage(), asking()));
  await plain.session.read("", false);
  assert.deepEqual(plain.host.of("card.attributes")[0]?.params, { fields: ["name", "sex"] });
  const face = await toPin(begin(new FakePage(), asking()));
  face.session.forgot();
  await face.session.read("60051520351234", false);
  assert.deepEqual(Object.keys(face.host.of("card.attributes")[0]?.params ?? {}), ["verificationB", "fields"]);
});
