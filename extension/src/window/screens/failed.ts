import { button, h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { View } from "../../ui/shell.ts";
import { type Act, type Build, buttons, type On } from "./parts.ts";

/** The program on the computer is missing, old or gone. */
export const hostProblem: Build<"host-problem"> = ({ failure }, ui, act) => ({
  heading: ui.t("host.heading"),
  body: [failureBox(ui, failure), ...retry(ui, act)],
});

/** Something went wrong at the card or in the host. */
export const error: Build<"error"> = ({ failure }, ui, act) => ({
  heading: ui.t("error.heading"),
  body: [failureBox(ui, failure), h("p", {}, ui.t("error.nothingWritten")), ...retry(ui, act)],
});

function retry(ui: Parameters<typeof error>[1], act: Act): View<On<"error">>["body"] {
  return [buttons(button(ui.t("common.retry"), { action: "retry", primary: true }, () => act.retry()))];
}
