// The preview in every size: 5, 25 and 80 fields, unsure ones, none, several persons, what the card does not have, and the end.
// LOOKS=all takes all of them in both languages; else two, in Japanese.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { contactForm, familyForm, longForm, noneForm, unsureForm } from "../lib/forms.mjs";
import { look } from "../lib/looks.mjs";
import { startStage } from "../lib/stage.mjs";
import { confirm, press, screen, toPreview } from "../lib/window.mjs";

const all = process.env.LOOKS === "all";
const forms = {
  contact: contactForm,
  family: familyForm,
  ...(all ? { unsure: unsureForm, none: noneForm, 5: longForm(5), 25: longForm(25), 80: longForm(80) } : {}),
};

let stage;
before(async () => {
  stage = await startStage({
    pages: Object.fromEntries(Object.entries(forms).map(([name, form]) => [`/${name}.html`, form])),
  });
});
after(() => stage.close());
afterEach(() => stage.tidy());

/** What a person does on a screen before the next picture, by the name of the form. */
const then = {
  async contact(window, see) {
    await window.type("[data-given=kanaFamily]", "見本");
    await window.type("[data-given=phone]", "12");
    await window.keyboard.press("Tab");
    await press(window, "edit");
    await see("wrong");
    if (!all) return;
    await window.keyboard.press("Escape");
    await confirm(window);
    await stage.card.remove();
    await window.waitForSelector("[data-action=stay]", { timeout: 20000 });
    await see("leaving");
    await stage.card.insert();
    await press(window, "finish");
    await screen(window, "ended");
    await see("ended");
  },
  async family(window, see) {
    if (!all) return;
    await window.click("#whose-1");
    await see("answered");
  },
};

for (const lang of all ? ["ja", "en"] : ["ja"]) {
  for (const name of Object.keys(forms)) {
    test(`the preview of ${name} (${lang})`, async () => {
      const found = [];
      const { window } = await stage.begin(`${stage.site.origin}/${name}.html`);
      await screen(window, "prepare");
      await press(window, `lang-${lang}`);
      await window.waitForSelector(`body[data-lang=${lang}]`);
      await toPreview(window, "1234");
      const see = async (part) =>
        found.push(...(await look(window, `${lang}/preview-${name}${part ? `-${part}` : ""}`)));
      if (all || then[name] === then.family) await see("");
      await then[name]?.(window, see);
      assert.deepEqual(found, []);
    });
  }
}
