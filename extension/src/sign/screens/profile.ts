/** The choice of the kind of signature: what the chosen files leave, which of it is suggested, and why. */
import { h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Profile, profilesFor, suggest } from "../profiles.ts";
import type { On, SignAct } from "./parts.ts";

export function profileChoice(ui: Ui, act: SignAct): { element: HTMLElement; update(state: On<"choose">): void } {
  const element = h("fieldset", { class: "choices" });
  let shown = "";
  const update = ({ docs, profile }: On<"choose">) => {
    const offered = profilesFor(docs);
    const { reason, profile: suggested } = suggest(docs);
    const key = [...offered, profile, reason].join();
    if (key === shown) return;
    const focused = element.contains(document.activeElement);
    shown = key;
    refill(
      element,
      h("legend", {}, ui.t("profile.legend")),
      reason !== "none" && h("p", { "data-suggested": suggested, "data-because": reason }, ui.t(`suggest.${reason}`)),
      ...offered.map((name) => option(ui, act, name, profile)),
    );
    if (focused) element.querySelector<HTMLInputElement>("input:checked")?.focus();
  };
  return { element, update };
}

function option(ui: Ui, act: SignAct, name: Profile, chosen: Profile): HTMLElement {
  const id = `profile-${name}`;
  const input = h("input", { type: "radio", id, name: "profile", value: name, "aria-describedby": `about-${name}` });
  input.checked = name === chosen;
  input.addEventListener("change", () => act.choose(name));
  return h(
    "div",
    { class: "choice" },
    h("label", { for: id }, input, h("span", {}, ui.t(`profile.${name}.name`))),
    h("p", { class: "small", id: `about-${name}` }, ui.t(`profile.${name}.about`)),
  );
}
