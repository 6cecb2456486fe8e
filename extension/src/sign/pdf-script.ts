/**
 * Whether a PDF may be shown in this window by the browser's own viewer. Tried in Chromium 156 and Firefox 153 with hostile
 * files: their scripts run in the viewer's own sandbox and reach neither our page nor the network without a click, which
 * the frame (inert) never gets; but app.response() opens a real prompt over our window, and one that asks for a PIN there
 * would look like ours. So a file that may have a script in it is not shown. This is a look at the bytes, not a parser:
 * what it cannot read counts as a script.
 */

export type Showable = "yes" | "script" | "large";

/** A page of a form has no more; the file is read into memory to be looked at. */
const MOST = 20 * 1024 * 1024;
/** What streams may unpack to, all together, before it is not worth looking on. */
const UNPACKED = 200 * 1024 * 1024;

export async function showable(file: Pick<Blob, "size" | "arrayBuffer">): Promise<Showable> {
  if (file.size > MOST) return "large";
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = latin1(bytes);
  if (SCRIPT.test(text) || ENCRYPTED.test(text)) return "script";
  // Without object streams every name stands in plain sight.
  if (!PACKED.test(text)) return "yes";
  if (OTHER_FILTERS.test(text)) return "script";
  return (await packedScript(bytes, text)) ? "script" : "yes";
}

/** A name of PDF, each letter of which may be written as #xx (ISO 32000-1 §7.3.5), up to a delimiter. */
function named(...names: string[]): RegExp {
  const letter = (c: string) => `(?:${c}|#${c.charCodeAt(0).toString(16)})`;
  const all = names.map((name) => [...name].map(letter).join(""));
  return new RegExp(`/(?:${all.join("|")})(?![^\\s\\0()<>[\\]{}/%])`, "i");
}

const SCRIPT = named("JS", "JavaScript", "XFA");
const ENCRYPTED = named("Encrypt");
const PACKED = named("ObjStm", "First");
const OTHER_FILTERS = named(
  "LZWDecode",
  "ASCII85Decode",
  "ASCIIHexDecode",
  "RunLengthDecode",
  "Crypt",
  "LZW",
  "A85",
  "AHx",
);

const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** Unpacks whatever can be unpacked behind a "stream", wherever it stands, and looks into it. */
async function packedScript(bytes: Uint8Array<ArrayBuffer>, text: string): Promise<boolean> {
  let room = UNPACKED;
  for (const found of text.matchAll(/stream\r?\n/g)) {
    const from = found.index + found[0].length;
    // Of zlib (RFC 1950 §2.2): method 8, and a multiple of 31.
    const head = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
    if ((head & 0x0f00) !== 0x0800 || head % 31 !== 0) continue;
    const end = text.indexOf("endstream", from);
    const inside = await unpacked(bytes.subarray(from, end < 0 ? undefined : end), room);
    room -= inside.length;
    if (room <= 0 || SCRIPT.test(latin1(inside))) return true;
  }
  return false;
}

/** As much as can be unpacked; what follows the packed bytes is a fault of the stream, not of what came before. */
async function unpacked(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done || length > most) break;
      parts.push(value);
      length += value.length;
    }
  } catch {
    // The end of what can be read.
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
