/**
 * The way of an offered document into the sign page: which one it is stands in that page's address; it is fetched by the
 * document that offered it, and then is a file like one of this computer. The result is saved by the person; nothing is
 * sent to the site.
 */

import { type Language, text } from "../i18n/index.ts";
import { lets, readPolicy } from "../policy/policy.ts";
import { h, refill } from "../ui/dom.ts";
import { fetchOffer, type Offer } from "./page.ts";

/** The address of the sign page for an offer. The nonce names the document that the person pressed the button for. */
export function queryOf(tabId: number, { document, index, address }: Offer): Record<string, string | number> {
  const { frameId, documentId, nonce } = document;
  return { tab: tabId, frame: frameId, document: documentId ?? "", nonce, link: index, address };
}

/** What an address of the sign page asks to fetch; null when it asks for nothing. */
function offerIn(query: string): { tab: number; offer: Omit<Offer, "text"> } | null {
  const values = new URLSearchParams(query);
  const number = (name: string) => (/^\d{1,15}$/.test(values.get(name) ?? "") ? Number(values.get(name)) : null);
  const [tab, frameId, index] = [number("tab"), number("frame"), number("link")];
  const [nonce, address, documentId] = ["nonce", "address", "document"].map((name) => values.get(name) ?? "");
  if (tab === null || frameId === null || index === null || !nonce || !address) return null;
  return { tab, offer: { document: { frameId, nonce, documentId: documentId || null }, index, address } };
}

/**
 * Fetches what the page's address names, says above the screen where it comes from, and hands it over. Does nothing on a
 * sign page that was opened without an offer.
 */
export async function takeOffered(add: (files: File[]) => void): Promise<void> {
  const asked = offerIn(location.search);
  if (asked === null) return;
  const { tab, offer } = asked;
  if (!lets(await readPolicy(), "signOrigins", new URL(offer.address).origin)) return;
  const box = h("section", { class: "box" });
  document.querySelector("main")?.before(box);
  const show = (found: Outcome) => say(box, new URL(offer.address).origin, found, shownLanguage());
  show(null);
  const found = await fetchOffer(tab, offer);
  if (found instanceof File) add([found]);
  show(found);
  // The frame says its new language on the body; this box stands beside the screens and is not built anew with them.
  new MutationObserver(() => show(found)).observe(document.body, { attributeFilter: ["data-lang"] });
}

/** null: on its way. */
type Outcome = Awaited<ReturnType<typeof fetchOffer>> | null;

const shownLanguage = (): Language => (document.body.dataset.lang === "en" ? "en" : "ja");

function say(box: HTMLElement, origin: string, found: Outcome, language: Language): void {
  const outcome = found === null ? "running" : found instanceof File ? "done" : found.problem;
  box.dataset.offered = outcome;
  // Beside the main part of the page: a part of its own for those who jump from part to part.
  box.setAttribute("aria-label", text(language, "token.fetch.label"));
  refill(
    box,
    h("p", {}, text(language, "token.fetch.from")),
    h("p", { class: "origin", "data-origin": origin }, origin),
    h("p", { role: "status" }, text(language, `token.fetch.${outcome}`)),
    found instanceof File && save(found, language),
  );
}

/** Exactly the bytes that will be signed: to look at before, and to hand in with a signature in a file of its own. */
function save(file: File, language: Language): HTMLElement {
  const href = URL.createObjectURL(file);
  const words = text(language, "token.fetch.save", { name: file.name });
  return h("p", {}, h("a", { href, download: file.name, class: "button", "data-action": "save-offered" }, words));
}
