// The browser the tests run in. HITOFUDE_BROWSER=firefox takes Firefox, anything else is a mistake but "chromium", the default.
//
// Both are started and driven by the same names, so that a test does not know which it is:
//   open(url), pages(), address(page)                  pages a test opens, and where one is now
//   press(page), pressAgain(page)                      the toolbar button on a page's tab
//   windows(where), windowAt(where)                    pages at an address that begins so, or of which a function says yes:
//                                                      those there are, and the first that comes
//   stopBackground(), downloadsTo(folder), forgetCookies(), close()
//   env, userData, manifests, browser                  its environment, its profile, where the host is registered, puppeteer's own object
import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";
import * as firefoxFiles from "./firefox-files.mjs";
import * as firefoxListener from "./firefox-listener.mjs";

const both = {
  chromium: { ...chromium, start: chromium.startChromium },
  firefox: { ...firefox, ...firefoxFiles, ...firefoxListener, start: firefox.startFirefox },
};

/** "chromium" or "firefox". */
export const browserName = process.env.HITOFUDE_BROWSER || "chromium";
if (!Object.hasOwn(both, browserName)) throw new Error(`HITOFUDE_BROWSER is ${browserName}, not chromium or firefox`);

/** Starts the browser under test with the shipped extension folder; options as of startChromium. */
export const startBrowser = both[browserName].start;

export const {
  /** The address of one of the extension's own pages. */
  extensionURL,
  /** What colours the person has set: `{scheme: "light"|"dark", forced: boolean}`; without it, as the machine has it. */
  setColours,
  /** Drops a file onto the page; in Chromium a folder too. */
  dropFile,
  /** Whether a PDF in a frame of the page is on show. */
  pdfShown,
  /** What a screen reader is told of a page: id → node. */
  heardIn,
} = both[browserName];
