/** The page doctor.html: every link from this browser to the card, alone and in order, with the one next step. */
import { api } from "../browser.ts";
import { openHost } from "../messaging/connect.ts";
import { UI_ORIGIN } from "../messaging/protocol.ts";
import { button, h } from "../ui/dom.ts";
import { createShell, type Ui, type View } from "../ui/shell.ts";
import { type Examination, examine } from "./examine.ts";
import { firstBad, nameOf } from "./finding.ts";
import { findingList } from "./list.ts";
import { findPlace } from "./place.ts";

type DoctorState = { screen: "running" } | ({ screen: "done" } & Examination);

const LINKS = [
  { key: "app.start", href: "start.html" },
  { key: "guide.heading", href: "guide.html" },
  { key: "pins.link", href: "pins.html" },
] as const;

async function main(): Promise<void> {
  const shell = await createShell<DoctorState>({ build, links: LINKS });

  async function run(): Promise<void> {
    shell.show({ screen: "running" });
    const open = () => openHost(UI_ORIGIN, () => undefined);
    const found = await examine(open, api.runtime.getManifest().version, await findPlace());
    shell.show({ screen: "done", ...found });
  }

  function build(state: DoctorState, ui: Ui): View<DoctorState> {
    if (state.screen === "running") {
      return { heading: ui.t("doctor.running"), body: [h("p", { role: "status" }, ui.t("doctor.running.text"))] };
    }
    const first = firstBad(state.findings);
    const summary = first
      ? ui.t("doctor.summary.bad", { name: nameOf(first, ui.language) })
      : ui.t("doctor.summary.fine");
    ui.announce(summary);
    return {
      heading: ui.t("doctor.heading"),
      body: [
        h("p", { class: first ? "strong" : "good", "data-summary": first ? "bad" : "fine" }, summary),
        h("p", {}, ui.t("doctor.text")),
        findingList(ui, state.findings),
        h(
          "div",
          { class: "buttons" },
          button(ui.t("doctor.again"), { action: "again", primary: true }, () => void run()),
        ),
        report(ui, state.report),
      ],
    };
  }

  await run();
}

function report(ui: Ui, text: string): HTMLElement {
  const box = h("textarea", { id: "report", rows: 10, readonly: true, spellcheck: "false" }, text);
  const said = h("p", { role: "status", "aria-live": "polite" });
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => said.replaceChildren(ui.t("doctor.report.copied")),
      () => box.select(),
    );
  return h(
    "details",
    { "data-report": true },
    h("summary", {}, ui.t("doctor.report")),
    h("p", {}, ui.t("doctor.report.text")),
    h("label", { for: "report" }, ui.t("doctor.report.label")),
    box,
    h(
      "div",
      { class: "buttons" },
      button(ui.t("doctor.report.copy"), { action: "copy" }, () => void copy()),
    ),
    said,
  );
}

main().catch((error: unknown) => console.error("starting the page:", error));
