/** How windows speak of what an administrator decided. */
import { h } from "../ui/dom.ts";
import type { Ui } from "../ui/shell.ts";
import { FEATURES, LISTS, type Policy } from "./policy.ts";

/** Why a page or a site is closed, and whom to ask. */
export function failureParts(ui: Ui): HTMLElement[] {
  return [
    h(
      "div",
      { class: "box", role: "alert", "data-problem": "managed" },
      h("p", { class: "strong" }, ui.t("managed.closed.text")),
      h("p", {}, ui.t("managed.closed.next")),
    ),
  ];
}

/** Every setting that is managed, in words, for the start page; null where nothing is. */
export function managedSection(ui: Ui, policy: Policy): HTMLElement | null {
  if (!policy.managed) return null;
  const lists = LISTS.flatMap((list) => {
    const patterns = policy.lists[list];
    if (patterns === null) return [];
    const sites = patterns.length === 0 ? ui.t("managed.none") : patterns.join(ui.language === "ja" ? "、" : ", ");
    return [h("li", { "data-managed": list }, ui.t(`managed.${list}`, { sites }))];
  });
  const closed = FEATURES.filter((feature) => policy.disabled.has(feature)).map((feature) =>
    h("li", { "data-managed": `no-${feature}` }, ui.t(`managed.no.${feature}`)),
  );
  const flags = [
    policy.kiosk && h("li", { "data-managed": "kiosk" }, ui.t("managed.kiosk")),
    policy.pinEntryHost && h("li", { "data-managed": "pinEntry" }, ui.t("managed.pinEntry")),
  ].filter((line) => line !== false);
  const unread = policy.unread.map((name) =>
    h("li", { "data-managed-unread": name, class: "strong" }, ui.t("managed.unread", { name })),
  );
  return h(
    "section",
    { class: "box", "data-policy": true },
    h("h2", {}, ui.t("managed.heading")),
    h("p", {}, ui.t("managed.text")),
    h("ul", {}, ...flags, ...lists, ...closed, ...unread),
  );
}
