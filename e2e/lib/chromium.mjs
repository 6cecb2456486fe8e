// Debian's Chromium with the shipped extension folder, driven as a person would: through the toolbar button.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import puppeteer from "puppeteer-core";
import { answerYes } from "./grant.mjs";
import { chromiumExtension, host, ids } from "./paths.mjs";
import { gone, scratch } from "./scratch.mjs";

const run = promisify(execFile);
export const extensionURL = (path) => `chrome-extension://${ids.chromium.ids[0]}/${path}`;

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // One font size and no scrollbars of the machine's own: pictures stay comparable.
  "--hide-scrollbars",
  // No name is looked up, so nothing can leave this machine.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];

/** Flags by which Chromium finds the names here and nothing anywhere else, and takes the one TEST certificate. */
const namesHere = ({ hosts, port, spki }) => [
  `--host-resolver-rules=${hosts.map((name) => `MAP ${name}:443 127.0.0.1:${port}`).join(" , ")} , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost`,
  `--ignore-certificate-errors-spki-list=${spki}`,
];

/**
 * Starts Chromium with a home, configuration and profile of its own and the host registered in that profile.
 * @param {{socket?: string, lang?: string, show?: boolean, flags?: string[], config?: object, row?: boolean | "system",
 *   names?: {hosts: string[], port: number, spki: string}}} options socket of the lab's pcscd; config: what the host's config.json holds
 *   beside the site; row: the usual profile folder, found by the table; "system": nothing is installed for this person; names: sites that
 *   are served by https on a port of this machine, with a TEST certificate
 */
export async function startChromium({
  socket = "/nonexistent",
  lang = "ja",
  show = false,
  flags: more = [],
  config = {},
  row = false,
  names = null,
} = {}) {
  const home = await scratch("hitofude-chromium-");
  const mark = `HITOFUDE_E2E=${home.path}`;
  const userData = join(home.path, row ? "config/chromium" : "profile");
  const manifests = join(userData, "NativeMessagingHosts");
  const env = {
    PATH: process.env.PATH,
    HOME: home.path,
    XDG_CONFIG_HOME: join(home.path, "config"),
    XDG_CACHE_HOME: join(home.path, "cache"),
    LANGUAGE: lang,
    LANG: "C.UTF-8",
    PCSCLITE_CSOCK_NAME: socket,
    HITOFUDE_E2E: home.path,
    ...(show ? { DISPLAY: process.env.DISPLAY, XAUTHORITY: process.env.XAUTHORITY ?? "" } : {}),
  };
  await mkdir(join(env.XDG_CONFIG_HOME, "hitofude"), { recursive: true });
  await writeFile(
    join(env.XDG_CONFIG_HOME, "hitofude/config.json"),
    JSON.stringify({ allowOrigins: ["http://127.0.0.1"], ...config }),
  );
  const place = row ? [] : ["--dir", manifests];
  if (row !== "system") await run(host, ["install", "--browser", "chromium", ...place], { env });

  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    headless: !show,
    pipe: true,
    enableExtensions: [chromiumExtension],
    userDataDir: userData,
    defaultViewport: null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env,
    args: [...flags, ...(names ? namesHere(names) : []), ...more, ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
  });
  const worker = await browser.waitForTarget((target) => target.type() === "service_worker", { timeout: 15000 });
  const [extension] = (await browser.extensions()).values();
  const at = (where) => (target) => (typeof where === "string" ? target.url().startsWith(where) : where(target.url()));

  return {
    browser,
    env,
    userData,
    manifests,
    pages: () => browser.pages(),
    address: async (page) => page.url(),
    windows: (where) =>
      Promise.all(
        browser
          .targets()
          .filter(at(where))
          .map((target) => target.page()),
      ),
    windowAt: async (where) => (await browser.waitForTarget(at(where), { timeout: 10000 })).page(),
    /** Says yes, from now on, when a click in our pages asks for one of the sites the manifest names as optional. */
    answerYes: () => answerYes(browser),
    /** Ends the service worker the way Chromium does when it wants the memory. */
    stopBackground: async () => {
      const current = browser.targets().find((target) => target.type() === "service_worker") ?? worker;
      await (await current.worker()).close();
    },
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    /** Presses the toolbar button on the page's tab; resolves to the Hitofude window of that tab. */
    press: async (page) => {
      await page.bringToFront();
      const before = new Set(browser.targets());
      const isWindow = (target) => target.url().startsWith(extensionURL("window.html")) && !before.has(target);
      await page.triggerExtensionAction(extension);
      const target = await browser.waitForTarget(isWindow, { timeout: 10000 });
      return target.page();
    },
    /** Presses the button where a window for the tab may be open already. */
    pressAgain: async (page) => {
      await page.bringToFront();
      await page.triggerExtensionAction(extension);
    },
    /** Lets files a page offers land in the folder. */
    downloadsTo: async (folder) => {
      // The session stays open: Chromium forgets the folder when it ends.
      const session = await browser.target().createCDPSession();
      await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
    },
    forgetCookies: async () => {
      const session = await browser.target().createCDPSession();
      await session.send("Storage.clearCookies");
      await session.detach();
    },
    /** Closes the browser and returns what still lives of it; an empty list is what it should be. */
    close: async () => {
      // It may be gone already, by the person's hand or the terminal's signal.
      await browser.close().catch(() => {});
      const left = await gone(mark);
      await home.remove();
      return left;
    },
  };
}

/** How the person has set colours: `{scheme: "light"|"dark", forced: boolean}`; without it, as the machine has it. */
export async function setColours(page, { scheme = "", forced = false } = {}) {
  const session = await sessionOf(page);
  await session.send("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: scheme },
      { name: "forced-colors", value: forced ? "active" : "" },
    ],
  });
}

const sessions = new WeakMap();

/** One session for a page as long as it lives: what was set by it is gone with it. */
async function sessionOf(page) {
  if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
  return sessions.get(page);
}

/** Drops a file or folder from outside the browser onto the page, as a hand with a mouse does. */
export async function dropFile(page, path) {
  const zone = await page.waitForSelector("[data-drop]", { visible: true });
  const { x, y, width, height } = await zone.boundingBox();
  const session = await sessionOf(page);
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", {
      type,
      x: x + width / 2,
      y: y + height / 2,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
}

/** The accessibility tree of a page: id → node. */
export async function heardIn(page) {
  const session = await sessionOf(page);
  await session.send("Accessibility.enable");
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return new Map(nodes.map((node) => [node.nodeId, node]));
}

/** Whether a PDF in a frame of the page is on show: the viewer's own frames have come up inside of it. */
export const pdfShown = async (page) => page.frames().length >= 3;
