import { pinStatus } from "../../card/describe.ts";
import { cardPanel } from "../../ui/card-panel.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import { healthPanel } from "../../ui/health-box.ts";
import { pinFacts, pinHelp, triesText } from "../../ui/pin-facts.ts";
import type { Ui } from "../../ui/shell.ts";
import { needsContent } from "../profiles.ts";
import { allHashed, certificateProblem, type Doc, SIGNATURE_PIN } from "../state.ts";
import { type Build, docFacts, type On, type SignAct } from "./parts.ts";
import { profileChoice } from "./profile.ts";
import { where } from "./where.ts";

/** Where they go, which files, what they will be signed with, what that means, is the card there. */
export const choose: Build<"choose"> = (state, ui, act) => {
  const list = fileList(ui, act);
  const kinds = profileChoice(ui, act);
  const place = where(ui, act);
  const handed = h("p", { class: "small" }, ui.t("profile.content"));
  const panel = cardPanel(ui, state.card);
  const trouble = h("div", {});
  const health = healthPanel(ui, "signature");
  const tries = h("p", { class: "strong", role: "status", "aria-live": "polite" });
  const proceed = button(ui.t("sign.next"), { action: "next", primary: true }, () => act.next());
  const hint = h("p", { class: "small" }, ui.t("sign.wait"));
  const signedWith = h(
    "section",
    { class: "pin" },
    h("h2", {}, ui.t("sign.with")),
    h("p", { class: "strong" }, ui.t("sign.with.key")),
    pinFacts(ui, SIGNATURE_PIN),
    tries,
    pinHelp(ui, SIGNATURE_PIN),
  );
  let shownTrouble = "";
  const update = (now: On<"choose">) => {
    const { docs, card } = now;
    list.update(docs);
    kinds.update(now);
    place.update(now);
    handed.hidden = !needsContent(now.profile);
    panel.update(card);
    const pin = pinStatus(card.status, SIGNATURE_PIN);
    const words = triesText(ui, pin?.triesLeft) ?? "";
    if (tries.textContent !== words) tries.textContent = words;
    const problem = certificateProblem(card);
    if (shownTrouble !== (problem?.code ?? "")) refill(trouble, problem && failureBox(ui, problem));
    shownTrouble = problem?.code ?? "";
    health.update(card.status, problem?.code);
    // A PIN that opens nothing is not worth a word, least of all how many tries it has left.
    signedWith.hidden = problem?.code === "CERTIFICATE_MISSING";
    proceed.disabled = pin === null || problem !== null || !allHashed(docs);
    hint.hidden = !proceed.disabled;
  };
  update(state);
  return {
    heading: ui.t("sign.heading"),
    body: [
      h("section", {}, place.element),
      h("section", {}, h("h2", {}, ui.t("sign.files")), dropZone(ui, act), list.element),
      h("section", {}, kinds.element, handed),
      panel.element,
      trouble,
      health.element,
      signedWith,
      h(
        "section",
        { class: "box warning" },
        h("h2", {}, ui.t("sign.meaning.heading")),
        h("p", {}, ui.t("sign.meaning.text")),
        h("p", {}, ui.t("sign.meaning.personal")),
      ),
      hint,
      h("div", { class: "buttons main" }, proceed),
    ],
    update,
  };
};

function dropZone(ui: Ui, act: SignAct): HTMLElement {
  const input = h("input", {
    type: "file",
    id: "file",
    multiple: true,
    class: "hidden",
    tabindex: -1,
    "aria-hidden": "true",
  });
  input.addEventListener("change", () => {
    act.add(input.files ?? []);
    input.value = "";
  });
  const zone = h(
    "div",
    { class: "drop", "data-drop": true },
    h("p", {}, ui.t("sign.drop")),
    input,
    button(ui.t("sign.choose"), { action: "choose" }, () => input.click()),
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
    act.add(event.dataTransfer?.files ?? []);
  });
  return zone;
}

function fileList(ui: Ui, act: SignAct): { element: HTMLElement; update(docs: readonly Doc[]): void } {
  const element = h("ul", { class: "rows" });
  let shown: readonly Doc[] | null = null;
  const spoken = new Set<number>();
  const update = (docs: readonly Doc[]) => {
    if (docs === shown) return;
    shown = docs;
    refill(element, ...docs.map((doc) => row(ui, doc, act)));
    if (docs.length === 0) refill(element, h("li", { class: "small" }, ui.t("sign.none")));
    for (const { id, name, digest } of docs) {
      if (digest === null || spoken.has(id)) continue;
      spoken.add(id);
      ui.announce(ui.t("sign.file.hashed", { name }));
    }
  };
  return { element, update };
}

function row(ui: Ui, doc: Doc, act: SignAct): HTMLElement {
  const remove = button(ui.t("sign.file.remove", { name: doc.name }), { action: "remove" }, () => act.remove(doc.id));
  return h("li", { "data-file": doc.id }, docFacts(ui, doc), remove);
}
