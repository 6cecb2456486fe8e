// Files handed to a page in Firefox. No driver can drag into it from outside, so the drop is one the page is sent.

/** Drops a file on the page. */
export async function dropFile(page, path) {
  await page.waitForSelector("[data-drop]", { visible: true });
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
