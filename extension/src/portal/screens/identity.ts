import { openHost } from "../../messaging/connect.ts";
import { asFailure, HitofudeError } from "../../messaging/failure.ts";
import { UI_ORIGIN } from "../../messaging/protocol.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { failureBox } from "../../ui/failure-box.ts";
import type { Ui } from "../../ui/shell.ts";
import { buttons } from "../../window/screens/parts.ts";
import type { Identity } from "../state.ts";

/** What sites recognise this computer by, and the way to another number. */
export function fillIdentity(place: HTMLElement, identity: Identity, ui: Ui, keep: (now: Identity) => void): void {
  if (identity === null) {
    refill(place, h("p", {}, ui.t("common.wait")));
    return;
  }
  // A damaged file is never replaced unasked. It must not be a dead end either.
  const shown = "failure" in identity ? [failureBox(ui, identity.failure)] : facts(ui, identity);
  const ask = button(ui.t("portal.identity.reset"), { action: "reset-identity" }, () => {
    refill(place, ...shown, confirm);
    yes.focus();
  });
  const yes = button(ui.t("portal.identity.yes"), { action: "reset-identity-yes" }, () => {
    void identityOf({ reset: true }).then((now) => {
      keep(now);
      fillIdentity(place, now, ui, keep);
      if (now !== null && "uuid" in now) ui.announce(ui.t("portal.identity.done"));
    });
  });
  const no = button(ui.t("common.cancel"), { action: "reset-identity-no" }, () =>
    fillIdentity(place, identity, ui, keep),
  );
  const confirm = h("div", {}, h("p", { class: "strong" }, ui.t("portal.identity.sure")), buttons(yes, no));
  const hostAnswered = !("failure" in identity) || identity.failure.code === "INTERNAL";
  refill(place, ...shown, hostAnswered && buttons(ask));
}

function facts(ui: Ui, { uuid, created }: { uuid: string; created: string }): HTMLElement[] {
  return [
    h("p", {}, h("code", { class: "token", "data-uuid": uuid }, uuid)),
    h("p", { class: "small" }, ui.t("portal.identity.created", { date: created })),
  ];
}

/** Asks the host, which keeps the number. */
export async function identityOf(params: { reset?: true }): Promise<Identity> {
  try {
    const host = await openHost(UI_ORIGIN, () => undefined);
    try {
      if (!host.hello.capabilities.includes("portal")) throw new HitofudeError("HOST_OLD");
      const { uuid, created } = await host.request("portal.identity", params);
      if (typeof uuid !== "string" || typeof created !== "string") throw new HitofudeError("HOST_GARBLED");
      return { uuid, created };
    } finally {
      host.close();
    }
  } catch (error) {
    return { failure: asFailure(error) };
  }
}
