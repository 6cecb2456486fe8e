import { explain } from "../errors/explain.ts";
import { guideLink } from "../guide/link.ts";
import type { HitofudeError } from "../messaging/failure.ts";
import { isPinKind, pinWords } from "../pin/kinds.ts";
import { h } from "./dom.ts";
import type { Ui } from "./shell.ts";

type Told = Pick<HitofudeError, "code" | "params">;

/** Cause and next step of a failure, and the way into the guide. role=alert: it is spoken at once when it appears. */
export function failureBox(ui: Ui, failure: Told): HTMLElement {
  const { cause, next } = explain(failure, ui.language);
  return h(
    "div",
    { class: "box wrong", role: "alert", "data-code": failure.code },
    h("p", { class: "strong" }, cause),
    ...hints(ui, failure),
    h("p", {}, next),
    guideLine(ui, guideLink(failure)),
    h("p", { class: "small" }, ui.t("common.code", { code: failure.code })),
  );
}

/** The next step in the guide, in a tab of its own so that this window keeps what it has; null when there is none. */
export function guideLine(ui: Ui, href: string | null): HTMLElement | null {
  if (href === null) return null;
  return h("p", {}, h("a", { href, target: "_blank", "data-action": "open-guide" }, ui.t("pin.guide")));
}

/** Which file it is about, and what may have gone wrong: letters that look like digits, another PIN in mind. */
function hints(ui: Ui, { params }: Told): (HTMLElement | false)[] {
  const other = params.confusedWith;
  return [
    typeof params.document === "string" &&
      params.document !== "" &&
      h("p", { "data-hint": "document" }, ui.t("failure.document", { name: params.document })),
    params.lookalike === true && h("p", { "data-hint": "lookalike" }, ui.t("pin.hint.letters")),
    isPinKind(other) &&
      h("p", { "data-hint": "confused" }, ui.t("pin.hint.confused", { pin: pinWords(other, ui.language).name })),
  ];
}
