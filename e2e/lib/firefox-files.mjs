// Files and folders handed to a page in Firefox. No driver can drag into it from outside, so the drop is one the page is sent.
import { stat } from "node:fs/promises";
import { contextOf, sessionOf } from "./firefox-page.mjs";
import { privileged } from "./firefox-privileged.mjs";

/** Drops a file on the page. A folder cannot be put into such a drop: it is chosen with the page's button for folders. */
export async function dropFile(page, path) {
  await page.waitForSelector("[data-drop]", { visible: true });
  if ((await stat(path)).isDirectory()) return chooseFolder(page, path);
  await page.evaluate(() => {
    const input = Object.assign(document.createElement("input"), { type: "file", id: "from-outside", hidden: true });
    document.body.append(input);
  });
  await (await page.$("#from-outside")).uploadFile(path);
  await page.evaluate(() => {
    const input = document.getElementById("from-outside");
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(input.files[0]);
    input.remove();
    const zone = document.querySelector("[data-drop]");
    for (const type of ["dragenter", "dragover", "drop"])
      zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  });
}

/** Gives the page's folder button a folder, as its dialog does; only the browser itself may do that, in the page's process. */
const chooseFolder = (page, path) =>
  privileged(
    sessionOf(page),
    `const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
     const { messageManager } = NavigableManager.getBrowsingContextById(first).top.embedderElement;
     const done = new Promise((resolve) => {
       messageManager.addMessageListener("hitofude:chosen", function heard({ data }) {
         messageManager.removeMessageListener("hitofude:chosen", heard);
         resolve(data);
       });
     });
     messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(second), false);
     const problem = await done;
     if (problem) throw new Error(problem);`,
    [
      contextOf(page),
      `try {
         const input = content.document.querySelector("input#folder");
         input.mozSetDirectory(${JSON.stringify(path)});
         for (const type of ["input", "change"]) input.dispatchEvent(new content.Event(type, { bubbles: true }));
         sendAsyncMessage("hitofude:chosen", "");
       } catch (error) {
         sendAsyncMessage("hitofude:chosen", String(error));
       }`,
    ],
  );
