/** One window over a fake page and a fake host, for the tests of its session. */
import assert from "node:assert/strict";
import { afterEach } from "node:test";
import { Memory } from "../../src/memory/store.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { type Host, Session } from "../../src/window/session.ts";
import { cardWith, FakeArea, FakePage, PROFILE } from "./fixtures.ts";

export const PIN = "1234";

type Call = { type: string; params: Record<string, unknown>; signal: AbortSignal | undefined };

/** A host with a card on its reader; the test decides how card.attributes ends. */
export class FakeHost implements Host {
  readonly calls: Call[] = [];
  closed = 0;
  tries: number | null = 3;
  attributes: () => Promise<unknown> = async () => ({ attributes: {}, profile: PROFILE });

  request: Host["request"] = async (type, params, call = {}) => {
    this.calls.push({ type, params: { ...params }, signal: call.signal });
    const { readers, status } = cardWith(this.tries);
    if (type === "readers") return { readers };
    if (type === "card.status") return { ...status };
    return (await this.attributes()) as Record<string, unknown>;
  };
  close = () => void this.closed++;

  of(type: string): Call[] {
    return this.calls.filter((call) => call.type === type);
  }
}

export const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

export function begin(page = new FakePage(), host = new FakeHost(), area = new FakeArea()) {
  const opened: string[] = [];
  let closeHost: (failure: HitofudeError) => void = () => undefined;
  const seen: string[] = [];
  const session = new Session({
    page,
    openHost: async (origin, onClosed) => {
      opened.push(origin);
      closeHost = onClosed;
      return host;
    },
    memory: new Memory(area),
    show: (state) => {
      seen.push(state.screen);
      assert.doesNotMatch(JSON.stringify(state), /1234/, "a state holds the PIN");
    },
  });
  sessions.push(session);
  return { page, host, session, opened, seen, closeHost: (code: string) => closeHost(new HitofudeError(code)) };
}

export async function toPin(parts = begin()) {
  await parts.session.start();
  await settle();
  parts.session.next();
  assert.equal(parts.session.state.screen, "pin");
  return parts;
}

export async function toPreview(parts?: ReturnType<typeof begin>) {
  const at = await toPin(parts);
  await at.session.read(PIN, false);
  assert.equal(at.session.state.screen, "preview");
  return at;
}
