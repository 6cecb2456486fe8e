// Debian's Firefox ESR, headless, with the shipped extension folder as a temporary add-on, driven by WebDriver BiDi.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import puppeteer from "puppeteer-core";
import { adapt, allPages, contextOf, sessionOf } from "./firefox-page.mjs";
import { privileged } from "./firefox-privileged.mjs";
import { namesProxy } from "./names-proxy.mjs";
import { firefoxExtension, host, ids } from "./paths.mjs";
import { gone, scratch } from "./scratch.mjs";

const uuid = "6e1d0a52-4c1b-4f0e-9d43-0c4b8c1f2a77";
const addon = ids.firefox.ids[0];
export const extensionURL = (path) => `moz-extension://${uuid}/${path}`;

const prefs = {
  "extensions.webextensions.uuids": JSON.stringify({ [addon]: uuid }),
  // The question whether an extension may read a site is answered with yes: its panel is no page.
  "extensions.webextOptionalPermissionPrompts": false,
  // Everything but loopback goes to a port where nobody listens, so no name is looked up.
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.trr.mode": 5,
  "network.dns.disablePrefetch": true,
  // What Firefox keeps of open pages is written every second instead of every fifteen: tests look at what was written.
  "browser.sessionstore.interval": 1000,
};

/** Starts Firefox with a home of its own and the host registered there; options as of startChromium. */
export async function startFirefox({
  socket = "/nonexistent",
  lang = "ja",
  config = {},
  row = false,
  names = null,
  prefs: more = {},
} = {}) {
  const home = await scratch("hitofude-firefox-");
  const userData = join(home.path, "profile");
  const env = {
    PATH: process.env.PATH,
    HOME: home.path,
    XDG_CONFIG_HOME: join(home.path, "config"),
    LANG: "C.UTF-8",
    PCSCLITE_CSOCK_NAME: socket,
    MOZ_CRASHREPORTER_DISABLE: "1",
    MOZ_REMOTE_SETTINGS_DEVTOOLS: "1",
    HITOFUDE_E2E: home.path,
  };
  await mkdir(userData);
  await mkdir(join(env.XDG_CONFIG_HOME, "hitofude"), { recursive: true });
  await writeFile(
    join(env.XDG_CONFIG_HOME, "hitofude/config.json"),
    JSON.stringify({ allowOrigins: ["http://127.0.0.1"], ...config }),
  );
  const manifests = join(home.path, ".mozilla/native-messaging-hosts");
  const place = row ? [] : ["--dir", manifests];
  if (row !== "system") await promisify(execFile)(host, ["install", "--browser", "firefox", ...place], { env });

  const proxy = names ? await namesProxy(names) : null;
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    headless: true,
    userDataDir: userData,
    defaultViewport: null,
    acceptInsecureCerts: names !== null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env,
    // Pages of the extension can be opened, and the toolbar be reached.
    args: ["--no-remote", "--remote-allow-system-access"],
    extraPrefsFirefox: {
      ...prefs,
      "intl.locale.requested": lang === "en" ? "en-US" : lang,
      ...(proxy ? { "network.proxy.ssl_port": proxy.port } : {}),
      ...more,
    },
  });
  await browser.installExtension(firefoxExtension);
  const session = browser.connection;
  const pages = () => allPages(browser);
  const chrome = (script, ...args) => privileged(session, script, args);

  const windows = async (where, but = new Set()) => {
    const found = [];
    for (const page of await pages()) {
      if (but.has(page)) continue;
      // One that goes away while it is asked is at no address.
      const address = await page.address().catch(() => "");
      if (typeof where === "string" ? address.startsWith(where) : where(address)) found.push(page);
    }
    return found;
  };
  const windowAt = async (where, but) => {
    for (const end = Date.now() + 10000; Date.now() < end; await sleep(20)) {
      const [page] = await windows(where, but);
      if (page) return page;
    }
    throw new Error(`waiting for a window at ${where}`);
  };
  const pressAgain = async (page) => {
    await chrome(
      `const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
       const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
       const { extension } = WebExtensionPolicy.getByID(first);
       const { topChromeWindow, embedderElement } = NavigableManager.getBrowsingContextById(second);
       // In one go: a press is for the tab in front, and another test's press must not come between.
       topChromeWindow.gBrowser.selectedTab = topChromeWindow.gBrowser.getTabForBrowser(embedderElement);
       ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(topChromeWindow);`,
      addon,
      contextOf(page),
    );
  };

  return {
    browser,
    env,
    userData,
    manifests,
    pages,
    windows,
    windowAt,
    address: (page) => page.address(),
    open: async (url) => {
      const page = adapt(await browser.newPage());
      await page.goto(url);
      return page;
    },
    /** Presses the toolbar button on the page's tab; resolves to the Hitofude window of that tab. */
    press: async (page) => {
      const before = new Set(await windows(extensionURL("window.html")));
      await pressAgain(page);
      return windowAt(extensionURL("window.html"), before);
    },
    /** Presses the button where a window for the tab may be open already. */
    pressAgain,
    /** Every question for a site is answered with yes from the start. */
    answerYes: async () => {},
    /** Ends the event page the way Firefox does when nothing has used it for a while. */
    stopBackground: () =>
      chrome(
        "await WebExtensionPolicy.getByID(first).extension.terminateBackground({ ignoreDevToolsAttached: true });",
        addon,
      ),
    downloadsTo: (destinationFolder) =>
      session.send("browser.setDownloadBehavior", { downloadBehavior: { type: "allowed", destinationFolder } }),
    forgetCookies: () => session.send("storage.deleteCookies", {}),
    /** Closes the browser and returns what still lives of it; an empty list is what it should be. */
    close: async () => {
      await browser.close().catch(() => {});
      const left = await gone(`HITOFUDE_E2E=${home.path}`);
      await proxy?.close();
      await home.remove();
      return left;
    },
  };
}

/** How the person has set colours: `{scheme: "light"|"dark", forced: boolean}`; without it, as the machine has it. */
export const setColours = (page, { scheme = "none", forced = false } = {}) =>
  privileged(
    sessionOf(page),
    `const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
     const context = NavigableManager.getBrowsingContextById(first);
     context.prefersColorSchemeOverride = second;
     context.forcedColorsOverride = third;`,
    [contextOf(page), scheme, forced ? "active" : "none"],
  );

/** Whether a PDF in a frame of the page is on show: the viewer has made a page of it. */
export async function pdfShown(page) {
  const session = sessionOf(page);
  const { result } = await session.send("browsingContext.getTree", { root: contextOf(page) });
  const [frame] = result.contexts[0].children;
  if (!frame) return false;
  const expression = 'document.querySelector("#viewer .page") !== null';
  const target = { context: frame.context };
  const answer = await session.send("script.evaluate", { expression, target, awaitPromise: false });
  return answer.result.result?.value === true;
}
