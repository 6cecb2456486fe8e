// What a browser leaves on the disk: texts looked for in every file of its profile, in the encodings it writes.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Looks for texts in every file under the folder, as UTF-8 and as UTF-16LE.
 * @returns {Promise<string[]>} "text in file (encoding)" for each find; nothing is what it should be
 */
export async function residue(folder, texts) {
  const needles = texts.flatMap((text) =>
    ["utf8", "utf16le"].map((as) => ({ text, as, bytes: Buffer.from(text, as) })),
  );
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = [];
  let read = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const content = await readFile(path).catch(() => null);
    if (content === null) continue;
    read += content.length;
    for (const { text, as, bytes } of needles) if (content.includes(bytes)) found.push(`${text} in ${path} (${as})`);
  }
  if (read < 100_000) throw new Error(`looking for what is left: only ${read} bytes in ${folder}`);
  return found;
}
