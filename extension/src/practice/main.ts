/** The page practice.html: a form to practise on, with the card in software. Its fields are filled by the real window. */
import { api } from "../browser.ts";
import "../page/main.ts";
import { shut } from "../policy/door.ts";
import { button, h } from "../ui/dom.ts";
import { createShell, type Ui, type View } from "../ui/shell.ts";
import { openOrFocus } from "../window/open.ts";
import { practiceForm } from "./form.ts";
import { PRACTICE_PIN } from "./place.ts";

type PracticeState = { screen: "practice" };

const STEPS = ["practice.step.1", "practice.step.2", "practice.step.3", "practice.step.4"] as const;

function build(_: PracticeState, ui: Ui): View<PracticeState> {
  const open = button(ui.t("practice.open"), { action: "practice-open", primary: true }, () => void openHere());
  return {
    heading: ui.t("practice.heading"),
    body: [
      h("p", {}, ui.t("practice.text")),
      h("p", { class: "strong" }, ui.t("practice.nothing")),
      h("ol", {}, ...STEPS.map((key) => h("li", {}, ui.t(key, { pin: PRACTICE_PIN })))),
      h("p", {}, ui.t("practice.again")),
      h("div", { class: "buttons" }, open),
      practiceForm(ui),
    ],
  };
}

async function openHere(): Promise<void> {
  const tab = await api.tabs.getCurrent();
  if (tab?.id !== undefined) await openOrFocus(tab.id);
}

async function main(): Promise<void> {
  if (await shut("practice")) return;
  const shell = await createShell<PracticeState>({ build, links: [{ key: "app.start", href: "start.html" }] });
  shell.show({ screen: "practice" });
}

main().catch((error: unknown) => console.error("starting the practice page:", error));
