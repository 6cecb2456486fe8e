/** Practising with the card in software. */
export const ja = {
  "practice.link": "練習する",
  "start.practice.text":
    "はじめての方は、まず練習してください。ソフトで作った仮のカードを使うので、カードリーダーも本物のカードもいりません。",
  "practice.heading": "練習する",
  "practice.text":
    "ソフトで作った仮のカードで、ひとふでの使い方を練習します。カードリーダーも、本物のカードもいりません。",
  "practice.nothing":
    "このページの内容は、どこにも送られません。暗証番号をまちがえても、本物のカードはロックされません。",
  "practice.step.1":
    "下のボタンを押します。ひとふでの画面が開きます。ほかのサイトでは、ブラウザの右上にある、ひとふでのボタンを押します。",
  "practice.step.2":
    "画面の案内を読んで、「暗証番号の入力へすすむ」を押します。仮のカードは、もうカードリーダーにのっています。",
  "practice.step.3":
    "4けたの暗証番号 {pin} を入力します。これは、仮のカードの番号です。本物の番号は入力しないでください。",
  "practice.step.4":
    "フリガナは、カードにありません。「カードにないもの」に、ご自分で入れます。内容を確かめて、「この内容でページに記入する」を押します。",
  "practice.again": "仮のカードがロックされたら、ひとふでの画面を閉じて、もう一度開いてください。もとにもどります。",
  "practice.open": "ひとふでを開く",
  "practice.check": "入力できたかを確かめる",
  "practice.done": "できました。すべての欄に入力されています。",
  "practice.missing": "まだ入力されていない欄の数：{count}",
  "practice.banner": "練習中です。ソフトで作った仮のカードを使っています。",
  "practice.pin": "仮のカードの4けたの暗証番号は {pin} です。本物の番号は入力しないでください。",
  "practice.site": "練習用のフォーム",
} as const;

export const en: Readonly<Record<keyof typeof ja, string>> = {
  "practice.link": "Practise",
  "start.practice.text":
    "If you are new here, practise first. A made-up card in software is used: you need no card reader and no real card.",
  "practice.heading": "Practise",
  "practice.text": "Practise with a made-up card in software. You need no card reader and no real card.",
  "practice.nothing": "Nothing on this page is sent anywhere. A wrong PIN here locks no real card.",
  "practice.step.1":
    "Press the button below. Hitofude's window opens. On other sites you press Hitofude's button at the top right of the browser.",
  "practice.step.2": "Read the window and press “Go on to the PIN”. The made-up card is on its reader already.",
  "practice.step.3": "Enter the four-digit PIN {pin}. It belongs to the made-up card. Do not enter your real PIN.",
  "practice.step.4":
    "The kana are not on the card: enter them yourself under “Not on the card”. Look at everything, then press “Fill the page with this”.",
  "practice.again": "When the made-up card is locked, close Hitofude's window and open it again: it is as new.",
  "practice.open": "Open Hitofude",
  "practice.check": "Check whether the form is filled",
  "practice.done": "Done. Every box is filled.",
  "practice.missing": "Boxes that are still empty: {count}",
  "practice.banner": "This is practice, with a made-up card in software.",
  "practice.pin": "The made-up card's four-digit PIN is {pin}. Do not enter your real PIN.",
  "practice.site": "Practice form",
};
