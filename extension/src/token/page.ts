/** The tab as the rooms of this folder need it: what its documents ask for, and the documents they offer. */
import type { FrameFacts } from "../autofill/types.ts";
import { api } from "../browser.ts";
import { fromBase64 } from "../messaging/blobs.ts";
import type { PageFunctions } from "../page/main.ts";
import { lets, type Policy, readPolicy } from "../policy/policy.ts";
import { type Looked, type PageDocument, targetOf } from "../window/page.ts";
import type { Asked, Offered, Refusal } from "./ask.ts";
import { type Fetched, type FetchProblem, PIECE } from "./fetch.ts";

type InPage = { __hitofude?: PageFunctions };

/** The one request for a token of a page: where it goes, or why it is refused. null: the page asks for none. */
export type Request =
  | { nonce: string; document: PageDocument; ref: string; label: string; empty: boolean }
  | { refused: Refusal }
  | null;

/** A document offered for signing, and the document of the page that offers it. */
export type Offer = Offered & { document: PageDocument };
export type Asks = { request: Request; offers: Offer[] };

/** What all documents that were looked at ask for. More than one request for a token is none that could be trusted. */
export async function asksOf(tabId: number, looked: Looked): Promise<Asks> {
  const all = await Promise.all(looked.documents.map((document) => askDocument(tabId, document)));
  return allowed(joined(looked, all), looked.origin, await readPolicy());
}

/** What an administrator leaves of the asks of a site. */
export function allowed({ request, offers }: Asks, origin: string, policy: Policy): Asks {
  const maySign = !policy.disabled.has("sign") && lets(policy, "signOrigins", origin);
  return { request: policy.disabled.has("token") ? null : request, offers: maySign ? offers : [] };
}

/** The answers of the documents, in their order, as the asks of one page. */
export function joined(looked: Pick<Looked, "documents" | "frames">, answers: readonly Asked[]): Asks {
  const wanted = answers.flatMap((asked, at) => asked.wanted.map((one) => ({ one, at })));
  const offers = answers.flatMap((asked, at) => {
    const document = looked.documents[at];
    return document === undefined ? [] : asked.offered.map((offered) => ({ ...offered, document }));
  });
  const [first, second] = wanted;
  if (first === undefined) return { request: null, offers };
  if (second !== undefined) return { request: { refused: "two-requests" }, offers };
  const document = looked.documents[first.at];
  if ("refused" in first.one || document === undefined) return { request: refusedOf(first.one), offers };
  const { nonce, ref, empty } = first.one;
  return { request: { nonce, document, ref, empty, label: labelOf(looked.frames[first.at], ref) }, offers };
}

const refusedOf = (one: Asked["wanted"][number]): Request => ({ refused: "refused" in one ? one.refused : "script" });
const labelOf = (frame: FrameFacts | undefined, ref: string) =>
  frame?.fields.find((field) => field.ref === ref)?.label ?? "";

async function askDocument(tabId: number, document: PageDocument): Promise<Asked> {
  try {
    const [answer] = await api.scripting.executeScript({
      target: targetOf(tabId, document),
      func: (nonce: string) => (globalThis as InPage).__hitofude?.ask(nonce) ?? null,
      args: [document.nonce],
    });
    return answer?.result ?? { wanted: [], offered: [] };
  } catch {
    return { wanted: [], offered: [] };
  }
}

/** Has an offered document fetched by the page's own document, and takes it over piece by piece. */
export async function fetchOffer(
  tabId: number,
  offer: Pick<Offer, "document" | "index" | "address">,
): Promise<File | { problem: FetchProblem }> {
  const target = targetOf(tabId, offer.document);
  try {
    const [answer] = await api.scripting.executeScript({
      target,
      func: (nonce: string, index: number, address: string) =>
        (globalThis as InPage).__hitofude?.fetchOffered(nonce, index, address) ?? null,
      args: [offer.document.nonce, offer.index, offer.address],
    });
    const fetched = ((await answer?.result) ?? null) as Fetched | null;
    if (fetched === null) return { problem: "gone" };
    if ("problem" in fetched) return fetched;
    const pieces = await takeAll(target, offer.document.nonce, fetched.size);
    return pieces === null ? { problem: "gone" } : new File(pieces, fetched.name);
  } catch {
    return { problem: "gone" };
  }
}

async function takeAll(
  target: chrome.scripting.InjectionTarget,
  nonce: string,
  size: number,
): Promise<Uint8Array<ArrayBuffer>[] | null> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < size; from += PIECE) {
    const [answer] = await api.scripting.executeScript({
      target,
      func: (name: string, at: number) => (globalThis as InPage).__hitofude?.takePiece(name, at) ?? null,
      args: [nonce, from],
    });
    if (typeof answer?.result !== "string") return null;
    pieces.push(Uint8Array.from(fromBase64(answer.result)));
  }
  return pieces.reduce((sum, piece) => sum + piece.length, 0) === size ? pieces : null;
}
