/** At a counter others may see the screen: values stay covered until somebody presses for them, screen by screen. */
import { button, h } from "../ui/dom.ts";
import type { Ui, View } from "../ui/shell.ts";

/** The screen with its values covered (policy.css), and the button that shows or covers them. */
export function covered<S>(ui: Ui, view: View<S>): View<S> {
  const toggle = button(ui.t("cover.show"), { action: "uncover" }, () => put(document.body.dataset.covered !== "true"));
  const put = (cover: boolean) => {
    document.body.dataset.covered = String(cover);
    toggle.textContent = ui.t(cover ? "cover.show" : "cover.hide");
    toggle.setAttribute("aria-pressed", String(!cover));
  };
  put(true);
  return { ...view, body: [h("div", { class: "buttons" }, toggle), ...view.body] };
}
