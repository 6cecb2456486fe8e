/** The content script of an official portal that the person switched on. Registered for that site alone, never in a frame. */
import { api } from "../browser.ts";
import { Bridge, type WindowPort } from "./bridge.ts";
import { versions } from "./versions.ts";

const bridge = new Bridge({
  document,
  open: async (message) => (await api.runtime.sendMessage(message)) === true,
  windowURL: api.runtime.getURL("portal.html?"),
  newId: () => crypto.randomUUID(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

// Patterns of a browser take every port; the portals have none.
if (self === top && location.protocol === "https:" && location.port === "") {
  bridge.start();
  api.runtime.onConnect.addListener((port) => bridge.connected(port as WindowPort));
  api.runtime.onMessage.addListener((message: unknown, sender) => {
    const off = typeof message === "object" && message !== null && "type" in message && message.type === "portal-off";
    if (off && sender.id === api.runtime.id) bridge.stop();
  });
  versions()
    .then((set) => bridge.show(set))
    .catch((error: unknown) => console.error("reading the version numbers:", error));
}
