import type { Ui, View } from "../../ui/shell.ts";
import type { PinsState } from "../state.ts";
import { change } from "./change.ts";
import { changed, error, hostProblem, locked, starting, unknown, working } from "./ends.ts";
import type { Build, PinsAct } from "./parts.ts";
import { status } from "./status.ts";

const screens: { [Screen in PinsState["screen"]]: Build<Screen> } = {
  starting,
  status,
  change,
  working,
  changed,
  unknown,
  locked,
  error,
  "host-problem": hostProblem,
};

/** Builds the screen of a state. */
export function buildPinsScreen(state: PinsState, ui: Ui, act: PinsAct): View<PinsState> {
  // Each screen is given its own part of the state; TypeScript cannot follow the name from one to the other.
  return (screens[state.screen] as Build<PinsState["screen"]>)(state as never, ui, act) as View<PinsState>;
}
