/** The chosen files: a place to drop them, the buttons that do the same, and a list that is kept up to date. */
import { explain } from "../../errors/explain.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui } from "../../ui/shell.ts";
import { type Check, checkedDoc, type Problem, problemsOf } from "../check.ts";
import { chosen, dropped } from "../folder.ts";
import type { Doc } from "../state.ts";
import { docFacts, docNotes, type On, type SignAct } from "./parts.ts";
import { firstPage } from "./preview.ts";

export function dropZone(ui: Ui, act: SignAct): HTMLElement {
  const files = picker("file", {}, act);
  const folder = picker("folder", { webkitdirectory: true }, act);
  const zone = h(
    "div",
    { class: "drop", "data-drop": true },
    h("p", {}, ui.t("sign.drop")),
    files,
    folder,
    h(
      "div",
      { class: "buttons" },
      button(ui.t("sign.choose"), { action: "choose" }, () => files.click()),
      button(ui.t("sign.chooseFolder"), { action: "choose-folder" }, () => folder.click()),
    ),
    h("p", { class: "small" }, ui.t("sign.folder")),
    h("p", { class: "small" }, ui.t("sign.stays")),
  );
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    void act.take(dropped(event.dataTransfer));
  });
  return zone;
}

/** The browser's own dialog; the button beside it opens it, for a pointer as for the keyboard. */
function picker(id: string, more: Record<string, boolean>, act: SignAct): HTMLInputElement {
  const attributes = { type: "file", id, multiple: true, class: "hidden", tabindex: -1, "aria-hidden": "true" };
  const input = h("input", { ...attributes, ...more });
  input.addEventListener("change", () => {
    void act.take(chosen(input.files ?? []));
    input.value = "";
  });
  return input;
}

type Row = { element: HTMLElement; update(doc: Doc, check: Check): void };

/** A row stays the same element while its file is in the list: neither the focus nor a page that is shown gets lost. */
export function fileList(ui: Ui, act: SignAct): { element: HTMLElement; update(state: On<"choose">): void } {
  const element = h("ul", { class: "rows" });
  const none = h("li", { class: "small" }, ui.t("sign.none"));
  const rows = new Map<number, Row>();
  const progress = spokenProgress(ui);
  const update = ({ docs, check }: On<"choose">) => {
    const focused = element.contains(document.activeElement);
    for (const [id, row] of rows) {
      if (docs.some((doc) => doc.id === id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    none.remove();
    for (const doc of docs) {
      const row = rows.get(doc.id) ?? rowFor(ui, act, doc, () => docs.length === 1);
      if (!rows.has(doc.id)) element.append(row.element);
      rows.set(doc.id, row);
      row.update(doc, check);
    }
    if (docs.length === 0) element.append(none);
    // The row that was taken off held the focus: the next one has it now, or the button to choose another file.
    if (focused && !element.contains(document.activeElement)) {
      const next = element.querySelector<HTMLElement>("[data-action=remove]");
      (next ?? document.querySelector<HTMLElement>("[data-action=choose]"))?.focus();
    }
    progress(docs);
  };
  return { element, update };
}

function rowFor(ui: Ui, act: SignAct, { id, name }: Doc, alone: () => boolean): Row {
  const facts = h("div", {});
  const page = h("div", { class: "wide" });
  const trouble = h("div", { class: "wide" });
  const remove = button(ui.t("sign.file.remove", { name }), { action: "remove" }, () => act.remove(id));
  const element = h("li", { "data-file": id }, facts, remove, page, trouble);
  let shown: Doc | null = null;
  let told = "";
  let drawn = false;
  const update = (doc: Doc, check: Check) => {
    if (doc !== shown) refill(facts, docFacts(ui, doc));
    shown = doc;
    if (!drawn && doc.kind === "pdf" && doc.digest !== null) {
      drawn = true;
      refill(page, firstPage(ui, doc, alone()));
    }
    const problems = problemsOf(check, doc);
    const seen = checkedDoc(check, doc.name);
    const now = JSON.stringify([problems, seen]);
    if (now !== told) refill(trouble, ...problems.map((problem) => problemBox(ui, problem)), ...docNotes(ui, seen));
    told = now;
  };
  return { element, update };
}

/** What is the matter with one file. The line above the list is spoken; a row of it is not. */
function problemBox(ui: Ui, { code, params = {} }: Problem): HTMLElement {
  const { cause, next } = explain({ code, params }, ui.language);
  return h(
    "div",
    { class: "box wrong", "data-problem": code, "data-reason": String(params.reason ?? "") },
    h("p", { class: "strong" }, cause),
    h("p", {}, next),
  );
}

/** From this size on it takes long enough to be told how far it is. */
const LONG = 100_000_000;

/** Speaks the quarters of a large file, and the end of every one. */
function spokenProgress(ui: Ui): (docs: readonly Doc[]) => void {
  const spoken = new Map<number, number>();
  return (docs) => {
    for (const { id, name, size, digest, percent } of docs) {
      const quarter = digest !== null ? 4 : size < LONG ? 0 : Math.min(3, Math.floor(percent / 25));
      if (quarter <= (spoken.get(id) ?? 0)) continue;
      spoken.set(id, quarter);
      ui.announce(
        digest !== null
          ? ui.t("sign.file.hashed", { name })
          : ui.t("sign.file.quarter", { name, percent: quarter * 25 }),
      );
    }
  };
}

/** What became of the last files that were handed over; spoken when it appears. */
export function noticeBox(ui: Ui): { element: HTMLElement; update(state: On<"choose">): void } {
  const element = h("div", {});
  let shown: unknown = null;
  const update = ({ notice }: On<"choose">) => {
    if (notice !== shown) refill(element, notice && failureBox(ui, notice));
    shown = notice;
  };
  return { element, update };
}
