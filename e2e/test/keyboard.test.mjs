// The whole flow by ear and keys: fill, wrong PIN, locked, the way on with the card's face, change. Nothing looks at the page but the
// accessibility tree, nothing is pressed but keys. What is heard on the way is kept in e2e/golden (HITOFUDE_UPDATE=1 writes it anew).
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { browserName, extensionURL } from "../lib/browser.mjs";
import { listenTo } from "../lib/listener.mjs";
import { root } from "../lib/paths.mjs";
import { startStage } from "../lib/stage.mjs";

/** The browsers call a few things otherwise, and cut sentences at other places. */
const GOLDEN = { chromium: "spoken", firefox: "spoken-firefox" };

let stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());
afterEach(() => stage.tidy());

/** The words a person listens for in each language. */
const heard = {
  ja: {
    language: /^button: 日本語/,
    ready: /カードを読み取れます[\s\S]*あと3回まちがえると/,
    next: /^button: 暗証番号の入力へすすむ/,
    pinHeading: /heading 1: 券面事項入力補助用暗証番号を入れてください/,
    wrong:
      /! 券面事項入力補助用暗証番号がちがいます[\s\S]*あと2回まちがえると、ロックされます[\s\S]*カードを読み取れます/,
    again: /! この券面事項入力補助用暗証番号は、さきほど[\s\S]*カードを読み取れます/,
    confused: /利用者証明用電子証明書暗証番号と取りちがえていませんか[\s\S]*カードを読み取れます/,
    accept: /^checkbox: わかりました/,
    locked: /heading 1: 券面事項入力補助用暗証番号は、ロックされています/,
    forgot: /^button: 4けたの暗証番号をわすれた/,
    face: /heading 1: カードの表を見て[\s\S]*カードを読み取れます/,
    preview: /heading 1: 記入する内容を/,
    confirm: /^button: この内容でページに記入する/,
    report: /heading 1: 記入が終わりました/,
    overview: /まとめ[\s\S]*署名用を変える/,
    change: /^button: 署名用を変える/,
    changing: /heading 1: 署名用電子証明書暗証番号を変える[\s\S]*あと5回/,
    small: /! 小文字が入っています/,
    changed: /heading 1: 暗証番号を変えました/,
  },
  en: {
    language: /^button: English/,
    ready: /The card can be read[\s\S]*until the card locks it: 3/,
    next: /^button: Go on to the PIN/,
    pinHeading: /heading 1: Enter the PIN for card-face data entry/,
    wrong: /! The PIN for card-face data entry .* is wrong[\s\S]*until the card locks it: 2[\s\S]*The card can be read/,
    again: /! This PIN for card-face data entry .* has just refused[\s\S]*The card can be read/,
    confused: /Are you thinking of the PIN for the authentication certificate[\s\S]*The card can be read/,
    accept: /^checkbox: I understand/,
    locked: /heading 1: Locked: PIN for card-face data entry/,
    forgot: /^button: I forgot the four-digit PIN/,
    face: /heading 1: Look at the face of the card[\s\S]*The card can be read/,
    preview: /heading 1: Check what will be filled in/,
    confirm: /^button: Fill the page with this/,
    report: /heading 1: The page is filled/,
    overview: /In short[\s\S]*Change the signature PIN/,
    change: /^button: Change the signature PIN/,
    changing: /heading 1: Change the PIN for the signature certificate[\s\S]*locks it: 5/,
    small: /! It contains small letters/,
    changed: /heading 1: The PIN is changed/,
  },
};
const box = /^textbox: /;

/** Opens the window and turns it to the language with keys; goes as far as the card being ready. */
async function begin(lang) {
  await stage.card.load("holder");
  const { page, window } = await stage.begin();
  const ear = await listenTo(window);
  await ear.activate(heard[lang].language);
  await ear.expect(heard[lang].ready);
  return { ear, page };
}

/** Types a PIN into the one box and sends it with the Enter key. */
async function enter(ear, pin) {
  await ear.tabTo(box);
  await ear.type(pin);
  await ear.key("Enter");
}

/** Three boxes one after the other, each typed over, and Enter. */
async function fillThree(ear, current, fresh) {
  await ear.tabTo(box);
  await ear.type(current);
  for (const pin of [fresh, fresh]) {
    await ear.key("Tab");
    await ear.type(pin);
  }
  await ear.key("Enter");
}

for (const lang of ["ja", "en"]) {
  test(`by ear and keys alone: fill, wrong PIN, locked, the card's face, change (${lang})`, async () => {
    const say = heard[lang];
    const spoken = [];
    // The site of the test has another port each time.
    const keep = (title, text) =>
      spoken.push(`== ${title}\n${text.replace(stage.site.url.replace(/\/$/, ""), "SITE")}`);

    let { ear } = await begin(lang);
    keep("the card is ready", await ear.hear());
    await ear.activate(say.next);
    keep("the PIN is asked for", await ear.expect(say.pinHeading));
    await enter(ear, "9876");
    keep("it was wrong", await ear.expect(say.wrong));
    await enter(ear, "9876");
    keep("the same again", await ear.expect(say.again));
    assert.equal((await stage.card.state()).tries["input-support"], 2, "the same PIN again costs nothing");
    await enter(ear, "1234");
    keep("what would be filled in", await ear.expect(say.preview));
    await ear.activate(say.confirm);
    keep("it is filled in", await ear.expect(say.report));

    ({ ear } = await begin(lang));
    await ear.activate(say.next);
    await ear.expect(say.pinHeading);
    await enter(ear, "9876");
    await ear.expect(say.wrong);
    await enter(ear, "8765");
    keep("wrong a second time, one try left", await ear.expect(say.confused));
    await ear.tabTo(box);
    await ear.type("7654");
    await ear.tabTo(say.accept);
    await ear.key(" ");
    await ear.key("Enter");
    keep("the last try was wrong: locked", await ear.expect(say.locked));
    await ear.activate(say.forgot);
    keep("the face of the card", await ear.expect(say.face));
    await ear.tabTo(/^combobox: /);
    await ear.key("ArrowDown");
    for (const part of ["60", "5", "15", "2035", "1234"]) {
      await ear.key("Tab");
      await ear.type(part);
    }
    await ear.key("Enter");
    await ear.expect(say.preview);
    const after = await stage.card.state();
    assert.equal(after.tries["input-support"], 0);
    assert.equal(after.tries["verification-b"], 10);

    await stage.card.load("holder");
    const page = await stage.browser.open(extensionURL(`pins.html?lang=${lang}`));
    ear = await listenTo(page);
    await ear.expect(say.overview);
    await ear.activate(say.change);
    keep("changing the signature PIN", await ear.expect(say.changing));
    await fillThree(ear, "TEST123", "newpin7");
    keep("a slip, found before the card", await ear.expect(say.small));
    // The focus went to the box with the slip: what stands there is chosen by the Shift+Tab and Tab keys, and typed over.
    await ear.back();
    await fillThree(ear, "TEST123", "NEWPIN7");
    keep("changed", await ear.expect(say.changed));
    const { tries } = await stage.card.state();
    assert.equal(tries.signature, 5);
    spoken.push("");
    const file = join(root, `e2e/golden/${GOLDEN[browserName]}-${lang}.txt`);
    if (process.env.HITOFUDE_UPDATE) await writeFile(file, spoken.join("\n\n"));
    assert.equal(spoken.join("\n\n"), await readFile(file, "utf8"));
  });
}
