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
export async function showable(file: Pick<Blob, "size" | "arrayBuffer">): Promise<Showable> {
  if (file.size > MOST) return "large";
  const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
  // Without object streams every name stands in plain sight. With them it may not, and whoever unpacks them as a viewer does
  // needs a viewer's tolerance of broken streams, chained filters and predictors: a hostile file would use the difference.
  return SCRIPT.test(text) || ENCRYPTED.test(text) || PACKED.test(text) ? "script" : "yes";
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
