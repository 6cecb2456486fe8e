import table from "shared:pins";
import type { HitofudeError } from "../../messaging/failure.ts";
import { h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui } from "../../ui/shell.ts";

/** Why a new PIN is easy to guess. It is discouraged, not forbidden. */
export function weakBox(ui: Ui, failure: Pick<HitofudeError, "code" | "params">): HTMLElement {
  const box = failureBox(ui, failure);
  const why = table.weak[String(failure.params.reason)]?.[ui.language];
  if (why) box.firstElementChild?.after(h("p", { "data-reason": String(failure.params.reason) }, why));
  return box;
}
