/** What a chosen file is, by its own first and last bytes: names lie, and a folder of an application looks like any ZIP. */

/** `egov`: an archive with the 構成管理XML of an e-Gov application in it (reference: kousei.xml, the standard form). */
export type Kind = "pdf" | "xml" | "egov" | "zip" | "other";

/** A PDF may have other bytes before its header, this many at most (ISO 32000-2, annex I). */
const HEAD = 1024;
/** The directory of an archive stands at its end. Names of more than fifty files fit. */
const TAIL = 64 * 1024;

/** The file that makes a folder an application of e-Gov. */
export const APPLICATION = "kousei.xml";

/** Reads no more than both ends. A file that cannot be read is `other`: hashing it says so. */
export async function kindOf(file: Pick<Blob, "size" | "slice">): Promise<Kind> {
  try {
    const head = await textOf(file, 0, HEAD);
    if (head.includes("%PDF-")) return "pdf";
    if (head.startsWith("PK\x03\x04")) {
      const tail = await textOf(file, Math.max(0, file.size - TAIL), file.size);
      return tail.includes(APPLICATION) ? "egov" : "zip";
    }
    return isXML(head) ? "xml" : "other";
  } catch {
    return "other";
  }
}

/** Bytes as characters of one byte each. */
async function textOf(file: Pick<Blob, "slice">, from: number, to: number): Promise<string> {
  return new TextDecoder("latin1").decode(await file.slice(from, to).arrayBuffer());
}

/** After a byte order mark: a declaration, a comment, or an element that is not of a web page. UTF-16 has zeros between. */
function isXML(head: string): boolean {
  const text = head.replace(/^(ï»¿|ÿþ|þÿ)/, "").replaceAll("\0", "");
  return /^\s*<(\?xml\s|!--|[\p{L}_\x80-\xff])/iu.test(text) && !/^\s*<(!doctype\s+)?html/i.test(text);
}
