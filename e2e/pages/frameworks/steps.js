// Three steps in one document: each is made when the one before was left, and what was given is kept by the script.
const given = {};
const steps = [
  `<h2>お名前をご入力ください</h2><p><label>氏名<input name="name"></label></p><p><label>フリガナ<input name="kana"></label></p>`,
  `<h2>ご住所をご入力ください</h2><p><label>郵便番号<input name="zip" placeholder="123-4567"></label></p><p><label>住所<input name="address" size="60"></label></p>`,
  `<h2>生年月日とご連絡先</h2><p><label>生年月日<input name="birth" placeholder="例）1990/01/01"></label></p><p><label>メールアドレス<input name="mail" type="email"></label></p><p><label><input type="checkbox" name="consent">同意する</label></p>`,
];
let at = 0;

function show() {
  const form = document.querySelector("form");
  form.innerHTML = `${steps[at]}<button type="button" id="next">次へ</button>`;
  form.oninput = ({ target }) => (given[target.name] = target.type === "checkbox" ? target.checked : target.value);
  form.querySelector("#next").onclick = () => window.next();
}
window.next = () => {
  at++;
  show();
};
window.state = () => ({ ...given });
show();
