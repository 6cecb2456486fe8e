import { button, h } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { buttons, mainButton } from "../../window/screens/parts.ts";
import { type Claims, claimsOf } from "../state.ts";
import { type Build, type On, siteLarge } from "./parts.ts";

/** The token and what it says, before it is written into the page's field. */
export const preview: Build<"preview"> = (state, ui, act) => {
  const [row] = state.rows;
  const confirm = button(ui.t("token.write"), { action: "confirm", primary: true }, () => void act.confirm());
  const update = ({ rows }: On<"preview">) => {
    confirm.disabled = !rows.some(({ ticked }) => ticked);
  };
  update(state);
  const claims = claimsOf(row?.value ?? "");
  return {
    heading: ui.t("token.preview.heading"),
    body: [
      siteLarge(ui, state.job.site.origin),
      h("p", {}, ui.t("token.preview.text")),
      row ? h("ul", { class: "rows" }, rowOf(ui, row, act.tick.bind(act))) : null,
      claims && facts(ui, claims),
      mainButton(confirm),
      buttons(button(ui.t("page.again"), { action: "retry" }, () => void act.start())),
    ],
    update,
  };
};

type Row = On<"preview">["rows"][number];

function rowOf(ui: Ui, row: Row, tick: (row: Row, ticked: boolean) => void): HTMLElement {
  const box = h("input", { type: "checkbox", id: "row-0" });
  box.checked = row.ticked;
  box.addEventListener("change", () => tick(row, box.checked));
  const label = row.label === "" ? ui.t("preview.noLabel") : row.label;
  return h(
    "li",
    { "data-row": row.type },
    h(
      "label",
      { class: "tick", for: "row-0" },
      box,
      h("span", {}, h("span", { class: "label", "data-label": true }, label), h("span", {}, ui.t("token.preview.row"))),
    ),
    row.empty ? null : h("p", { class: "small why" }, h("strong", { class: "unsure" }, ui.t("preview.overwrites"))),
    h(
      "details",
      {},
      h("summary", {}, ui.t("token.preview.whole")),
      h("code", { class: "token", "data-value": row.value }, row.shown),
    ),
  );
}

function facts(ui: Ui, { aud, exp, jti, nonce }: Claims): HTMLElement {
  const until = new Intl.DateTimeFormat(ui.language, { timeStyle: "medium", timeZone: "Asia/Tokyo" });
  const rows: [Parameters<Ui["t"]>[0], string][] = [
    ["token.claim.aud", aud],
    ["token.claim.exp", until.format(new Date(exp * 1000))],
    ["token.claim.nonce", nonce],
    ["token.claim.jti", jti],
  ];
  return h(
    "section",
    {},
    h("h2", {}, ui.t("token.claims")),
    h("dl", { "data-claims": true }, ...rows.flatMap(([key, value]) => [h("dt", {}, ui.t(key)), h("dd", {}, value)])),
  );
}
