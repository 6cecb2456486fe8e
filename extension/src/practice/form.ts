/** The practice form: a made-up application, built like the forms of municipalities, and whether it is filled. */
import { h } from "../ui/dom.ts";
import type { Ui } from "../ui/shell.ts";

/** The form in Japanese, as all real ones are, and a button that looks whether everything is filled. */
export function practiceForm(ui: Ui): HTMLElement {
  const told = h("p", { role: "status", "aria-live": "polite", class: "strong", "data-practice-result": "" });
  const form = h(
    "form",
    { id: "practice-form", class: "box", lang: "ja", novalidate: true, "aria-labelledby": "practice-form-name" },
    h("h2", { id: "practice-form-name" }, "【見本】みほん市　くらし応援給付金　申請書（練習用）"),
    h("p", { class: "small" }, "どこにも送られません。"),
    group("氏名", text("姓", "shimei_sei"), text("名", "shimei_mei")),
    group("フリガナ（全角カタカナ）", text("セイ", "kana_sei"), text("メイ", "kana_mei")),
    group("生年月日", era(), text("年", "birth_nen", 2), text("月", "birth_tsuki", 2), text("日", "birth_hi", 2)),
    group("性別", radio("男性"), radio("女性"), radio("回答しない")),
    group("郵便番号", text("郵便番号（ハイフンなし）", "yubin", 7)),
    group(
      "住所",
      text("都道府県", "ken"),
      text("市区町村", "shiku"),
      text("町名・番地", "banchi"),
      text("建物名・部屋番号", "tatemono"),
    ),
    h("button", { type: "submit", "data-action": "practice-check" }, ui.t("practice.check")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = emptyIn(form);
    told.dataset.practiceResult = missing === 0 ? "done" : "missing";
    told.textContent = missing === 0 ? ui.t("practice.done") : ui.t("practice.missing", { count: missing });
  });
  return h("div", {}, form, told);
}

/** How many boxes are empty; the radio group counts as one. */
export function emptyIn(form: HTMLElement): number {
  const boxes = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[type=text], select")];
  const empty = boxes.filter(({ value }) => value === "").length;
  return empty + (form.querySelector("input[type=radio]:checked") === null ? 1 : 0);
}

const group = (legend: string, ...fields: HTMLElement[]) =>
  h("fieldset", {}, h("legend", {}, legend), h("div", { class: "practice-row" }, ...fields));

function text(label: string, name: string, maxlength?: number): HTMLElement {
  const input = h("input", { type: "text", name, id: `practice-${name}`, autocomplete: "off" });
  if (maxlength !== undefined) input.maxLength = maxlength;
  return h("p", {}, h("label", { for: input.id }, label), input);
}

function era(): HTMLElement {
  const options = ["", "大正", "昭和", "平成", "令和"].map((value) => h("option", { value }, value || "えらぶ"));
  return h(
    "p",
    {},
    h("label", { for: "practice-gengo" }, "元号"),
    h("select", { id: "practice-gengo", name: "birth_gengo" }, ...options),
  );
}

const radio = (value: string) =>
  h("label", { class: "tick" }, h("input", { type: "radio", name: "seibetsu", value }), h("span", {}, value));
