import { HostClient, type Limits, type Options, type Port } from "../../src/messaging/client.ts";
import type { HitofudeError } from "../../src/messaging/failure.ts";
import type { Request } from "../../src/messaging/protocol.ts";

export const HELLO = {
  type: "hello",
  protocol: 1,
  version: "0.1.0",
  platform: "linux/amd64",
  capabilities: ["fill", "sign"],
};

type Answer = (request: Request, port: FakePort) => void;

/** A native port whose host is the test. It answers ping by itself unless told otherwise. */
export class FakePort implements Port {
  readonly sent: Request[] = [];
  disconnected = 0;
  refuse: Error | null = null;
  #message: ((message: unknown) => void)[] = [];
  #gone: (() => void)[] = [];
  readonly #answer: Answer;

  constructor(answer: Answer = () => undefined) {
    this.#answer = answer;
  }

  onMessage = { addListener: (listener: (message: unknown) => void) => void this.#message.push(listener) };
  onDisconnect = { addListener: (listener: () => void) => void this.#gone.push(listener) };

  postMessage(message: unknown): void {
    if (this.refuse) throw this.refuse;
    const request = structuredClone(message) as Request;
    this.sent.push(request);
    if (request.type === "ping") queueMicrotask(() => this.result(request.id));
    this.#answer(request, this);
  }

  disconnect(): void {
    this.disconnected++;
  }

  /** The host says something. */
  say(message: unknown): void {
    for (const listener of this.#message) listener(message);
  }

  result(id: string, result: unknown = {}): void {
    this.say({ type: "result", id, result });
  }

  error(id: string, code: string, params: unknown = {}): void {
    this.say({ type: "error", id, error: { code, params } });
  }

  /** The host, or the browser, closes the port. */
  die(): void {
    for (const listener of this.#gone) listener();
  }

  last(type: string): Request {
    const found = this.sent.findLast((request) => request.type === type);
    if (!found) throw new Error(`no ${type} was sent`);
    return found;
  }
}

export const SHORT: Limits = { hello: 40, quick: 40, card: 80, person: 400 };

type Extra = Partial<Pick<Options, "limits" | "onClosed">> & { because?: string; hello?: unknown };

/** Opens a client on a fake port that says hello at once. */
export async function open(port: FakePort, extra: Extra = {}): Promise<HostClient> {
  const { because = "", hello = HELLO, ...options } = extra;
  const opening = HostClient.open({
    connect: () => port,
    closedBecause: () => because,
    origin: "https://www.example.go.jp",
    version: "0.1.0",
    limits: SHORT,
    ...options,
  });
  port.say(hello);
  return opening;
}

/** The failure a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<HitofudeError> {
  try {
    await promise;
  } catch (error) {
    return error as HitofudeError;
  }
  throw new Error("it did not fail");
}
