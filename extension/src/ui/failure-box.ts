import { explain } from "../errors/explain.ts";
import type { HitofudeError } from "../messaging/failure.ts";
import { h } from "./dom.ts";
import type { Ui } from "./shell.ts";

/** Cause and next step of a failure. role=alert: it is spoken at once when it appears. */
export function failureBox(ui: Ui, failure: Pick<HitofudeError, "code" | "params">): HTMLElement {
  const { cause, next } = explain(failure, ui.language);
  return h(
    "div",
    { class: "box wrong", role: "alert", "data-code": failure.code },
    h("p", { class: "strong" }, cause),
    h("p", {}, next),
    h("p", { class: "small" }, ui.t("common.code", { code: failure.code })),
  );
}
