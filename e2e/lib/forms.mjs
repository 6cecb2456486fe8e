// Forms that tests serve themselves, beside the demo.

/** A page around the markup of a form. */
export const pageOf = (title, form) => `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>(見本) ${title}</title></head>
<body><h1>(見本) ${title}</h1><form>${form}</form></body></html>`;

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
);

/** An applicant and a child, each with a name and a birth date. */
export const familyForm = pageOf(
  "こどもの医療費の申請",
  `<fieldset><legend>申請者</legend>${box("a-name", "氏名")}${box("a-birth", "生年月日", 'placeholder="1990/01/01"')}</fieldset>
   <fieldset><legend>お子様</legend>${box("b-name", "氏名")}${box("b-birth", "生年月日", 'placeholder="1990/01/01"')}</fieldset>`,
);
