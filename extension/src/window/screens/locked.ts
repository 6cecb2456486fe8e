import { lockedBody } from "../../ui/locked.ts";
import type { Build } from "./parts.ts";

/** The PIN is locked: where to go. */
export const locked: Build<"locked"> = ({ pin }, ui, act) => lockedBody(ui, pin, () => act.retry());
