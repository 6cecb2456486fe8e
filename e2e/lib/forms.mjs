// Forms that tests serve themselves, beside the demo.

/** A page around the markup of a form. */
export const pageOf = (title, form, more = "") => `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>(見本) ${title}</title></head>
<body><h1>(見本) ${title}</h1><form ${more}>${form}</form></body></html>`;

/** One labelled box. */
export const box = (id, label, more = "") =>
  `<p><label for="${id}">${label}</label> <input id="${id}" name="${id}" ${more}></p>`;

/** Name, address, birth date, and everything a card does not have, each in more than one form. */
export const contactForm = pageOf(
  "連絡先のある申込書",
  [
    box("name", "氏名"),
    box("kana-family", "フリガナ（セイ）"),
    box("kana-given", "フリガナ（メイ）"),
    box("birth", "生年月日", 'placeholder="1990/01/01"'),
    box("address", "住所"),
    box("phone", "電話番号", 'type="tel" placeholder="03-0000-0000"'),
    box("email", "メールアドレス", 'type="email"'),
    box("email-again", "メールアドレス（確認用）", 'type="email"'),
  ].join("\n"),
  // Else the browser itself writes what stands in the form into its session files; what Hitofude leaves is looked for.
  'autocomplete="off"',
);

/** A form whose content the browser keeps for itself, to see that it has done so. */
export const controlForm = pageOf("見本", box("control", "メモ"));

/** An applicant and a child, each with a name and a birth date. */
export const familyForm = pageOf(
  "こどもの医療費の申請",
  `<fieldset><legend>申請者</legend>${box("a-name", "氏名")}${box("a-birth", "生年月日", 'placeholder="1990/01/01"')}</fieldset>
   <fieldset><legend>お子様</legend>${box("b-name", "氏名")}${box("b-birth", "生年月日", 'placeholder="1990/01/01"')}</fieldset>`,
);

const HINTS = [
  ["sex", "性別"],
  ["birth.date", "生年月日（西暦）"],
  ["age", "年齢"],
  ["postal-code", "郵便番号（ハイフンなし）"],
  ["address.prefecture-city", "都道府県と市区町村"],
  ["address.town-street", "町名・番地（建物名は次の欄に書いてください）"],
  ["address.building", "建物名・部屋番号"],
];

/** A form with this many boxes that can be filled, named by the site itself, some of them with a label that says something else. */
export function longForm(count) {
  const boxes = Array.from({ length: count }, (_, at) => {
    // One name: more of them would be more persons.
    const [hint, label] = at === 0 ? ["name.full", "氏名"] : HINTS[at % HINTS.length];
    const more = `data-hitofude-field="${hint}"${at % 10 === 6 ? ' value="前に書いたもの"' : ""}`;
    return box(`f${at}`, at % 9 === 8 ? "屋号" : `${label} ${at + 1}`, more);
  });
  return pageOf(`${count}の欄がある申込書`, boxes.join("\n"));
}

/** Boxes whose labels say nothing, so that only their names do: everything waits for the person. */
export const unsureForm = pageOf(
  "名前のない欄の申込書",
  '<p><input name="fullname"></p><p><input name="birthday" placeholder="1990/01/01"></p><p><input name="address"></p>',
);

/** A box that asks for something of the card, and takes nothing of it. */
export const noneForm = pageOf(
  "書けない欄の申込書",
  `${box("name", "氏名", 'maxlength="2"')}<p><label for="sex">性別</label> <select id="sex"><option value="">選択</option><option>A</option><option>B</option></select></p>`,
);
