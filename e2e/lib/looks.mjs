// One screen in every look a person may have set: pictures of each, axe's findings, and what does not fit.
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setColours } from "./browser.mjs";
import { out, root } from "./paths.mjs";

const axe = await readFile(join(root, "e2e/node_modules/axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Colours and viewport of each look. A 1280 px window at 400 % is 320 px wide with four device pixels to one. */
const looks = {
  light: { colours: { scheme: "light" } },
  dark: { colours: { scheme: "dark" } },
  "320px": { colours: { scheme: "light" }, viewport: { width: 320, height: 640 } },
  "zoom-400": {
    colours: { scheme: "dark" },
    viewport: { width: 320, height: 256, deviceScaleFactor: 4 },
    fullPage: false,
  },
  forced: { colours: { scheme: "dark", forced: true } },
};
const audited = ["light", "dark", "320px"];

/**
 * Every look in Japanese; in the other language the narrow one, where long words do the most harm. LOOKS=all takes all of
 * them in both, which is for people who look at the pictures.
 */
async function wanted(page) {
  const all = Object.entries(looks);
  if (process.env.LOOKS === "all" || (await page.evaluate(() => document.documentElement.lang)) === "ja") return all;
  return all.filter(([title]) => title === "320px");
}

/**
 * Looks at the screen on show and writes out/screens/NAME-LOOK.png.
 * @returns {Promise<string[]>} what is wrong, one sentence each; nothing is what it should be
 */
export async function look(page, name) {
  const found = [];
  // Scripts of the driver are not held back by the extension's content security policy.
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(axe);
  for (const [title, { colours, viewport = { width: 560, height: 760 }, fullPage = true }] of await wanted(page)) {
    await setColours(page, colours);
    await page.setViewport(viewport);
    if (fullPage) await page.setViewport({ ...viewport, height: Math.max(viewport.height, await wholeHeight(page)) });
    const file = join(out, "screens", `${name}-${title}.png`);
    await mkdir(dirname(file), { recursive: true });
    await page.screenshot({ path: file, fullPage });
    found.push(...(await overflow(page)).map((what) => `${name} ${title}: ${what}`));
    if (audited.includes(title)) found.push(...(await audit(page)).map((what) => `${name} ${title}: ${what}`));
  }
  await setColours(page);
  await page.setViewport(null);
  return found;
}

/**
 * How high the window has to be to show everything. A picture beyond the window would catch what sticks to its lower
 * edge in the middle.
 */
export const wholeHeight = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** Runs axe on the screen as it looks now. */
const audit = (page) =>
  page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: values, resultTypes: ["violations"] });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(" ")).join(", ")})`,
    );
  }, rules);

/** Says when the page has to be scrolled sideways, and which element is the widest. */
const overflow = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const widest = [...document.querySelectorAll("body *")].reduce((a, b) =>
      b.getBoundingClientRect().right > a.getBoundingClientRect().right ? b : a,
    );
    return [`${scrollWidth} px in a window of ${clientWidth} px, widest: ${widest.outerHTML.slice(0, 100)}`];
  });
