// The portal's pages and scripts. Every page says that it is a sample and a test.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { frame } from "./frame.mjs";
import { hostile, hostilePage } from "./hostile.mjs";

const folder = join(import.meta.dirname, "pages");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** No inline script: an extension whose content script leaned on one would be seen. */
const POLICY = "default-src 'self'; frame-src 'self' https:";

/**
 * @param {string} pathname
 * @returns {Promise<{type: string, body: string, policy: string}>} rejects when there is no such page
 */
export async function pageAt(pathname) {
  const policy = POLICY;
  const [, room, name] = pathname.split("/");
  if (room === "hostile" && name === "") return { type: "text/html; charset=utf-8", body: list(), policy };
  if (room === "hostile" && Object.hasOwn(hostile, name))
    return { type: "text/html; charset=utf-8", body: hostilePage(name), policy };
  const file = { "/": "/log-in.html", "/apply": "/apply.html", "/elsewhere": "/elsewhere.html" }[pathname] ?? pathname;
  if (!/^\/[a-z-]+\.(html|js|css)$/.test(file)) throw new Error(`no page at ${pathname}`);
  return { type: `${types[extname(file)]}; charset=utf-8`, body: await readFile(join(folder, file), "utf8"), policy };
}

function list() {
  const links = Object.entries(hostile).map(
    ([name, { what }]) => `<li><a href="/hostile/${name}">${name}</a>: ${what}</li>`,
  );
  return frame("(見本) 試験用のわるいページ", `<ul>${links.join("")}</ul>`);
}
