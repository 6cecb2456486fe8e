import type { HitofudeError } from "../messaging/failure.ts";
import { h } from "../ui/dom.ts";
import type { Ui } from "../ui/shell.ts";
import { guideLink } from "./link.ts";

/** A link from a failure, an advice or a warning to its place in the guide; null when the guide has none for it. */
export function guideAnchor(ui: Ui, failure: Pick<HitofudeError, "code" | "params">): HTMLElement | null {
  const href = guideLink(failure);
  if (!href) return null;
  const attributes = { href, target: "_blank", class: "button", "data-action": "open-guide" };
  return h("p", {}, h("a", attributes, ui.t("guide.open")));
}
