/** Texts of the page that looks for what is wrong (doctor.html). What the host finds has its words in shared:doctor. */
export const ja = {
  "doctor.heading": "点検",
  "doctor.link": "点検（うまくいかないとき）",
  "doctor.running": "点検しています",
  "doctor.running.text": "このブラウザからカードまでを、順に調べています。暗証番号は使いません。",
  "doctor.text":
    "ブラウザからカードまでを、順に調べました。上から順になおしてください。「まだ」は、前のところがなおってから調べます。",
  "doctor.summary.fine": "問題は見つかりませんでした。",
  "doctor.summary.bad": "はじめになおすところ：{name}",
  "doctor.state.ok": "よし",
  "doctor.state.bad": "だめ",
  "doctor.state.note": "確認",
  "doctor.state.skipped": "まだ",
  "doctor.next": "次にすること：{next}",
  "doctor.again": "もう一度点検する",
  "doctor.report": "人に聞くときの報告",
  "doctor.report.text": "氏名、ユーザー名、カードの中身は入りません。送る前に、ご自分でも読んで確かめてください。",
  "doctor.report.label": "報告",
  "doctor.report.copy": "報告をコピーする",
  "doctor.report.copied": "コピーしました。",
  "doctor.HOST_MISSING_HERE.cause":
    "パソコンのプログラム「hitofude」が見つからないか、起動できませんでした。ブラウザは、くわしい理由を教えません。",
  "doctor.HOST_MISSING_HERE.next":
    "プログラムを入れてから、ターミナルで「{command}」と入力してください。もう入れてあるときは「{search}」と入力すると、原因がわかります。",
  "doctor.HOST_FORBIDDEN_HERE.cause": "プログラム「hitofude」の登録に、この拡張機能が入っていません。",
  "doctor.HOST_FORBIDDEN_HERE.next": "ターミナルで「{command}」と入力して、登録し直してください。",
  "doctor.CALLER_REFUSED_HERE.cause": "プログラム「hitofude」が、この拡張機能を知りません。",
  "doctor.CALLER_REFUSED_HERE.next":
    "拡張機能を正しい配布元から入れ直すか、プログラムを新しくしてから、ターミナルで「{command}」と入力してください。",
  "doctor.VERSION_HOST_OLDER.cause":
    "プログラム（版 {host}）が、拡張機能（版 {own}）より古いです。このままでも使えますが、新しい機能は動かないことがあります。",
  "doctor.VERSION_HOST_OLDER.next": "プログラム「hitofude」を新しくしてください。",
  "doctor.VERSION_EXTENSION_OLDER.cause":
    "拡張機能（版 {own}）が、プログラム（版 {host}）より古いです。このままでも使えますが、新しい機能は動かないことがあります。",
  "doctor.VERSION_EXTENSION_OLDER.next": "ブラウザの拡張機能の画面で、ひとふでを新しくしてください。",
  "doctor.HOST_WITHOUT_DOCTOR.cause": "プログラム「hitofude」が古いため、この画面からは、この先を点検できません。",
  "doctor.HOST_WITHOUT_DOCTOR.next": "プログラムを新しくするか、ターミナルで「hitofude doctor」と入力してください。",
} as const;

export const en: Readonly<Record<keyof typeof ja, string>> = {
  "doctor.heading": "Check",
  "doctor.link": "Check (when something does not work)",
  "doctor.running": "Checking",
  "doctor.running.text": "Looking at every link from this browser to the card, in order. No PIN is used.",
  "doctor.text":
    "Every link from this browser to the card, in order. Mend them from the top. What says “not yet” is looked at once the link before it is mended.",
  "doctor.summary.fine": "Nothing wrong was found.",
  "doctor.summary.bad": "Mend this first: {name}",
  "doctor.state.ok": "ok",
  "doctor.state.bad": "bad",
  "doctor.state.note": "note",
  "doctor.state.skipped": "not yet",
  "doctor.next": "Next: {next}",
  "doctor.again": "Check again",
  "doctor.report": "Report for somebody who helps",
  "doctor.report.text":
    "It holds no name, no user name and nothing of the card. Read it yourself before you send it all the same.",
  "doctor.report.label": "Report",
  "doctor.report.copy": "Copy the report",
  "doctor.report.copied": "Copied.",
  "doctor.HOST_MISSING_HERE.cause":
    "The program “hitofude” on this computer was not found or could not be started. The browser does not say why.",
  "doctor.HOST_MISSING_HERE.next":
    "Install the program, then enter “{command}” in a terminal. If it is installed already, “{search}” finds the cause.",
  "doctor.HOST_FORBIDDEN_HERE.cause": "The registration of the program “hitofude” does not list this extension.",
  "doctor.HOST_FORBIDDEN_HERE.next": "Enter “{command}” in a terminal to register it again.",
  "doctor.CALLER_REFUSED_HERE.cause": "The program “hitofude” does not know this extension.",
  "doctor.CALLER_REFUSED_HERE.next":
    "Install the extension from its proper source again, or update the program; then enter “{command}” in a terminal.",
  "doctor.VERSION_HOST_OLDER.cause":
    "The program (version {host}) is older than the extension (version {own}). They work together, but what is new may not.",
  "doctor.VERSION_HOST_OLDER.next": "Update the program “hitofude”.",
  "doctor.VERSION_EXTENSION_OLDER.cause":
    "The extension (version {own}) is older than the program (version {host}). They work together, but what is new may not.",
  "doctor.VERSION_EXTENSION_OLDER.next": "Update Hitofude on the browser's page of extensions.",
  "doctor.HOST_WITHOUT_DOCTOR.cause": "The program “hitofude” is too old for this page to look any further.",
  "doctor.HOST_WITHOUT_DOCTOR.next": "Update the program, or enter “hitofude doctor” in a terminal.",
};
