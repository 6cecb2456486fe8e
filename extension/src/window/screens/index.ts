import type { Ui, View } from "../../ui/shell.ts";
import type { State } from "../state.ts";
import { compare } from "./compare.ts";
import { ended } from "./ended.ts";
import { face } from "./face.ts";
import { error, hostProblem } from "./failed.ts";
import { locked } from "./locked.ts";
import { moved } from "./moved.ts";
import { number } from "./number.ts";
import { pageProblem } from "./page-problem.ts";
import type { Act, Build } from "./parts.ts";
import { pin } from "./pin.ts";
import { prepare } from "./prepare.ts";
import { preview } from "./preview.ts";
import { filling, report } from "./report.ts";
import { starting } from "./starting.ts";
import { working } from "./working.ts";

const screens: { [Screen in State["screen"]]: Build<Screen> } = {
  starting,
  "page-problem": pageProblem,
  moved,
  "host-problem": hostProblem,
  prepare,
  pin,
  face,
  working,
  preview,
  compare,
  filling,
  report,
  number,
  locked,
  error,
  ended,
};

/** Builds the screen of a state. */
export function buildScreen(state: State, ui: Ui, act: Act): View<State> {
  // Each screen is given its own part of the state; TypeScript cannot follow the name from one to the other.
  return (screens[state.screen] as Build<State["screen"]>)(state as never, ui, act) as View<State>;
}
