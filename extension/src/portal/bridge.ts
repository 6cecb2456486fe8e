/**
 * The part of the bridge that stands in a portal's page: it shows that a program is there, hears requests, and gives each
 * exactly one answer. It holds one request at a time, no secret, and decides nothing: the window asks the person.
 */
import { failureOf, parseRequest, type Refusal } from "./request.ts";
import { DEFAULT_VERSIONS, type Versions } from "./versions.ts";

/** The connection of a window to this document. Its end is the end of the request. */
export type WindowPort = {
  name: string;
  sender?: { url?: string | undefined } | undefined;
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
};

export type BridgeParts = {
  document: Document;
  /** Has the background open the window; false when it does not. */
  open(message: OpenMessage): Promise<boolean>;
  /** Address of our own window: nobody else connects. */
  windowURL: string;
  newId(): string;
  wait(ms: number): Promise<void>;
};

/** What the background is asked: a window for the request of this id, or to tell the person why one was refused. */
export type OpenMessage = { type: "portal-request"; id: string } | { type: "portal-refused"; reason: Refusal };
/** What passes between window and document. */
export type ToWindow = { type: "request"; detail: string; origin: string };
export type FromWindow = { type: "answer"; detail: string };

type Pending = { id: string; detail: string; port: WindowPort | null };

/** A window that has not come by then does not come, in milliseconds. */
const PATIENCE = 30_000;
/** Requests of one document that may end without an answer; more would be windows that nobody wants. */
const MAX_DECLINED = 5;

export class Bridge {
  readonly #parts: BridgeParts;
  readonly #shown: HTMLInputElement[] = [];
  #pending: Pending | null = null;
  #declined = 0;
  #told = false;

  constructor(parts: BridgeParts) {
    this.#parts = parts;
  }

  /** Puts the two version numbers into the page and begins to hear. */
  start(versions: Versions = DEFAULT_VERSIONS): void {
    this.#parts.document.addEventListener("launchApp", this.#onLaunch);
    this.show(versions);
  }

  /** Shows other version numbers. */
  show({ extension, app }: Versions): void {
    const [first, second] = this.#shown.length > 0 ? this.#shown : this.#add();
    if (first) first.value = extension;
    if (second) second.value = app;
  }

  /** Takes everything of ours out of the page: the site was switched off. */
  stop(): void {
    this.#parts.document.removeEventListener("launchApp", this.#onLaunch);
    this.#end(failureOf(this.#pending?.detail));
    for (const input of this.#shown.splice(0)) input.remove();
  }

  /** A window of ours connects, for the request it was opened for. */
  connected(port: WindowPort): void {
    const pending = this.#pending;
    const ours = port.sender?.url?.startsWith(this.#parts.windowURL) ?? false;
    if (!ours || pending === null || pending.port !== null || port.name !== pending.id) {
      port.disconnect();
      return;
    }
    pending.port = port;
    port.onDisconnect.addListener(() => this.#closed(pending));
    port.onMessage.addListener((message) => {
      if (this.#pending === pending && isAnswer(message)) this.#end(message.detail);
    });
    const asked: ToWindow = { type: "request", detail: pending.detail, origin: this.#parts.document.location.origin };
    port.postMessage(asked);
  }

  #add(): HTMLInputElement[] {
    for (const id of ["extension-is-installed", "app-is-installed"]) {
      const input = this.#parts.document.createElement("input");
      input.type = "hidden";
      input.id = id;
      this.#parts.document.body.append(input);
      this.#shown.push(input);
    }
    return this.#shown;
  }

  readonly #onLaunch = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    const parsed = parseRequest(detail);
    if ("refused" in parsed) this.#refuse(detail, parsed.refused);
    else if (parsed.request.mode === "05") this.#withdraw();
    // What is asked while a person looks at something else is not what that person agrees to.
    else if (this.#pending !== null || this.#declined >= MAX_DECLINED) this.#reply(failureOf(detail));
    else this.#ask(String(detail));
  };

  #ask(detail: string): void {
    const pending: Pending = { id: this.#parts.newId(), detail, port: null };
    this.#pending = pending;
    void this.#open(pending);
  }

  async #open(pending: Pending): Promise<void> {
    const { open, wait } = this.#parts;
    const opened = await open({ type: "portal-request", id: pending.id }).catch(() => false);
    if (opened) await wait(PATIENCE);
    if (pending.port === null) this.#closed(pending);
  }

  /** The page is answered at once, the person once: a page could make such requests without end. */
  #refuse(detail: unknown, reason: Refusal): void {
    this.#reply(failureOf(detail));
    if (this.#told || this.#pending !== null) return;
    this.#told = true;
    this.#parts.open({ type: "portal-refused", reason }).catch(() => undefined);
  }

  /** Mode 05: the page no longer wants an answer. */
  #withdraw(): void {
    this.#end(failureOf(this.#pending?.detail));
  }

  /** The window closed, or never came, and nobody agreed. */
  #closed(pending: Pending): void {
    if (this.#pending !== pending) return;
    this.#declined++;
    this.#end(failureOf(pending.detail));
  }

  #end(answer: string): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    this.#reply(answer);
    pending.port?.disconnect();
  }

  #reply(detail: string): void {
    this.#parts.document.dispatchEvent(new CustomEvent("recvMsg", { bubbles: true, detail }));
  }
}

function isAnswer(message: unknown): message is FromWindow {
  return (
    typeof message === "object" &&
    message !== null &&
    "type" in message &&
    message.type === "answer" &&
    "detail" in message &&
    typeof message.detail === "string"
  );
}
