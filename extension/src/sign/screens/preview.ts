/** The first page of a PDF, drawn by the browser's own viewer: to be looked at, not to be used. */
import { h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { showable } from "../pdf-script.ts";
import type { Doc } from "../state.ts";

/** `open`: whether it is shown without being asked for. */
export function firstPage(ui: Ui, { name, file }: Pick<Doc, "name" | "file">, open: boolean): HTMLElement {
  const place = h("div", { class: "first-page" });
  const details = h("details", { "data-preview": true }, h("summary", {}, ui.t("preview.summary", { name })), place);
  let shown: { end(): void } | null = null;
  details.addEventListener("toggle", () => {
    shown?.end();
    shown = details.open ? show(ui, place, name, file) : null;
  });
  details.open = open;
  return details;
}

function show(ui: Ui, place: HTMLElement, name: string, file: File): { end(): void } {
  let address = "";
  let ended = false;
  const say = (key: "preview.script" | "preview.large" | "preview.off" | "preview.unread") =>
    refill(place, h("p", { class: "small", "data-preview-state": key }, ui.t(key)));
  const work = async () => {
    if (!navigator.pdfViewerEnabled) return say("preview.off");
    const may = await showable(file);
    if (ended) return;
    if (may !== "yes") return say(`preview.${may}`);
    // The type is ours, whatever the file says of itself: nothing but a PDF viewer opens it.
    address = URL.createObjectURL(file.slice(0, file.size, "application/pdf"));
    refill(place, frame(ui, name, address));
  };
  work().catch(() => ended || say("preview.unread"));
  return {
    end: () => {
      ended = true;
      refill(place);
      if (address !== "") URL.revokeObjectURL(address);
    },
  };
}

/** Inert: no click and no key reaches it, so a link or a form in the file leads nowhere, and the focus does not get lost. */
function frame(ui: Ui, name: string, address: string): HTMLElement {
  return h("iframe", {
    // The words of Chromium's viewer and of Firefox's; each ignores the other's.
    src: `${address}#page=1&toolbar=0&navpanes=0&view=Fit&zoom=page-fit&pagemode=none`,
    title: ui.t("preview.title", { name }),
    inert: true,
    tabindex: -1,
    "data-preview-state": "shown",
  });
}
