import type { Whose } from "../../autofill/types.ts";
import type { Ui } from "../../ui/shell.ts";

/** Who a block without a heading is about, in our own words. */
export function reasonless(ui: Ui, whose: Whose): string {
  return ui.t(`whose.${whose}`);
}

/** The label of a field as the page shows it. */
export function labelOf({ label }: { label: string }, ui: Ui): string {
  return label === "" ? ui.t("preview.noLabel") : label;
}
