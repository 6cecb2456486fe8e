import { button, h } from "../../ui/dom.ts";
import { type Build, buttons } from "./parts.ts";

/** The page is not the one that was looked at: nothing was written. */
export const moved: Build<"moved"> = (_, ui, act) => ({
  heading: ui.t("moved.heading"),
  body: [
    h(
      "div",
      { class: "box wrong", role: "alert", "data-code": "PAGE_MOVED" },
      h("p", { class: "strong" }, ui.t("moved.text")),
      h("p", {}, ui.t("moved.next")),
    ),
    buttons(button(ui.t("page.again"), { action: "retry", primary: true }, () => void act.start())),
  ],
});
