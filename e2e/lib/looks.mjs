// One screen in every look a person may have set: axe's findings, what does not fit, and pictures of each on demand.
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { browserName, setColours } from "./browser.mjs";
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

/** LOOKS=all: every look with its picture and all of axe's rules. It is for people who look at the pictures, and slow. */
const pictures = process.env.LOOKS === "all";

/**
 * What axe is asked in each look. Without pictures: all its rules once, contrast in the dark as well, and in both languages whether
 * everything fits where it is narrow. The other language changes nothing but words, and what a window at 400 % or forced colours
 * do beyond that is for people to see.
 */
function wanted(language) {
  if (pictures) return Object.entries(looks).map(([title, how]) => [title, how, audited.includes(title) ? rules : []]);
  const narrow = ["320px", looks["320px"], []];
  return language === "ja"
    ? [["light", looks.light, rules], ["dark", looks.dark, ["color-contrast"]], narrow]
    : [narrow];
}
const audited = ["light", "dark", "320px"];

/**
 * Looks at the screen on show; with LOOKS=all writes out/screens/NAME-LOOK.png.
 * @returns {Promise<string[]>} what is wrong, one sentence each; nothing is what it should be
 */
export async function look(page, name) {
  const found = [];
  const language = await page.evaluate(() => document.documentElement.lang);
  const all = wanted(language);
  // Scripts of the driver are not held back by the extension's content security policy.
  if (all.some(([, , asked]) => asked.length > 0) && (await page.evaluate(() => !("axe" in globalThis))))
    await page.evaluate(axe);
  for (const [title, { colours, viewport = { width: 560, height: 760 }, fullPage = true }, asked] of all) {
    await setColours(page, colours);
    await page.setViewport(viewport);
    if (fullPage) await page.setViewport({ ...viewport, height: Math.max(viewport.height, await wholeHeight(page)) });
    if (pictures) await picture(page, `${name}-${title}`, fullPage);
    found.push(...(await overflow(page)).map((what) => `${name} ${title}: ${what}`));
    if (asked.length > 0) found.push(...(await audit(page, asked)).map((what) => `${name} ${title}: ${what}`));
  }
  await setColours(page);
  await page.setViewport(null);
  return found;
}

async function picture(page, name, fullPage) {
  const file = join(out, "screens", browserName === "chromium" ? "" : browserName, `${name}.png`);
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage });
}

/**
 * How high the window has to be to show everything. A picture beyond the window would catch what sticks to its lower
 * edge in the middle.
 */
export const wholeHeight = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** Runs axe's rules, by their names or their tags, on the screen as it looks now. */
const audit = (page, asked) =>
  page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: values, resultTypes: ["violations"] });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(" ")).join(", ")})`,
    );
  }, asked);

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
