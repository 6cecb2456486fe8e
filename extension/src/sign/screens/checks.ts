/** What was found out about the files before the PIN: one line that is spoken, and what a person can do about it. */
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Check, otherProblems, problemsOf } from "../check.ts";
import type { Doc } from "../state.ts";
import type { On, SignAct } from "./parts.ts";

export function checkPanel(ui: Ui, act: SignAct): { element: HTMLElement; update(state: On<"choose">): void } {
  const line = h("p", { role: "status", "aria-live": "polite" });
  const more = h("div", {});
  const element = h("section", { "data-check": "off" }, line, more);
  let shown: Check | null = null;
  const update = ({ check, docs }: On<"choose">) => {
    if (check === shown) return;
    shown = check;
    const bad = docs.filter((doc) => problemsOf(check, doc).length > 0).length;
    const others = otherProblems(check);
    const failed = check.state === "failed";
    const state = check.state === "done" && bad + others.length > 0 ? "problems" : check.state;
    element.dataset.check = state;
    line.className = bad > 0 ? "bad" : state === "done" ? "good" : "";
    line.textContent = lineFor(ui, check, docs, bad, others.length);
    refill(
      more,
      ...(failed ? [failureBox(ui, check.failure)] : []),
      ...others.map(({ code, params }) => failureBox(ui, { code, params: params ?? {} })),
      check.state === "done" &&
        check.result.certificate?.root === "test" &&
        h("p", { class: "strong", "data-test-card": true }, ui.t("check.testCard")),
      bad > 0 && bad < docs.length && leaveOut(ui, act, bad),
      (failed || others.length > 0) && again(ui, act),
    );
  };
  return { element, update };
}

function lineFor(ui: Ui, check: Check, docs: readonly Doc[], bad: number, others: number): string {
  if (check.state === "running") return ui.t("check.running");
  if (check.state !== "done" || (bad === 0 && others > 0)) return "";
  if (bad === 0) return ui.t("check.fine");
  return ui.t(bad === docs.length ? "check.none" : "check.some", { bad, total: docs.length });
}

const leaveOut = (ui: Ui, act: SignAct, count: number) =>
  h(
    "div",
    { class: "buttons" },
    button(ui.t("check.leaveOut", { count }), { action: "leave-out" }, () => act.leaveOut()),
  );

const again = (ui: Ui, act: SignAct) =>
  h(
    "div",
    { class: "buttons" },
    button(ui.t("check.again"), { action: "check-again" }, () => act.recheck()),
  );
