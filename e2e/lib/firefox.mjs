// Debian's Firefox ESR, headless, with the shipped extension folder as a temporary add-on.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { dial } from "./marionette.mjs";
import { firefoxExtension, host, ids } from "./paths.mjs";
import { gone, scratch } from "./scratch.mjs";

const uuid = "6e1d0a52-4c1b-4f0e-9d43-0c4b8c1f2a77";
export const extensionURL = (path) => `moz-extension://${uuid}/${path}`;

const prefs = {
  "marionette.port": 0,
  "remote.prefs.recommended": true,
  "extensions.webextensions.uuids": JSON.stringify({ [ids.firefox.ids[0]]: uuid }),
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
};

/**
 * Starts Firefox with a home of its own and the host registered there.
 * @param {{socket?: string, prefs?: Record<string, unknown>, insecure?: boolean, row?: boolean | "system"}} options socket of the lab's pcscd; `insecure` takes TEST certificates
 */
export async function startFirefox({ socket = "/nonexistent", prefs: more = {}, insecure = false, row = false } = {}) {
  const home = await scratch("hitofude-firefox-");
  const profile = join(home.path, "profile");
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
  await mkdir(profile);
  await mkdir(join(env.XDG_CONFIG_HOME, "hitofude"), { recursive: true });
  await writeFile(
    join(env.XDG_CONFIG_HOME, "hitofude/config.json"),
    JSON.stringify({ allowOrigins: ["http://127.0.0.1"] }),
  );
  await writeFile(
    join(profile, "user.js"),
    Object.entries({ ...prefs, ...more })
      .map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`)
      .join(""),
  );
  const place = row ? [] : ["--dir", join(home.path, ".mozilla/native-messaging-hosts")];
  if (row !== "system") await promisify(execFile)(host, ["install", "--browser", "firefox", ...place], { env });

  const args = [
    "--headless",
    "--no-remote",
    "--marionette",
    "--remote-allow-system-access",
    "--profile",
    profile,
    "about:blank",
  ];
  const child = spawn("/usr/bin/firefox-esr", args, { env, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const connection = await dial(await portOf(profile, child));
  const { send } = connection;
  await send("WebDriver:NewSession", { acceptInsecureCerts: insecure });
  await send("WebDriver:SetTimeouts", { script: 20000, pageLoad: 20000 });

  return {
    send,
    /** Where Firefox saves what a page offers. */
    downloads: join(home.path, "Downloads"),
    /** Installs the shipped folder; resolves to the add-on's id. */
    install: () => send("Addon:Install", { path: firefoxExtension, temporary: true }),
    go: (url) => send("WebDriver:Navigate", { url }),
    /** Runs a script in the page; its last argument is the callback that ends it. */
    script: (script, args = []) => send("WebDriver:ExecuteAsyncScript", { script, args }),
    /** Waits until an element is there and may be used, then clicks it. */
    click: async (selector) => send("WebDriver:ElementClick", { id: await find(send, selector) }),
    type: async (selector, text) => send("WebDriver:ElementSendKeys", { id: await find(send, selector), text }),
    /** Waits until there is an element for the selector. */
    see: (selector) => find(send, selector),
    /** Presses the toolbar button of the extension in the front window. */
    pressButton: () => privileged(send, pressToolbarButton, [ids.firefox.ids[0]]),
    /** Switches to the window or tab whose address starts so. */
    to: async (prefix, ms = 10000) => {
      for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
        for (const handle of await send("WebDriver:GetWindowHandles")) {
          await send("WebDriver:SwitchToWindow", { handle });
          if ((await send("WebDriver:GetCurrentURL")).startsWith(prefix)) return handle;
        }
      }
      throw new Error(`waiting for a window at ${prefix}`);
    },
    picture: async (file) =>
      writeFile(file, Buffer.from(await send("WebDriver:TakeScreenshot", { full: false }), "base64")),
    /** Quits and returns what still lives of the browser; an empty list is what it should be. */
    close: async () => {
      await send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
      const late = setTimeout(() => child.kill("SIGKILL"), 10000);
      await ended;
      clearTimeout(late);
      connection.close();
      const left = await gone(`HITOFUDE_E2E=${home.path}`);
      await home.remove();
      return left;
    },
  };
}

const pressToolbarButton = `
  const done = arguments[1];
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID(arguments[0]);
  const window = Services.wm.getMostRecentWindow("navigator:browser");
  ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
  done();`;

/** Runs a script with the browser's own rights. */
async function privileged(send, script, args) {
  await send("Marionette:SetContext", { value: "chrome" });
  try {
    return await send("WebDriver:ExecuteAsyncScript", { script, args });
  } finally {
    await send("Marionette:SetContext", { value: "content" });
  }
}

/** Waits for an element; resolves to its WebDriver id. */
async function find(send, selector, ms = 10000) {
  for (const end = Date.now() + ms; ; await sleep(30)) {
    try {
      const found = await send("WebDriver:FindElement", { using: "css selector", value: selector });
      return Object.values(found)[0];
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Firefox writes the port it chose into its profile. */
async function portOf(profile, child) {
  const file = join(profile, "MarionetteActivePort");
  for (const end = Date.now() + 30000; Date.now() < end; await sleep(20)) {
    if (child.exitCode !== null) throw new Error(`starting firefox-esr: it ended with ${child.exitCode}`);
    const port = existsSync(file) ? Number(await readFile(file, "utf8")) : 0;
    if (port > 0) return port;
  }
  throw new Error("starting firefox-esr: no port after 30 s");
}
