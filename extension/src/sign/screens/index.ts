import { button, h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import { lockedBody } from "../../ui/locked.ts";
import type { Ui, View } from "../../ui/shell.ts";
import { SIGNATURE_PIN, type SignState } from "../state.ts";
import { choose } from "./choose.ts";
import { compare, comparing } from "./compare.ts";
import { done } from "./done.ts";
import type { Build, SignAct } from "./parts.ts";
import { pin } from "./pin.ts";
import { working } from "./working.ts";

const failedWith =
  (heading: "error.heading" | "host.heading"): Build<"error"> & Build<"host-problem"> =>
  ({ failure }, ui, act) => ({
    heading: ui.t(heading),
    body: [
      failureBox(ui, failure),
      h(
        "div",
        { class: "buttons" },
        button(ui.t("common.retry"), { action: "retry", primary: true }, () => act.retry()),
      ),
    ],
  });

const screens: { [Screen in SignState["screen"]]: Build<Screen> } = {
  choose,
  pin,
  working,
  done,
  compare,
  comparing,
  locked: (_, ui, act) => lockedBody(ui, SIGNATURE_PIN, () => act.retry()),
  error: failedWith("error.heading"),
  "host-problem": failedWith("host.heading"),
};

/** Builds the screen of a state. */
export function buildSignScreen(state: SignState, ui: Ui, act: SignAct): View<SignState> {
  // Each screen is given its own part of the state; TypeScript cannot follow the name from one to the other.
  return (screens[state.screen] as Build<SignState["screen"]>)(state as never, ui, act) as View<SignState>;
}
