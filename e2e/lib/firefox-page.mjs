// What puppeteer's pages lack in Firefox: WebDriver BiDi sends no event when a page of an extension loads, so their address
// and their end of loading are asked for.
import { setTimeout as sleep } from "node:timers/promises";

// Of puppeteer's inside; its version is pinned.
/** The id of a page's tab. */
export const contextOf = (page) => page.mainFrame().browsingContext.id;
/** The BiDi session: `send(method, params)`. */
export const sessionOf = (page) => page.browser().connection;

const adapted = new WeakSet();

/** Makes `goto` work for the extension's pages too, and the way back and forward; adds `address()`. */
export function adapt(page) {
  if (adapted.has(page)) return page;
  adapted.add(page);
  const goto = page.goto.bind(page);
  page.address = () => page.evaluate(() => location.href);
  page.goto = (url, options) => (url.startsWith("moz-extension:") ? start(page, url) : goto(url, options));
  page.goBack = () => move(page, -1);
  page.goForward = () => move(page, 1);
  return page;
}

/**
 * Every page there is. Nor does BiDi say when one of the extension opens another or goes: puppeteer is told here.
 * @returns {Promise<import("puppeteer-core").Page[]>}
 */
export async function allPages(browser) {
  const { result } = await browser.connection.send("browsingContext.getTree", {});
  const unknown = new Map(result.contexts.map((info) => [info.context, info]));
  for (const page of await browser.pages()) {
    const context = contextOf(page);
    if (!unknown.delete(context))
      browser.connection.emit("browsingContext.contextDestroyed", { context, parent: null, children: [] });
  }
  // Of all others it says so itself.
  for (const info of unknown.values())
    if (info.url.startsWith("moz-extension:")) browser.connection.emit("browsingContext.contextCreated", info);
  return (await browser.pages()).map(adapt);
}

/** A page that comes back out of the browser's memory sends no event of a load. */
async function move(page, delta) {
  const before = await page.address();
  await sessionOf(page).send("browsingContext.traverseHistory", { context: contextOf(page), delta });
  const moved = (from) => location.href !== from && document.readyState === "complete";
  await until(() => page.evaluate(moved, before), `the page to move from ${before}`);
}

/** Goes to a page of the extension and waits until it has loaded. */
async function start(page, url) {
  await sessionOf(page).send("browsingContext.navigate", { context: contextOf(page), url, wait: "none" });
  const there = (wanted) => location.href.split("#")[0] === wanted && document.readyState === "complete";
  await until(() => page.evaluate(there, url.split("#")[0]), `${url} to load`);
}

async function until(holds, what) {
  for (const end = Date.now() + 20000; Date.now() < end; await sleep(10)) {
    // While one document makes room for the other there is none that could be asked.
    if (await holds().catch(() => false)) return;
  }
  throw new Error(`waiting for ${what}`);
}
