// The demo form: shows what was entered and goes no further. It sends nothing anywhere.
const form = document.getElementById("application");
const confirmation = document.getElementById("confirm");
const problem = document.getElementById("problem");

const value = (id) => document.getElementById(id).value.trim();
const chosen = (id) => document.getElementById(id).selectedOptions[0]?.text ?? "";
const checked = (name) => form.querySelector(`input[name=${name}]:checked`)?.parentElement.textContent.trim() ?? "";

function answers() {
  return [
    ["氏名", `${value("name-family")}　${value("name-given")}`],
    ["フリガナ", `${value("kana-family")}　${value("kana-given")}`],
    ["生年月日", `${chosen("birth-era")}${value("birth-year")}年${chosen("birth-month")}月${chosen("birth-day")}日`],
    ["性別", checked("seibetsu")],
    ["郵便番号", [value("zip-1"), value("zip-2")].filter(Boolean).join("-")],
    ["住所", chosen("addr-pref") + value("addr-city") + value("addr-street")],
    ["建物名・部屋番号", value("addr-building")],
    ["電話番号", value("phone")],
  ];
}

function show() {
  const rows = answers().map(([name, text]) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    const cell = document.createElement("td");
    head.scope = "row";
    head.textContent = name;
    cell.textContent = text;
    row.append(head, cell);
    return row;
  });
  document.getElementById("answers").replaceChildren(...rows);
}

function turnTo(confirming) {
  form.hidden = confirming;
  confirmation.hidden = !confirming;
  document.getElementById("sent").textContent = "";
  document.getElementById(confirming ? "confirm-title" : "title").focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const missing = [...form.elements].find((control) => !control.checkValidity());
  problem.textContent = missing ? "まだ入力していない項目、または同意のチェックがあります。" : "";
  if (missing) {
    missing.focus();
    return;
  }
  show();
  turnTo(true);
});

document.getElementById("back").addEventListener("click", () => turnTo(false));
document.getElementById("send").addEventListener("click", () => {
  document.getElementById("sent").textContent = "(見本) これは見本です。送信されません。";
});
