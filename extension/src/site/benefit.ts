/**
 * Pages that speak of money that is handed out. What people are led to false pages with is often a
 * 給付金 or a 還付, so a page of nobody known that
 * speaks of it is worth a second look. Only whether it does leaves the page, not what it says.
 */
const BENEFIT = /給付金|還付|支援金|協力金|補助金の(申請|受け?取)|支給の?(お知らせ|対象)|refund|benefit payment/i;

/** Whether a text speaks of a benefit or a refund, however it is spaced (給 付 金) and in whatever width. */
export function speaksOfBenefit(text: string): boolean {
  return BENEFIT.test(text) || BENEFIT.test(text.normalize("NFKC").replace(/[\s\u200b-\u200d\u2060\ufeff]+/g, ""));
}

/** Characters looked at: a page may be endless, and what tempts a person stands above. */
const ENOUGH = 200_000;
const UNSEEN = "script, style, noscript, template";

/**
 * Whether the text of a document does, its title and the texts of its boxes included. Text that is hidden counts: asking
 * the browser what is on the screen takes 60 ms on a long form, and a warning too many does no harm.
 */
export function documentSpeaks(document: Document): boolean {
  const boxes = [...document.querySelectorAll("[placeholder], [alt], [aria-label], input[type=submit]")]
    .slice(0, 2_000)
    .map((one) => ["placeholder", "alt", "aria-label", "value"].map((name) => one.getAttribute(name) ?? "").join(" "));
  if (speaksOfBenefit(`${document.title} ${boxes.join(" ")}`)) return true;
  // Nearly every page ends here; only where the words stand somewhere it is looked whether that is in a script.
  const all = document.body?.textContent ?? "";
  return speaksOfBenefit(all.slice(0, ENOUGH)) && speaksOfBenefit(textOf(document.body).slice(0, ENOUGH));
}

/** The text of an element without what is never shown; as much of it as is looked at. */
function textOf(element: Element): string {
  const SHOW_TEXT = 4;
  const walker = element.ownerDocument.createTreeWalker(element, SHOW_TEXT);
  let text = "";
  for (let node = walker.nextNode(); node !== null && text.length < ENOUGH; node = walker.nextNode()) {
    if (node.parentElement?.closest(UNSEEN) === null) text += node.textContent ?? "";
  }
  return text;
}
