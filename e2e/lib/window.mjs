// The Hitofude window as a person meets it: screens, the PIN box, the preview, the report.

/** Finds by what an element does, whatever its text in whichever language. */
const action = (name) => `[data-action="${name}"]`;

/** Waits until the window shows one of the screens and says which. */
export async function screen(page, ...names) {
  const shown = await page
    .waitForFunction(
      (wanted) => (wanted.includes(document.body.dataset.screen) ? document.body.dataset.screen : ""),
      { timeout: 10000, polling: 20 },
      names,
    )
    .catch(async (error) => {
      const now = await page
        .evaluate(() => `${document.body.dataset.screen}: ${document.body.innerText.slice(0, 400)}`)
        .catch(() => "closed");
      throw new Error(`waiting for screen ${names.join(" or ")}, the window shows ${now} (${error.message})`);
    });
  return shown.jsonValue();
}

/** Waits for the button, and for it to be allowed, then presses it with the mouse. */
export async function press(page, name) {
  for (const end = Date.now() + 10000; ; ) {
    const button = await page.waitForSelector(`${action(name)}:not([disabled])`, { visible: true, timeout: 10000 });
    try {
      // Away from the bar that stays at the lower edge, as a person scrolls.
      await button.evaluate((element) => element.scrollIntoView({ block: "center" }));
      // Nobody presses what has only just been drawn, and what is drawn anew between down and up is not pressed at all.
      const stays = (element) => new Promise((resolve) => setTimeout(() => resolve(element.isConnected), 50));
      if (!(await button.evaluate(stays)) && Date.now() < end) continue;
      return await button.click();
    } catch (error) {
      // A window that draws itself anew takes the button away under the hand. Nothing was pressed then.
      if (Date.now() > end || !/not clickable|detached/.test(error.message)) throw error;
    }
  }
}

/** Presses the button until the element is there: the first press may fall between two drawings of the window. */
export async function pressFor(page, name, selector) {
  await press(page, name);
  await page.waitForSelector(selector, { timeout: 5000 }).catch(() => pressIfOffered(page, name));
  await page.waitForSelector(selector);
}

/** Presses the button if it is there at this moment; the window may take it away by itself at any time. */
export const pressIfOffered = (page, name) =>
  page.evaluate((selector) => document.querySelector(selector)?.click(), action(name));

/** Types a PIN into the PIN box in place of what is there. */
export async function typePin(page, pin) {
  const box = await page.waitForSelector("input#pin", { visible: true });
  await box.click({ count: 3 });
  await page.keyboard.press("Backspace");
  await box.type(pin);
}

/** From the first screen to the PIN box. */
export async function toPin(page) {
  await screen(page, "prepare");
  await press(page, "next");
  await screen(page, "pin");
}

/** On the sign page: gives it a file and goes to the PIN box. */
export async function toSigning(page, file) {
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await press(page, "next");
  await screen(page, "pin");
}

/** From the first screen to the preview. */
export async function toPreview(page, pin) {
  await toPin(page);
  await typePin(page, pin);
  await press(page, "read");
  await screen(page, "preview");
}

/** From the preview to the report. */
export async function confirm(page) {
  await press(page, "confirm");
  await screen(page, "report");
}

/** The words on show. */
export const words = (page) => page.evaluate(() => document.body.innerText);

/** Rows of the preview: `{label, value, checked}`. */
export const rows = (page) =>
  page.$$eval("[data-row]", (elements) =>
    elements.map((element) => ({
      label: element.querySelector("[data-label]")?.textContent.trim() ?? "",
      value: element.querySelector("[data-value]")?.textContent.trim() ?? "",
      checked: element.querySelector("input[type=checkbox]")?.checked ?? null,
    })),
  );

/** How each field ended: "filled", "changed-by-page", … */
export const results = (page) =>
  page.$$eval("[data-result]", (elements) => elements.map((element) => element.dataset.result));

/** Every form field of a page and what stands in it, by id. */
export const values = (page) => page.evaluate(readValues);

/** Runs in the page, in either browser. */
export function readValues() {
  const all = {};
  for (const field of document.querySelectorAll("input, select, textarea")) {
    if (["submit", "button", "reset"].includes(field.type)) continue;
    const key = field.id || `${field.name}=${field.value}`;
    all[key] = ["radio", "checkbox"].includes(field.type) ? field.checked : field.value;
  }
  return all;
}
