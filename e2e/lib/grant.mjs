// The browser's own question whether an extension may read a site.
//
// Tried in headless Chromium 156 on the shipped folder: permissions.request() after a click opens Chromium's bubble, which
// is no page and takes no key or click of a driver; the promise stays open for ever. chrome://extensions can write down
// that the site was granted before (developerPrivate.addHostPermission). Nothing is granted by that: getAll() shows no
// site and a script can still not be registered. But the next permissions.request() in a click is granted without the
// bubble, permissions.remove() takes it away, and so on as often as one likes. (An add-on of the same id that requires
// the site, loaded before, also answers the question, but only until the first remove().)
//
// Firefox 153 has a setting for it: extensions.webextOptionalPermissionPrompts=false answers yes.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromiumExtension, ids } from "./paths.mjs";

/** Has Chromium say yes, from now on, when a click in our pages asks for one of the sites the manifest names as optional. */
export async function answerYes(browser) {
  const manifest = JSON.parse(await readFile(join(chromiumExtension, "manifest.json"), "utf8"));
  const page = await browser.newPage();
  await page.goto("chrome://extensions");
  for (const pattern of manifest.optional_host_permissions) {
    await page.evaluate(
      (id, host) => chrome.developerPrivate.addHostPermission(id, host),
      ids.chromium.ids[0],
      pattern,
    );
  }
  await page.close();
}
