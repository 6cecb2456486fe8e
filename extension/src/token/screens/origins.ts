import { asFailure } from "../../messaging/failure.ts";
import { button, h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui } from "../../ui/shell.ts";
import { listedOrigins, removeOrigin } from "../origins.ts";
import type { Build, On } from "./parts.ts";

/** The sites that may ask for a token; the person's own can be taken off. */
export const origins: Build<"origins"> = (state, ui) => {
  const list = h("div", {});
  fill(list, state, ui);
  return { heading: ui.t("token.origins.heading"), body: [h("p", {}, ui.t("token.origins.text")), list] };
};

function fill(list: HTMLElement, { person, administrator }: Pick<On<"origins">, "person" | "administrator">, ui: Ui) {
  const rows = [
    ...administrator.map((origin) => row(origin, h("p", { class: "small" }, ui.t("token.listed.administrator")))),
    ...person.map((origin) => row(origin, remove(origin, list, ui))),
  ];
  list.replaceChildren(
    rows.length === 0 ? h("p", {}, ui.t("token.origins.none")) : h("ul", { class: "rows" }, ...rows),
  );
}

const row = (origin: string, ...more: HTMLElement[]) =>
  h("li", { "data-listed-origin": origin }, h("p", { class: "origin" }, origin), ...more);

function remove(origin: string, list: HTMLElement, ui: Ui): HTMLElement {
  return button(ui.t("token.origins.remove", { origin }), { action: "remove-origin" }, () => {
    void removeOrigin(origin)
      .then(listedOrigins)
      .then((now) => {
        fill(list, now, ui);
        list.tabIndex = -1;
        list.focus();
        ui.announce(ui.t("token.origins.removed", { origin }));
      })
      .catch((error: unknown) => list.prepend(failureBox(ui, asFailure(error))));
  });
}
