import { explain } from "../../errors/explain.ts";
import { knownKey } from "../../i18n/index.ts";
import type { Certificate } from "../../messaging/protocol.ts";
import { button, h } from "../../ui/dom.ts";
import { healthBoxes } from "../../ui/health-box.ts";
import type { Ui } from "../../ui/shell.ts";
import type { Rest, SignedFile } from "../state.ts";
import { zip } from "../zip.ts";
import { comparison } from "./compare.ts";
import type { Build } from "./parts.ts";

/** The signature files to save, and the facts of the certificate. Facts only: whether it counts is not ours to say. */
export const done: Build<"done"> = (state, ui, act) => {
  const { files, certificate, rest, health } = state;
  const count = { done: files.length, total: files.length + (rest?.names.length ?? 0) };
  // A certificate that has lapsed as a rule: the file is there, but handing it in would only bring it back.
  const hold = (health ?? []).some(({ ends }) => ends);
  const then = ui.t(hold ? "sign.hold" : "sign.done.text");
  ui.announce(
    rest ? ui.t("sign.partly.heading", count) : state.compared?.state === "same" ? ui.t("compareCard.same") : then,
  );
  return {
    heading: rest ? ui.t("sign.partly.heading", count) : ui.t("sign.done.heading"),
    body: [
      rest && unsigned(ui, rest),
      ...healthBoxes(ui, health ?? []),
      h("p", { class: hold ? "bad" : "strong", "data-hold": hold }, then),
      h("div", { class: "box warning", "data-personal": true }, h("p", {}, ui.t("sign.meaning.personal"))),
      files.length > 1 ? together(ui, files) : null,
      h("ul", { class: "links", "data-signed": true }, ...files.map((file) => h("li", {}, download(ui, file)))),
      h(
        "section",
        {},
        h("h2", {}, ui.t("sign.certificate.heading")),
        h("dl", { "data-certificate": true }, ...facts(ui, certificate)),
        h("p", { class: "strong", "data-revocation": certificate.revocation }, ui.t("revocation.not-checked")),
      ),
      comparison(ui, state, act),
      h(
        "div",
        { class: "buttons" },
        button(ui.t("sign.again"), { action: "again" }, () => act.again()),
      ),
    ],
  };
};

/** Which files have no signature, and what happened. What is to be done now is about the files, not about the card. */
function unsigned(ui: Ui, { names, because }: Rest): HTMLElement {
  return h(
    "section",
    { "data-unsigned": names.length },
    h(
      "div",
      { class: "box warning", role: "alert", "data-code": because.code },
      h("p", { class: "strong" }, explain(because, ui.language).cause),
      h("p", {}, ui.t("sign.partly.next")),
      h("p", { class: "small" }, ui.t("common.code", { code: because.code })),
    ),
    h("h2", {}, ui.t("sign.partly.rest")),
    h("ul", {}, ...names.map((name) => h("li", {}, name))),
  );
}

function download(ui: Ui, { name, mediaType, bytes }: SignedFile): HTMLElement {
  return link(ui.t("sign.download", { name }), name, [Uint8Array.from(bytes)], mediaType, "download");
}

/** All files in one archive: browsers stop after about ten downloads in a row. */
function together(ui: Ui, files: readonly SignedFile[]): HTMLElement {
  const name = ui.t("sign.together.name");
  return h(
    "p",
    {},
    link(ui.t("sign.together", { count: files.length }), name, zip(files), "application/zip", "download-all"),
  );
}

/** A link that saves. Its address lives as long as the page: the person may save twice. */
function link(text: string, name: string, parts: BlobPart[], type: string, action: string): HTMLElement {
  const href = URL.createObjectURL(new Blob(parts, { type }));
  return h("a", { href, download: name, class: "button primary", "data-action": action }, text);
}

function facts(ui: Ui, certificate: Certificate): HTMLElement[] {
  const { holder } = certificate;
  const replaced = (is: boolean) => (is ? ` ${ui.t("sign.certificate.replaced")}` : "");
  const rows: [Parameters<Ui["t"]>[0], string][] = [
    ["sign.certificate.dates", period(ui, certificate)],
    ["sign.certificate.issuer", certificate.issuer],
    ["sign.certificate.serial", certificate.serial],
    ["sign.certificate.chain", chain(ui, certificate)],
  ];
  if (holder) {
    rows.unshift(
      ["sign.certificate.holder", holder.name + replaced(holder.nameReplaced)],
      ["sign.certificate.address", holder.address + replaced(holder.addressReplaced)],
      ["sign.certificate.birth", holder.birth],
    );
  }
  return rows
    .filter(([, value]) => value !== "")
    .flatMap(([key, value]) => [h("dt", {}, ui.t(key)), h("dd", {}, value)]);
}

function period(ui: Ui, { notBefore, notAfter }: Certificate): string {
  const day = (at: string) =>
    new Intl.DateTimeFormat(ui.language, { dateStyle: "long", timeZone: "Asia/Tokyo" }).format(new Date(at));
  return ui.t("sign.certificate.period", { from: day(notBefore), to: day(notAfter) });
}

function chain(ui: Ui, { chain: { state, root } }: Certificate): string {
  const key = knownKey(`chain.${state}`);
  const about = knownKey(`root.${root}`);
  return [key ? ui.t(key) : state, about ? ui.t(about) : ""]
    .filter((part) => part !== "")
    .join(ui.language === "ja" ? "。" : ". ");
}
