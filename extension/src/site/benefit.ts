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

/** Whether the visible text of a document does, its title and the texts of its boxes included. */
export function documentSpeaks(document: Document): boolean {
  const { body } = document;
  const text = body === null ? "" : (body.innerText ?? body.textContent ?? "");
  const boxes = [...document.querySelectorAll("[placeholder], [alt], [aria-label], input[type=submit]")]
    .slice(0, 2_000)
    .map((one) => ["placeholder", "alt", "aria-label", "value"].map((name) => one.getAttribute(name) ?? "").join(" "));
  return speaksOfBenefit(`${document.title} ${boxes.join(" ")} ${text.slice(0, ENOUGH)}`);
}
