import { h } from "../../ui/dom.ts";
import type { Ui, View } from "../../ui/shell.ts";
import { working } from "../../window/screens/working.ts";
import type { PortalState } from "../state.ts";
import { error, given, hostProblem, locked, refused } from "./ends.ts";
import type { Act, Build } from "./parts.ts";
import { pin } from "./pin.ts";
import { prepare } from "./prepare.ts";
import { sites } from "./sites.ts";

const starting: Build<"starting"> = (_, ui) => {
  ui.announce(ui.t("portal.starting"));
  return { heading: ui.t("portal.starting.heading"), body: [h("p", {}, ui.t("portal.starting"))] };
};

/** "moved" is never shown: it is a refusal here. */
const screens: { [Screen in Exclude<PortalState["screen"], "moved">]: Build<Screen> } = {
  starting,
  "host-problem": hostProblem,
  prepare,
  pin,
  // The one screen of the fill window that says the same; its button stops the card, not the request.
  working: working as unknown as Build<"working">,
  locked,
  error,
  refused,
  given,
  sites,
};

/** Builds the screen of a state. */
export function buildPortalScreen(state: PortalState, ui: Ui, act: Act): View<PortalState> {
  // Each screen is given its own part of the state; TypeScript cannot follow the name from one to the other.
  const build = screens[state.screen as keyof typeof screens] as unknown as Build<PortalState["screen"]>;
  return build(state as never, ui, act) as View<PortalState>;
}
