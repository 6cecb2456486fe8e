import { daysBetween, renewableFrom } from "../../card/health.ts";
import type { CardStatus, CertificateStatus } from "../../messaging/protocol.ts";
import { h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";

/** Both certificates with their dates; those of the signature certificate need its PIN and are not asked here. */
export function certificateSection(ui: Ui, { certificates }: CardStatus): HTMLElement {
  const rows = certificates.map((certificate) =>
    h(
      "li",
      { "data-certificate": certificate.key, "data-present": certificate.present },
      h("span", { class: "label" }, ui.t(`pins.certificate.${certificate.key}`)),
      h(
        "span",
        { class: "value" },
        ...certificateLines(ui, certificate).map((line) => h("span", { class: "line" }, line)),
      ),
    ),
  );
  return h("section", {}, h("h2", {}, ui.t("pins.certificates")), h("ul", { class: "rows" }, ...rows));
}

function certificateLines(ui: Ui, { present, notAfter }: CertificateStatus): string[] {
  if (!present) return [ui.t("pins.certificate.absent")];
  if (notAfter === undefined) return [ui.t("pins.certificate.present"), ui.t("pins.certificate.hidden")];
  return endLines(ui, "pins.certificate.until", new Date(notAfter));
}

/** The card's own end. */
export function cardSection(ui: Ui, { card }: CardStatus): HTMLElement {
  const lines =
    card.expires === null
      ? [ui.t("pins.card.unknown")]
      : endLines(ui, "pins.card.expires", new Date(`${card.expires}T00:00:00+09:00`));
  return h(
    "section",
    { "data-expires": card.expires ?? "" },
    h("h2", {}, ui.t("pins.card")),
    h("p", {}, ...lines.map((line) => h("span", { class: "line" }, line))),
  );
}

/** When it ends, how many days that is, and from when it can be renewed. */
function endLines(ui: Ui, key: "pins.certificate.until" | "pins.card.expires", end: Date): string[] {
  const days = daysBetween(new Date(), end);
  const left = days < 0 ? ui.t("pins.certificate.ended", { days: -days }) : ui.t("pins.certificate.daysLeft", { days });
  const until = `${ui.t(key, { date: dayText(ui, end) })}${ui.language === "ja" ? `（${left}）` : ` (${left})`}`;
  if (days < 0) return [until];
  return [until, ui.t("pins.certificate.renew", { date: dayText(ui, renewableFrom(end)) })];
}

const dayText = (ui: Ui, at: Date) =>
  new Intl.DateTimeFormat(ui.language, { dateStyle: "long", timeZone: "Asia/Tokyo" }).format(at);
