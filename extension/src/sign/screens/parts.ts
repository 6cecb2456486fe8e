import { h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui, View } from "../../ui/shell.ts";
import { inGroups } from "../hash.ts";
import type { SignSession } from "../session.ts";
import type { Doc, SignState } from "../state.ts";

export type SignAct = Pick<
  SignSession,
  "start" | "retry" | "again" | "add" | "remove" | "choose" | "next" | "back" | "cancel" | "sign" | "hostEntry"
>;
export type On<Screen extends SignState["screen"]> = Extract<SignState, { screen: Screen }>;
export type Build<Screen extends SignState["screen"]> = (state: On<Screen>, ui: Ui, act: SignAct) => View<On<Screen>>;

/** One file: name, size, SHA-256 or how far it is worked out. */
export function docFacts(ui: Ui, doc: Doc): HTMLElement {
  const size = h(
    "p",
    { class: "small", "data-size": doc.size },
    ui.t("sign.file.size", { size: sizeText(ui, doc.size) }),
  );
  return h("div", {}, h("p", { class: "value", "data-name": true }, doc.name), size, hashOf(ui, doc));
}

function hashOf(ui: Ui, doc: Doc): HTMLElement {
  if (doc.failure) return failureBox(ui, doc.failure);
  if (doc.digest === null) {
    return h("p", { class: "small" }, ui.t("sign.file.hashing", { percent: doc.percent }));
  }
  return h(
    "p",
    { class: "small" },
    `${ui.t("sign.file.hash")}: `,
    h("code", { "data-sha256": true }, inGroups(doc.digest)),
  );
}

/** A size as people say it, with the exact bytes. */
function sizeText(ui: Ui, bytes: number): string {
  const exact = ui.t("sign.file.bytes", { bytes: bytes.toLocaleString("en-US") });
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return value < 1
    ? exact
    : `${value.toFixed(1)} ${units[unit]}${ui.language === "ja" ? `（${exact}）` : ` (${exact})`}`;
}
