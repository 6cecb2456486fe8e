import { lockedBody } from "../../ui/locked.ts";
import { type Build, forgotButton } from "./parts.ts";

/** The PIN is locked: where to go, and what still works without it. */
export const locked: Build<"locked"> = ({ pin }, ui, act) => {
  const { heading, body } = lockedBody(ui, pin, () => act.retry());
  return { heading, body: [...body, forgotButton(ui, pin, act)] };
};
