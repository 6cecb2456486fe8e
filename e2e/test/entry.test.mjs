// Where the program on the computer asks for the PIN (config pinEntry), the browser never holds one.
import assert from "node:assert/strict";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, screen, toPin, words } from "../lib/window.mjs";

// A pinentry that nobody sits at: it notes what it is told and answers with the lines of a file.
const PROGRAM = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
echo "OK Pleased to meet you"
while read -r line; do
  echo "$line" >>heard
  case "$line" in
  GETPIN) answer=$(sed -n 1p answers); sed 1d answers >rest; mv rest answers; echo "$answer"; case "$answer" in D*) echo OK;; esac;;
  BYE) echo OK; exit;;
  *) echo OK;;
  esac
done
`;

let stage;
let folder;
before(async () => {
  folder = await scratch("hitofude-pinentry-");
  const pinentryProgram = join(folder.path, "pinentry.sh");
  await writeFile(pinentryProgram, PROGRAM);
  await chmod(pinentryProgram, 0o700);
  stage = await startStage({ config: { pinEntry: "host", pinentryProgram } });
});
after(async () => {
  await stage.close();
  await folder.remove();
});

test("the form is filled with a PIN that never entered the browser", async () => {
  await writeFile(join(folder.path, "answers"), "D 1234\n");
  const { window } = await stage.begin();
  await toPin(window);
  assert.match(await words(window), /暗証番号は、パソコンの別の画面で入力します/);
  assert.equal(await window.$("input"), null);
  const found = await look(window, "ja/window-pin-elsewhere");
  await press(window, "read");
  await screen(window, "preview");
  assert.match(await readFile(join(folder.path, "heard"), "utf8"), /SETDESC http:\/\/127\.0\.0\.1/);
  await press(window, "lang-en");
  assert.deepEqual(found, []);
  await stage.tidy();
});

test("a person who closes that window has spent nothing", async () => {
  await writeFile(join(folder.path, "answers"), "ERR 83886179 Operation cancelled <Pinentry>\n");
  const { window } = await stage.begin();
  await toPin(window);
  await press(window, "read");
  await screen(window, "prepare");
  assert.equal((await stage.card.state()).tries["input-support"], 3);
  await stage.tidy();
});

test("a PIN is changed with both PINs asked elsewhere", async () => {
  await writeFile(join(folder.path, "answers"), "D 1234\nD 8046\nD 8046\n");
  const page = await stage.browser.open(extensionURL("pins.html?lang=ja"));
  await screen(page, "status");
  await press(page, "change-input-support");
  await screen(page, "change");
  assert.equal(await page.$("input"), null);
  assert.deepEqual(await look(page, "ja/pins-change-elsewhere"), []);
  await press(page, "submit-change");
  await screen(page, "changed");
});
