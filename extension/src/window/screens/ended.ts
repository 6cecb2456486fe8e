import { button, h } from "../../ui/dom.ts";
import { type Build, buttons } from "./parts.ts";

/** Nothing personal is left in this window. What was written stands in the page, where it belongs to the person. */
export const ended: Build<"ended"> = ({ why }, ui, act) => {
  ui.announce(ui.t(`ended.${why}`));
  return {
    heading: ui.t("ended.heading"),
    body: [
      h("p", { class: "strong", "data-ended": why }, ui.t(`ended.${why}`)),
      h("p", {}, ui.t("ended.page")),
      buttons(button(ui.t("ended.again"), { action: "retry", primary: true }, () => void act.start())),
    ],
  };
};
