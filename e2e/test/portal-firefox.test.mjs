// The bridge in Firefox: switched on by a click, it logs a person in; switched off, nothing of it is left in the page.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { extensionURL, startFirefox } from "../lib/firefox.mjs";
import { startLab } from "../lib/lab.mjs";
import { ids } from "../lib/paths.mjs";
import { startPortal } from "../portal/server.mjs";

const page = "https://www.myna.go.jp/?ua=any";

let lab;
let portal;
let names;
let firefox;
before(async () => {
  lab = await startLab();
  portal = await startPortal();
  names = await everyNameHere(portal.port);
  firefox = await startFirefox({
    socket: lab.socket,
    insecure: true,
    prefs: { "extensions.webextOptionalPermissionPrompts": false, "network.proxy.ssl_port": names.port },
  });
  assert.equal(await firefox.install(), ids.firefox.ids[0]);
});
after(async () => {
  const left = await firefox.close();
  await names.close();
  await portal.close();
  await lab.close();
  assert.deepEqual(left, [], "processes of the browser that outlived it");
});

/** A proxy that brings the official names to the test portal, and nobody anywhere else. Firefox has no map of names. */
async function everyNameHere(portalPort) {
  const server = createServer((_, response) => response.writeHead(502).end());
  const open = new Set();
  server.on("connect", ({ url }, client) => {
    client.on("error", () => {});
    if (!/^([a-z]+\.)*myna\.go\.jp:443$/.test(url)) return client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    const there = connect(portalPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      there.pipe(client).pipe(there);
    });
    there.on("error", () => client.destroy());
    open.add(client).add(there);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Presses the switch of the site, and waits until the page says how it stands. */
async function turn(on) {
  await firefox.go(extensionURL("portal.html"));
  await firefox.click("#on-mynaportal");
  await firefox.see("[data-site=mynaportal] [data-told]:not(:empty)");
  const checked = await firefox.script(`arguments[0](document.getElementById("on-mynaportal").checked);`);
  assert.equal(checked, on);
}

const outcome = () =>
  firefox.script(`const done = arguments[0];
    const look = () => {
      const { state, reason } = document.getElementById("outcome").dataset;
      if (state === "idle" || state === "waiting") setTimeout(look, 50);
      else done(state + " " + reason);
    };
    look();`);

test("off, the page sees nothing; on, it logs in with the card; off again, nothing is left", async () => {
  await firefox.go(page);
  await firefox.click("#log-in");
  assert.equal(await outcome(), "refused not-installed");

  await turn(true);
  await firefox.go(page);
  await firefox.click("#log-in");
  await firefox.to(extensionURL("portal.html?tab="));
  await firefox.click("[data-action=next]:not([disabled])");
  await firefox.type("input#pin", "2345");
  await firefox.click("[data-action=read]");
  await firefox.see("body[data-screen=given]");
  await firefox.send("WebDriver:CloseWindow");
  await firefox.to(page);
  assert.equal(await outcome(), "ok ");
  assert.deepEqual((await lab.card().state()).unlocked, []);

  await turn(false);
  await firefox.go(page);
  const inputs = await firefox.script("arguments[0](document.querySelectorAll('input').length);");
  assert.equal(inputs, 0);
});
