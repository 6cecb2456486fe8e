// Controlled inputs: what React does not hear of is gone at the next rendering.
import { useState } from "react";
import { createRoot } from "react-dom/client";

const prefectures = ["埼玉県", "東京都", "神奈川県"];
const years = Array.from({ length: 90 }, (_, at) => 1930 + at);
const upTo = (last) => Array.from({ length: last }, (_, at) => at + 1);
const empty = {
  family: "",
  given: "",
  familyKana: "",
  givenKana: "",
  year: "",
  month: "",
  day: "",
  sex: "",
  zip: "",
  pref: "",
  city: "",
  street: "",
  building: "",
  tel: "",
  mail: "",
  mailAgain: "",
  wishes: "",
  consent: false,
};

function App() {
  const [values, setValues] = useState(empty);
  window.state = () => values;
  const text = (name) => ({
    name,
    id: name,
    value: values[name],
    onChange: ({ target }) => setValues((before) => ({ ...before, [name]: target.value })),
  });
  const choose = (name) => (
    <select {...text(name)}>
      <option value="">選択してください</option>
      {{ year: years, month: upTo(12), day: upTo(31), pref: prefectures }[name].map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  );
  return (
    <form onSubmit={() => setValues(empty)}>
      <h2>申請者の情報</h2>
      <p>
        <label htmlFor="family">姓</label> <input {...text("family")} required />
        <label htmlFor="given">名</label> <input {...text("given")} required />
      </p>
      <p>
        <label htmlFor="familyKana">セイ</label> <input {...text("familyKana")} placeholder="ヤマダ" />
        <label htmlFor="givenKana">メイ</label> <input {...text("givenKana")} placeholder="タロウ" />
      </p>
      <div role="group" aria-label="生年月日">
        <span>生年月日</span> {choose("year")}年{choose("month")}月{choose("day")}日
      </div>
      <fieldset>
        <legend>性別</legend>
        {["男性", "女性", "回答しない"].map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="sex"
              value={one}
              checked={values.sex === one}
              onChange={() => setValues((before) => ({ ...before, sex: one }))}
            />
            {one}
          </label>
        ))}
      </fieldset>
      <p>
        <label>
          郵便番号（ハイフンなし） <input {...text("zip")} maxLength={7} inputMode="numeric" />
        </label>
      </p>
      <p>
        <label>都道府県 {choose("pref")}</label>
      </p>
      <p>
        <label>
          市区町村 <input {...text("city")} />
        </label>
      </p>
      <p>
        <label>
          町名・番地 <input {...text("street")} />
        </label>
      </p>
      <p>
        <label>
          建物名・部屋番号 <input {...text("building")} />
        </label>
      </p>
      <p>
        <label>
          電話番号 <input {...text("tel")} type="tel" placeholder="090-0000-0000" />
        </label>
      </p>
      <p>
        <label>
          メールアドレス <input {...text("mail")} type="email" />
        </label>
      </p>
      <p>
        <label>
          メールアドレス（確認） <input {...text("mailAgain")} type="email" />
        </label>
      </p>
      <p>
        <label>
          ご要望 <textarea {...text("wishes")} />
        </label>
      </p>
      <p>
        <label>
          <input
            type="checkbox"
            id="consent"
            checked={values.consent}
            onChange={({ target }) => setValues((before) => ({ ...before, consent: target.checked }))}
          />
          規約に同意する
        </label>
      </p>
      <button type="submit">申請する</button>
    </form>
  );
}

createRoot(document.getElementById("app")).render(<App />);
