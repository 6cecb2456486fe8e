/**
 * 「カードにないもの」: the reading of the name, phone, e-mail and the like, only what the form asks for. What is typed goes into
 * the rows below at once. The boxes are kept out of the browser's own memory of forms.
 */

import { button, h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { type GivenField, readable, type Sheet } from "../previewing.ts";
import type { Act } from "./parts.ts";

type Box = { field: GivenField; input: HTMLInputElement; problem: HTMLElement };

/** Which keys a small screen offers. */
const INPUTMODE: Partial<Record<GivenField, string>> = {
  postalCode: "numeric",
  phone: "tel",
  mobile: "tel",
  email: "email",
};

export type GivenForm = { element: HTMLElement; update(sheet: Sheet): void };

export function givenForm(ui: Ui, asked: readonly GivenField[], sheet: Sheet, act: Act): GivenForm {
  const boxes = asked.map((field) => boxFor(ui, field, sheet, act));
  const memory = h("div", { "data-memory": true });
  let shown: string | null = null;
  const update = ({ remember, kept }: Sheet) => {
    const wanted = JSON.stringify([remember, kept]);
    if (wanted === shown) return;
    shown = wanted;
    const inside = memory.contains(document.activeElement);
    refill(memory, ...(remember === undefined ? [] : memoryParts(ui, remember, kept === true, act)));
    if (inside) memory.querySelector("input")?.focus();
  };
  update(sheet);
  const element = h(
    "section",
    { class: "given", "aria-labelledby": "given-heading" },
    h("h2", { id: "given-heading" }, ui.t("given.heading")),
    h("p", {}, ui.t("given.text")),
    h("div", { class: "parts" }, ...boxes.map((box) => fieldOf(ui, box, sheet, act))),
    memory,
  );
  return { element, update };
}

function boxFor(ui: Ui, field: GivenField, { typed }: Sheet, act: Act): Box {
  const problem = h("p", { class: "bad", id: `given-${field}-problem`, role: "status" });
  const input = h("input", {
    id: `given-${field}`,
    type: "text",
    inputmode: INPUTMODE[field] ?? null,
    autocomplete: "off",
    // Never seen: the style sheet tells by it whether something stands in the box.
    placeholder: " ",
    spellcheck: "false",
    "aria-describedby": `given-${field}-hint ${problem.id}`,
    "data-given": field,
    "data-1p-ignore": true,
    "data-lpignore": "true",
  });
  input.value = typed[field] ?? "";
  const judge = () => {
    const fine = readable(field, input.value);
    input.setAttribute("aria-invalid", String(!fine));
    problem.textContent = fine ? "" : ui.t(`given.wrong.${field}`);
  };
  input.addEventListener("input", () => {
    act.fill?.({ type: "typed", field, text: input.value });
    // A mistake is told when the box is left, and taken back while it is being mended.
    if (input.getAttribute("aria-invalid") === "true") judge();
  });
  input.addEventListener("change", judge);
  return { field, input, problem };
}

function fieldOf(ui: Ui, { field, input, problem }: Box, sheet: Sheet, act: Act): HTMLElement {
  return h(
    "div",
    { class: `field given-${field}` },
    h("label", { for: input.id }, ui.t(`given.${field}`)),
    h("p", { class: "small", id: `given-${field}-hint` }, ui.t(`given.hint.${field}`)),
    input,
    problem,
    field === "postalCode" ? candidates(ui, sheet, input, act) : null,
  );
}

/** The codes the address may have: one press puts it into the box. */
function candidates(ui: Ui, { profile }: Sheet, input: HTMLInputElement, act: Act): HTMLElement | null {
  const codes = profile.postalCodes ?? [];
  if (codes.length === 0) return null;
  const choose = (code: string) =>
    button(code.replace(/^(\d{3})/, "$1-"), { action: "take-code" }, () => {
      input.value = code;
      act.fill?.({ type: "typed", field: "postalCode", text: code });
      ui.announce(ui.t("given.codeTaken", { code: input.value }));
    });
  return h(
    "div",
    { role: "group", "aria-label": ui.t("given.codes") },
    h("p", { class: "small" }, ui.t("given.codes")),
    h("div", { class: "buttons" }, ...codes.map(choose)),
  );
}

function memoryParts(ui: Ui, remember: boolean, kept: boolean, act: Act): HTMLElement[] {
  const tick = h("input", {
    type: "checkbox",
    id: "remember",
    autocomplete: "off",
    "aria-describedby": "remember-text",
  });
  tick.checked = remember;
  tick.addEventListener("change", () => act.fill?.({ type: "remember", on: tick.checked }));
  const words = kept ? (remember ? "memory.kept" : "memory.willForget") : "memory.text";
  return [
    h("label", { class: "tick", for: "remember" }, tick, h("span", {}, ui.t("memory.tick"))),
    h("p", { class: "small", id: "remember-text", role: "status" }, ui.t(words)),
    ...(kept ? [button(ui.t("memory.forget"), { action: "forget-memory" }, () => void act.forgetMemory?.())] : []),
  ];
}
