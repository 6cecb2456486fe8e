/** The comparison in the window: when the page is read, for whom, what is asked of the card, and what is left afterwards. */
import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import type { Profile } from "../../src/autofill/types.ts";
import { Memory } from "../../src/memory/store.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { Looked } from "../../src/window/page.ts";
import { type Host, Session } from "../../src/window/session.ts";
import { factsOf, HANAKO } from "../autofill/page.ts";
import { cardWith, document0, FakeArea, FakePage, ORIGIN, PROFILE } from "./fixtures.ts";

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function begin(page = new FakePage(), profile: Profile = PROFILE) {
  const asked: Record<string, unknown>[] = [];
  const area = new FakeArea();
  let closeHost: (failure: HitofudeError) => void = () => undefined;
  const request: Host["request"] = async (type, params) => {
    const { readers, status } = cardWith(3);
    if (type === "readers") return { readers };
    if (type === "card.status") return { ...status };
    asked.push({ ...params });
    return { attributes: {}, profile };
  };
  const session = new Session({
    page,
    openHost: async (_, onClosed) => {
      closeHost = onClosed;
      return { request, close: () => undefined };
    },
    memory: new Memory(area),
    show: () => undefined,
  });
  sessions.push(session);
  await session.start();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { page, session, asked, area, close: () => closeHost(new HitofudeError("HOST_CLOSED")) };
}

/** The page of a form as it would be looked at. */
function lookedAt(markup: string): Looked {
  const facts = factsOf(markup);
  const fields = facts.fields.map((one) => ({ ...one, frame: document0.nonce }));
  return {
    origin: ORIGIN,
    title: "申請",
    frames: [{ ...facts, nonce: document0.nonce, fields }],
    documents: [document0],
  };
}

async function compared(parts: Awaited<ReturnType<typeof begin>>) {
  parts.session.compare();
  await parts.session.read("1234", false);
  return parts.session.state;
}

const verdicts = (state: Session["state"]) =>
  state.screen === "compare" ? (state.result?.entries.map(({ verdict }) => verdict) ?? null) : state.screen;

test("the page is not read before the card was, and nothing is ever written into it", async () => {
  const page = new FakePage();
  page.texts = { f1: "見本　花子", f2: "男" };
  const parts = await begin(page);
  parts.session.compare();
  assert.equal(parts.session.state.screen, "pin");
  assert.deepEqual(page.reads, []);
  await parts.session.read("1234", false);
  assert.deepEqual(verdicts(parts.session.state), ["same", "differs"]);
  assert.deepEqual(
    page.reads.map(({ refs }) => refs),
    [["f1", "f2"]],
  );
  assert.deepEqual(page.written, []);
});

test("only what the boxes ask for is read from the card, and the memory is not touched", async () => {
  const page = new FakePage();
  page.found = lookedAt("<label>住所<input id=a></label><label>フリガナ<input id=k></label>");
  const parts = await begin(page, HANAKO);
  const state = await compared(parts);
  assert.deepEqual(parts.asked, [{ pin: "1234", fields: ["address"] }]);
  assert.deepEqual(verdicts(state), ["empty", "not-on-card"]);
  assert.deepEqual(parts.area.reads, []);
});

test("the way back from the comparison leads to filling as well", async () => {
  const parts = await begin();
  parts.session.compare();
  parts.session.back();
  parts.session.next();
  await parts.session.read("1234", false);
  assert.equal(parts.session.state.screen, "preview");
  assert.deepEqual(parts.page.reads, []);
});

const FAMILY =
  "<fieldset><legend>世帯主</legend><label>氏名<input id=a></label></fieldset>" +
  "<fieldset><legend>お子様</legend><label>氏名<input id=b></label></fieldset>";

test("where the form asks for several persons nothing is read before one is named, and then only that one", async () => {
  const page = new FakePage();
  page.found = lookedAt(FAMILY);
  page.texts = { f1: "見本　太郎", f2: "見本　花子" };
  const parts = await begin(page);
  const state = await compared(parts);
  assert.ok(state.screen === "compare" && state.job.plans !== undefined, "the form asks for one person alone");
  assert.equal(state.result, null);
  assert.deepEqual(page.reads, []);
  const [holder, child] = state.job.plan.blocks;
  await parts.session.compareFor(child?.id ?? "");
  assert.deepEqual(
    page.reads.map(({ refs }) => refs),
    [["f2"]],
  );
  assert.deepEqual(verdicts(parts.session.state), ["same"]);
  await parts.session.compareFor(holder?.id ?? "");
  assert.deepEqual(verdicts(parts.session.state), ["differs"]);
  await parts.session.compareFor("nobody");
  assert.deepEqual(
    page.reads.map(({ refs }) => refs),
    [["f2"], ["f1"], ["f1"]],
  );
});

test("a page that moved on is not compared, and one that moves later leaves the result with a word about it", async () => {
  const page = new FakePage();
  const parts = await begin(page);
  parts.session.compare();
  page.onSame = () => {
    if (parts.asked.length > 0) page.stands = false;
  };
  await parts.session.read("1234", false);
  assert.equal(parts.session.state.screen, "moved");
  assert.deepEqual(page.reads, []);

  const later = await begin();
  await compared(later);
  later.page.stands = false;
  await later.session.tabChanged("loading");
  assert.ok(later.session.state.screen === "compare" && later.session.state.gone);
});

test("the end of the host takes no result away, and the end of the sitting takes all of it", async () => {
  const parts = await begin();
  await compared(parts);
  parts.close();
  assert.equal(parts.session.state.screen, "compare");
  parts.session.finish();
  assert.deepEqual(parts.session.state, { screen: "ended", why: "person" });
  assert.deepEqual(parts.page.forgotten, [document0.nonce]);
});

test("a field the document does not answer for is not called the same", async () => {
  const page = new FakePage();
  page.read = async () => [];
  const state = await compared(await begin(page));
  assert.deepEqual(verdicts(state), ["unread", "unread"]);
});
