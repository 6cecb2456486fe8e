import type { Ui, View } from "../../ui/shell.ts";
import type { PinsSession } from "../session.ts";
import type { PinsState } from "../state.ts";

/** What a screen may do. */
export type PinsAct = Pick<PinsSession, "start" | "overview" | "change" | "submit" | "cancel" | "hostEntry">;
export type On<Screen extends PinsState["screen"]> = Extract<PinsState, { screen: Screen }>;
export type Build<Screen extends PinsState["screen"]> = (state: On<Screen>, ui: Ui, act: PinsAct) => View<On<Screen>>;
