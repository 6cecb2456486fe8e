import { h } from "../../ui/dom.ts";
import type { Build } from "./parts.ts";

/** The page is being looked at. */
export const starting: Build<"starting"> = (_, ui) => {
  ui.announce(ui.t("starting.text"));
  return { heading: ui.t("starting.heading"), body: [h("p", {}, ui.t("starting.text"))] };
};
