// Tests that can exist in one browser alone. In the other they are not there at all, so that none counts as skipped.
import { test } from "node:test";
import { browserName } from "./browser.mjs";

const only = {
  "folder-from-outside": {
    browser: "chromium",
    why: "no driver can hand a folder to a page of Firefox: BiDi sets files only, and a drop made in the page holds none. What becomes of a folder's entries is tested in extension/test/sign",
  },
  "old-mask": {
    browser: "chromium",
    why: "Firefox knows no -webkit-mask-box-image: nothing is masked there, and the field is seen by everybody",
  },
};

/** Declares a test that is named in the table above. */
export function testWhere(key, name, work) {
  if (only[key].browser === browserName) test(name, work);
}
