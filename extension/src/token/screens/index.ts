import type { Ui, View } from "../../ui/shell.ts";
import { error, hostProblem } from "../../window/screens/failed.ts";
import { locked } from "../../window/screens/locked.ts";
import { moved } from "../../window/screens/moved.ts";
import { pin } from "../../window/screens/pin.ts";
import { filling } from "../../window/screens/report.ts";
import { starting } from "../../window/screens/starting.ts";
import { working } from "../../window/screens/working.ts";
import type { TokenState } from "../state.ts";
import { origins } from "./origins.ts";
import type { Act, Build } from "./parts.ts";
import { prepare } from "./prepare.ts";
import { preview } from "./preview.ts";
import { refused } from "./refused.ts";
import { report } from "./report.ts";

/** The fill window's screens where they say the same, and this window's own. */
const screens: { [Screen in TokenState["screen"]]: Build<Screen> } = {
  starting,
  moved,
  "host-problem": hostProblem,
  prepare,
  pin,
  working,
  preview,
  filling,
  report,
  locked,
  error,
  refused,
  origins,
};

/** Builds the screen of a state. */
export function buildTokenScreen(state: TokenState, ui: Ui, act: Act): View<TokenState> {
  // Each screen is given its own part of the state; TypeScript cannot follow the name from one to the other.
  return (screens[state.screen] as Build<TokenState["screen"]>)(state as never, ui, act) as View<TokenState>;
}
