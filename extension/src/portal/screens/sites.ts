import { asFailure } from "../../messaging/failure.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui } from "../../ui/shell.ts";
import { buttons } from "../../window/screens/parts.ts";
import { type PortalSite, portalSites } from "../sites.ts";
import type { Identity, PortalState } from "../state.ts";
import { askFor, OFF, type Switch, switches, turn } from "../switches.ts";
import { DEFAULT_VERSIONS, isVersion, setVersions, type Versions, versions } from "../versions.ts";
import { fillIdentity, identityOf } from "./identity.ts";
import type { Build } from "./parts.ts";

/** Shows the switches as they stand, then what the host says of this installation. */
export async function sitesState(show: (state: PortalState) => void): Promise<void> {
  const now = { screen: "sites" as const, switches: await switches(), versions: await versions() };
  show({ ...now, identity: null });
  const identity = await identityOf({});
  show({ ...now, switches: await switches(), versions: await versions(), identity });
}

/** The official sites with their switches, the numbers shown to them, and what they recognise this computer by. */
export const sites: Build<"sites"> = (state, ui) => {
  // What is changed here is kept in the state that the frame builds from when the language changes.
  let current = state;
  const identity = h("div", { role: "status", "aria-live": "polite" });
  const keepIdentity = (now: Identity) => {
    current.identity = now;
  };
  fillIdentity(identity, state.identity, ui, keepIdentity);
  const list = portalSites.map((site) =>
    siteRow(ui, site, state.switches[site.id] ?? OFF, (now) => {
      current.switches[site.id] = now;
    }),
  );
  return {
    heading: ui.t("portal.sites.heading"),
    body: [
      h("p", {}, ui.t("portal.sites.text")),
      warning(ui),
      ...list,
      versionsBox(ui, state.versions, (now) => {
        current.versions = now;
      }),
      h(
        "section",
        { class: "box" },
        h("h2", {}, ui.t("portal.identity.heading")),
        h("p", {}, ui.t("portal.identity.text")),
        identity,
      ),
    ],
    update: (now) => {
      // The rest of the page keeps what the person is doing in it.
      current = now;
      fillIdentity(identity, now.identity, ui, keepIdentity);
    },
  };
};

function warning(ui: Ui): HTMLElement {
  const lines = ["portal.warning.unofficial", "portal.warning.untested", "portal.warning.terms"] as const;
  return h(
    "section",
    { class: "box warning", "data-warning": true },
    h("h2", {}, ui.t("portal.warning.heading")),
    ...lines.map((key) => h("p", {}, ui.t(key))),
  );
}

/** One site: what it is, where that was read, and its two switches. */
function siteRow(ui: Ui, site: PortalSite, now: Switch, keep: (now: Switch) => void): HTMLElement {
  const told = h("div", { role: "status", "aria-live": "polite", "data-told": true });
  const agent = agentBox(ui, site, now.userAgent, told, keep);
  agent.hidden = !now.on;
  const tick = check(`on-${site.id}`, "portal-on", now.on, () => {
    // Asked before anything is awaited: the browser takes the question only in the click itself.
    const granted = tick.checked ? askFor(site) : Promise.resolve(true);
    void granted
      .catch(() => false)
      .then(async (allowed) => {
        const on = tick.checked && allowed;
        if (allowed) await turn(site, { on, userAgent: false });
        keep({ on, userAgent: false });
        tick.checked = on;
        agent.hidden = !on;
        for (const box of agent.querySelectorAll("input")) box.checked = false;
        told.textContent = ui.t(on ? "portal.on.told" : allowed ? "portal.off.told" : "portal.denied");
      })
      .catch((error: unknown) => putBack(ui, tick, told, error));
  });
  return h(
    "section",
    { class: "box", "data-site": site.id },
    h("h2", {}, site[ui.language]),
    h(
      "p",
      { class: "small" },
      ui.t("portal.hosts", { hosts: site.hosts.map(shownHost).join(ui.language === "ja" ? "、" : ", ") }),
    ),
    label(tick, ui.t("portal.on", { site: site[ui.language] })),
    told,
    agent,
    h("p", { class: "small" }, ui.t("portal.source", { source: site.source, date: site.date })),
  );
}

const shownHost = (host: string) => (host.startsWith(".") ? `*${host}` : host);

/** The compatibility switch of a site: what it does, in words, before it can be used. */
function agentBox(ui: Ui, site: PortalSite, on: boolean, told: HTMLElement, keep: (now: Switch) => void): HTMLElement {
  const tick = check(`agent-${site.id}`, "portal-agent", on, () => {
    void turn(site, { userAgent: tick.checked })
      .then(() => {
        keep({ on: true, userAgent: tick.checked });
        told.textContent = ui.t(tick.checked ? "portal.agent.on" : "portal.agent.off");
      })
      .catch((error: unknown) => putBack(ui, tick, told, error));
  });
  return h(
    "div",
    {},
    label(tick, ui.t("portal.agent")),
    h("p", { class: "small" }, ui.t("portal.agent.text")),
    h("p", { class: "small" }, ui.t("portal.agent.needed")),
  );
}

/** The browser did not keep what was ticked: the tick says what stands, and the person hears of it. */
function putBack(ui: Ui, tick: HTMLInputElement, told: HTMLElement, error: unknown): void {
  tick.checked = !tick.checked;
  refill(told, failureBox(ui, asFailure(error)));
}

function check(id: string, action: string, checked: boolean, changed: () => void): HTMLInputElement {
  const input = h("input", { type: "checkbox", id, "data-action": action });
  input.checked = checked;
  input.addEventListener("change", changed);
  return input;
}

const label = (input: HTMLInputElement, text: string) =>
  h("label", { class: "tick", for: input.id }, input, h("span", {}, text));

/** The two numbers, with the day on which they were read or set. */
function versionsBox(ui: Ui, now: Versions, kept: (now: Versions) => void): HTMLElement {
  const dated = h("p", { class: "small", "data-dated": now.date }, ui.t("portal.versions.date", { date: now.date }));
  const told = h("div", { role: "status", "aria-live": "polite" });
  const extension = number("version-extension", now.extension);
  const app = number("version-app", now.app);
  const keep = (wanted: Versions, key: "portal.versions.kept" | "portal.versions.default") => {
    void setVersions(wanted)
      .then(() => {
        kept(wanted);
        extension.value = wanted.extension;
        app.value = wanted.app;
        dated.textContent = ui.t("portal.versions.date", { date: wanted.date });
        told.textContent = ui.t(key);
      })
      .catch((error: unknown) => refill(told, failureBox(ui, asFailure(error))));
  };
  const form = h(
    "form",
    { novalidate: true },
    h("label", { for: extension.id }, ui.t("portal.versions.extension")),
    h("div", { class: "pin-row" }, extension),
    h("label", { for: app.id }, ui.t("portal.versions.app")),
    h("div", { class: "pin-row" }, app),
    buttons(
      button(ui.t("portal.versions.keep"), { action: "keep-versions", submit: true }),
      button(ui.t("portal.versions.reset"), { action: "reset-versions" }, () =>
        keep(DEFAULT_VERSIONS, "portal.versions.default"),
      ),
    ),
    told,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = [extension, app].find(({ value }) => !isVersion(value));
    for (const box of [extension, app]) box.setAttribute("aria-invalid", String(box === wrong));
    if (wrong === undefined)
      return keep({ extension: extension.value, app: app.value, date: today() }, "portal.versions.kept");
    told.textContent = ui.t("portal.versions.wrong");
    wrong.focus();
  });
  return h(
    "section",
    { class: "box" },
    h("h2", {}, ui.t("portal.versions.heading")),
    h("p", {}, ui.t("portal.versions.text")),
    dated,
    form,
  );
}

const number = (id: string, value: string) => {
  const input = h("input", { id, class: "pin-box", type: "text", inputmode: "numeric", autocomplete: "off" });
  input.value = value;
  return input;
};

const today = () => new Date().toISOString().slice(0, 10);
