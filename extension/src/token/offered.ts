/**
 * The way of an offered document into the sign page: which one it is stands in that page's address; it is fetched by the
 * document that offered it, and then is a file like one of this computer. The result is saved by the person; nothing is
 * sent to the site.
 */

import { text } from "../i18n/index.ts";
import { h } from "../ui/dom.ts";
import { chosenLanguage } from "../ui/language.ts";
import { fetchOffer, type Offer } from "./page.ts";

/** The address of the sign page for an offer. The nonce names the document that the person pressed the button for. */
export function queryOf(tabId: number, { document, index, address }: Offer): Record<string, string | number> {
  const { frameId, documentId, nonce } = document;
  return { tab: tabId, frame: frameId, document: documentId ?? "", nonce, link: index, address };
}

/** What an address of the sign page asks to fetch; null when it asks for nothing. */
export function offerIn(query: string): { tab: number; offer: Omit<Offer, "text"> } | null {
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
  const language = await chosenLanguage();
  const { origin } = new URL(offer.address);
  const line = h("p", { role: "status" }, text(language, "token.fetch.running"));
  const site = h("p", { class: "origin", "data-origin": origin }, origin);
  const box = h(
    "section",
    { class: "box", "data-offered": "running" },
    h("p", {}, text(language, "token.fetch.from")),
    site,
    line,
  );
  document.querySelector("main")?.before(box);
  const found = await fetchOffer(tab, offer);
  if (found instanceof File) add([found]);
  const outcome = found instanceof File ? "done" : found.problem;
  box.dataset.offered = outcome;
  line.textContent = text(language, `token.fetch.${outcome}`);
}
