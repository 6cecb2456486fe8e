/** The findings as a list, each with its state in words, and with its next step where it has one. */
import { guideLink } from "../guide/link.ts";
import { h } from "../ui/dom.ts";
import { guideLine } from "../ui/failure-box.ts";
import type { Ui } from "../ui/shell.ts";
import { type Finding, nameOf, wordsOf } from "./finding.ts";

const BOX = { ok: null, skipped: null, note: "box", bad: "box wrong" } as const;

export function findingList(ui: Ui, findings: readonly Finding[]): HTMLElement {
  return h("ol", { class: "chain" }, ...findings.map((finding) => item(ui, finding)));
}

function item(ui: Ui, finding: Finding): HTMLElement {
  const { state, check, code } = finding;
  const { cause, next } = wordsOf(finding, ui.language);
  return h(
    "li",
    { "data-check": check, "data-state": state, "data-code": code },
    h(
      "div",
      { class: BOX[state] },
      h(
        "p",
        { class: "strong" },
        h("span", { class: `mark ${state}` }, ui.t(`doctor.state.${state}`)),
        ` ${nameOf(finding, ui.language)}`,
      ),
      cause !== "" && h("p", {}, cause),
      next !== "" && h("p", { "data-next": true }, ui.t("doctor.next", { next })),
      state !== "ok" && code !== undefined && guideLine(ui, guideLink({ code, params: finding.params ?? {} })),
    ),
  );
}
