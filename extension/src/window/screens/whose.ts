import type { Block } from "../../autofill/types.ts";
import { h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { reasonless } from "./words.ts";

/**
 * 「このカードはだれのものですか」: the persons the form asks about, by the headings of the page. No choice is made beforehand;
 * without one nothing is shown to be filled.
 */
export function whoseBox(
  ui: Ui,
  blocks: readonly Block[],
  chosen: string | null,
  choose: (id: string) => void,
): HTMLElement {
  const choices = blocks.map((block, index) => {
    const id = `whose-${index}`;
    const input = h("input", { type: "radio", name: "whose", id, value: block.id, autocomplete: "off" });
    input.checked = block.id === chosen;
    input.addEventListener("change", () => input.checked && choose(block.id));
    const label = h("label", { for: id }, input, h("span", { "data-heading": true }, headingOf(ui, blocks, block)));
    return h("div", { class: "choice" }, label);
  });
  return h(
    "section",
    { class: "box whose", "data-whose": chosen ?? "" },
    h(
      "fieldset",
      { class: "choices" },
      h("legend", {}, ui.t("whose.question")),
      h("p", {}, ui.t("whose.text")),
      ...choices,
    ),
  );
}

/** The heading of the page; where two are alike, which one of them it is. */
function headingOf(ui: Ui, blocks: readonly Block[], block: Block): string {
  const heading = block.heading.trim() === "" ? reasonless(ui, block.whose) : block.heading;
  const alike = blocks.filter(({ heading: other }) => other === block.heading);
  if (alike.length < 2) return heading;
  return ui.t("whose.nth", { heading, number: alike.indexOf(block) + 1, of: alike.length });
}
