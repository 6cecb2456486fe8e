import { type PinKind, pinWords } from "../pin/kinds.ts";
import { button, h } from "./dom.ts";
import { failureBox } from "./failure-box.ts";
import type { Ui } from "./shell.ts";

/** A locked PIN: that it is, what that means, and the one place where it is set anew. */
export function lockedBody(ui: Ui, kind: PinKind, onRetry: () => void): { heading: string; body: HTMLElement[] } {
  return {
    heading: ui.t("locked.heading", { pin: pinWords(kind, ui.language).name }),
    body: [
      failureBox(ui, { code: "PIN_LOCKED", params: { pin: kind } }),
      h("p", {}, ui.t("locked.bring")),
      h("div", { class: "buttons" }, button(ui.t("locked.retry"), { action: "retry" }, onRetry)),
    ],
  };
}
