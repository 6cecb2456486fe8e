/** Texts of the trial version: what a person reads before a PIN of a card in use is sent for the first time. */
export const ja = {
  "trial.heading": "試作版です",
  "trial.about": "本物のカードで動いたという報告は、まだ足りません。そのため、1段階ずつ進みます。",
  "trial.spoken": "試作版です。進む前に、説明を読んで、承知するかを選んでください。",
  "trial.step.status": "状態だけを確かめる（暗証番号は使わない）",
  "trial.step.attributes": "氏名・住所・生年月日・性別を読み取る",
  "trial.step.sign": "ファイルに署名する",
  "trial.step.rest": "ログイン、個人番号、暗証番号の変更など",
  "trial.state.done": "— 済み",
  "trial.state.here": "— この画面",
  "trial.state.later": "— まだ",
  "trial.now.attributes": "いますること：暗証番号を1回だけカードに送り、氏名・住所・生年月日・性別を読み取ります。",
  "trial.now.sign": "いますること：署名用の暗証番号を1回だけカードに送り、選んだファイルに署名します。",
  "trial.not": "しないこと：カードの中身を書きかえること。ほかの暗証番号を続けて使うこと。",
  "trial.way":
    "残り回数と期限が、あなたのカードと合っているかを見てください（「カードと暗証番号の状態」に出ます）。おかしいときは、進まないでください。急ぐときは、公式の方法を使ってください。",
  "trial.accept": "試作版であることを承知して、この段階に進みます。",
  "trial.needed": "進むには、上の「承知して」にチェックを入れてください。",
  "trial.again": "試作版です。うまくいったこと、いかなかったことを、知らせてください。",
} as const;

export const en: Record<keyof typeof ja, string> = {
  "trial.heading": "This is a trial version",
  "trial.about": "Not enough people have reported yet that it works with a real card. So it goes step by step.",
  "trial.spoken": "This is a trial version. Before you go on, read the explanation and say whether you agree.",
  "trial.step.status": "Look at the status only (no PIN)",
  "trial.step.attributes": "Read name, address, birth date and sex",
  "trial.step.sign": "Sign a file",
  "trial.step.rest": "Log-in, Individual Number, PIN change and others",
  "trial.state.done": "— done",
  "trial.state.here": "— this screen",
  "trial.state.later": "— later",
  "trial.now.attributes": "Now: the PIN is sent to the card once, and name, address, birth date and sex are read.",
  "trial.now.sign": "Now: the signature PIN is sent to the card once, and the chosen files are signed.",
  "trial.not": "Not now: writing anything on the card, or using another PIN after this one.",
  "trial.way":
    "See whether tries and dates fit your card (the page “State of the card and its PINs” shows them). If something looks wrong, do not go on. If it is urgent, use the official way.",
  "trial.accept": "I know that this is a trial version, and go on to this step.",
  "trial.needed": "To go on, tick the box above.",
  "trial.again": "This is a trial version. Please report what worked and what did not.",
};
