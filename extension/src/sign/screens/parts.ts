import { knownKey } from "../../i18n/index.ts";
import { h } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui, View } from "../../ui/shell.ts";
import type { Checked } from "../check.ts";
import { inGroups } from "../hash.ts";
import type { SignSession } from "../session.ts";
import type { Doc, SignState } from "../state.ts";

export type SignAct = Pick<
  SignSession,
  | "start"
  | "retry"
  | "again"
  | "take"
  | "remove"
  | "leaveOut"
  | "recheck"
  | "choose"
  | "stamp"
  | "next"
  | "back"
  | "cancel"
  | "sign"
  | "compare"
  | "compareCard"
  | "hostEntry"
>;
export type On<Screen extends SignState["screen"]> = Extract<SignState, { screen: Screen }>;
export type Build<Screen extends SignState["screen"]> = (state: On<Screen>, ui: Ui, act: SignAct) => View<On<Screen>>;

/** One file: name, size, SHA-256 or how far it is worked out, and what a folder's archive holds. */
export function docFacts(ui: Ui, doc: Doc): HTMLElement {
  const size = h(
    "p",
    { class: "small", "data-size": doc.size },
    ui.t("sign.file.size", { size: sizeText(ui, doc.size) }),
  );
  const name = h("p", { class: "value", "data-name": true }, doc.name);
  return h("div", {}, name, size, doc.contents && contents(ui, doc.contents), hashOf(ui, doc));
}

/** What the host saw in a file and a person should know before signing it. */
export function docNotes(ui: Ui, checked: Checked | null): HTMLElement[] {
  if (checked === null) return [];
  const { signatures = 0, notes = [], target } = checked;
  const lines = notes.map((note) => knownKey(`note.${note}`)).filter((key) => key !== null);
  return [
    ...(signatures > 0 ? [h("p", { "data-signatures": signatures }, ui.t("note.signed", { count: signatures }))] : []),
    ...lines.map((key) => h("p", { "data-note": key }, ui.t(key))),
    ...(target ? [h("p", { class: "small", "data-target": target }, ui.t("note.target", { name: target }))] : []),
  ];
}

/** What lies in the folder, because all of it goes into the archive. */
function contents(ui: Ui, names: readonly string[]): HTMLElement {
  return h(
    "details",
    { "data-contents": names.length },
    h("summary", {}, ui.t("sign.file.contents", { count: names.length })),
    h("ul", {}, ...names.map((name) => h("li", {}, name))),
  );
}

function hashOf(ui: Ui, doc: Doc): HTMLElement {
  if (doc.failure) return failureBox(ui, doc.failure);
  if (doc.digest === null) {
    const words = ui.t("sign.file.hashing", { percent: doc.percent });
    const bar = h("progress", { max: 100, value: doc.percent, "aria-label": ui.t("sign.file.hash") });
    return h("p", { class: "small" }, words, " ", bar);
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
