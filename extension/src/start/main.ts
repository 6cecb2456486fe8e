/** The page start.html: what this is, how to use it, and whether the program on the computer answers. */
import { api } from "../browser.ts";
import { memorySection } from "../memory/section.ts";
import { Memory } from "../memory/store.ts";
import { openHost } from "../messaging/connect.ts";
import { asFailure, type HitofudeError } from "../messaging/failure.ts";
import { UI_ORIGIN } from "../messaging/protocol.ts";
import { readPolicy } from "../policy/policy.ts";
import { managedSection } from "../policy/words.ts";
import { ownSites, removeSite } from "../site/own.ts";
import { sitesSection } from "../site/section.ts";
import { button, h, refill } from "../ui/dom.ts";
import { failureBox } from "../ui/failure-box.ts";
import { createShell, type Ui, type View } from "../ui/shell.ts";

type Check =
  | { state: "none" | "running" }
  | { state: "ok"; version: string }
  | { state: "failed"; failure: HitofudeError };
type StartState = { screen: "start"; check: Check };

const LINKS = [
  { key: "doctor.link", href: "doctor.html" },
  { key: "practice.link", href: "practice.html" },
  { key: "pins.link", href: "pins.html" },
  { key: "guide.heading", href: "guide.html" },
  { key: "app.sign", href: "sign.html" },
  { key: "token.origins.link", href: "token.html" },
  { key: "portal.link", href: "portal.html" },
] as const;
const HOW = ["start.how.1", "start.how.2", "start.how.3", "start.how.4"] as const;

async function main(): Promise<void> {
  const policy = await readPolicy();
  const shell = await createShell<StartState>({ build, links: LINKS });
  const show = (check: Check) => shell.show({ screen: "start", check });

  async function check(): Promise<void> {
    show({ state: "running" });
    try {
      const host = await openHost(UI_ORIGIN, () => undefined);
      show({ state: "ok", version: host.hello.version });
      host.close();
    } catch (error) {
      show({ state: "failed", failure: asFailure(error) });
    }
  }

  function build(state: StartState, ui: Ui): View<StartState> {
    const result = h("div", { role: "status", "aria-live": "polite", "data-check": "" });
    const update = ({ check }: StartState) => {
      result.dataset.check = check.state;
      refill(result, outcome(ui, check));
    };
    update(state);
    return {
      heading: ui.t("start.heading"),
      body: [
        h("p", {}, ui.t("start.what")),
        h("section", {}, h("h2", {}, ui.t("start.how")), h("ol", {}, ...HOW.map((key) => h("li", {}, ui.t(key))))),
        h(
          "section",
          {},
          h("h2", {}, ui.t("start.check.heading")),
          h("p", {}, ui.t("start.check.text")),
          h(
            "div",
            { class: "buttons" },
            button(ui.t("start.check.button"), { action: "check", primary: true }, () => void check()),
          ),
          result,
        ),
        policy.disabled.has("practice") ? null : practiceSection(ui),
        managedSection(ui, policy),
        memorySection(ui, new Memory(api.storage.local)),
        sitesSection(ui, { own: ownSites, remove: removeSite }),
      ],
      update,
    };
  }

  show({ state: "none" });
  // A policy may come, or change, while this page is open; it is the page that says what is managed.
  api.storage.onChanged.addListener((_, area) => area === "managed" && location.reload());
}

/** The last step of a first visit: the whole way once, with nothing that could be lost. */
function practiceSection(ui: Ui): HTMLElement {
  const link = h(
    "a",
    { href: "practice.html", class: "button", "data-action": "start-practice" },
    ui.t("practice.link"),
  );
  return h(
    "section",
    {},
    h("h2", {}, ui.t("practice.heading")),
    h("p", {}, ui.t("start.practice.text")),
    h("p", { class: "buttons" }, link),
  );
}

function outcome(ui: Ui, check: Check): HTMLElement | null {
  switch (check.state) {
    case "none":
      return null;
    case "running":
      return h("p", {}, ui.t("start.check.running"));
    case "ok":
      return h(
        "p",
        { class: "good" },
        ui.t("start.check.ok", { version: check.version, own: api.runtime.getManifest().version }),
      );
    case "failed":
      return h(
        "div",
        {},
        failureBox(ui, check.failure),
        h("p", {}, h("a", { href: "doctor.html", "data-action": "doctor" }, ui.t("doctor.link"))),
      );
  }
}

main().catch((error: unknown) => console.error("starting the page:", error));
