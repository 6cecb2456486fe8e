import { button, h } from "../../ui/dom.ts";
import { buttons } from "../../window/screens/parts.ts";
import { type Build, siteLarge } from "./parts.ts";

/** The page asks in a way that is not trusted, or for nothing. No PIN was asked, no try is spent. */
export const refused: Build<"refused"> = ({ problem, origin }, ui, act) => {
  const none = problem === "none" || problem === "no-access" || problem === "closed";
  return {
    heading: ui.t(none ? "token.none.heading" : "token.refused.heading"),
    body: [
      origin === null ? null : siteLarge(ui, origin, "token.site.asks"),
      h(
        "div",
        { class: none ? "box" : "box wrong", role: "alert", "data-problem": problem },
        h("p", { class: "strong" }, ui.t(`token.refused.${problem}`)),
        none ? null : h("p", {}, ui.t("token.refused.noTry")),
        none ? null : h("p", {}, ui.t("token.refused.next")),
      ),
      problem === "closed" ? null : buttons(button(ui.t("page.again"), { action: "retry" }, () => void act.start())),
    ],
  };
};
