import { button, h } from "../../ui/dom.ts";
import { numberBox } from "./number.ts";
import { type Build, buttons, leftBox, siteBox } from "./parts.ts";

const WORDS = {
  "no-access": "noAccess",
  "no-fields": "noFields",
  closed: "closed",
  insecure: "insecure",
  managed: "managed",
} as const;

/** The page cannot be filled: not a page, nothing to fill, or closed. */
export const pageProblem: Build<"page-problem"> = ({ problem, site, left, numbers }, ui, act) => {
  const words = WORDS[problem];
  const again = button(ui.t("page.again"), { action: "retry", primary: true }, () => void act.start());
  return {
    heading: ui.t(`page.${words}.heading`),
    body: [
      site && siteBox(ui, site),
      h(
        "div",
        { class: "box", role: "alert", "data-problem": problem },
        h("p", {}, ui.t(`page.${words}.text`)),
        h("p", { class: "strong" }, ui.t(`page.${words}.next`)),
      ),
      numberBox(ui, numbers !== undefined && numbers.length > 0, act),
      leftBox(ui, left),
      problem === "closed" ? null : buttons(again),
    ],
  };
};
