/** Texts about the place a page comes from: the warning before the PIN, and the person's own list. */
export const ja = {
  "place.heading": "このサイトを確かめてください",
  "place.domain": "サイトの名前",
  "place.raw": "ブラウザの中での書き方：{raw}",
  "place.unknown": "国や市区町村のものだと決まっている名前（go.jp、lg.jpなど）ではありません。",
  "place.check":
    "送られてきたメールやメッセージのリンクから来たときは、閉じてください。公式のページから入りなおしてください。",
  "place.numeric": "名前ではなく、番号だけのサイトです。だれのものか、わかりません。",
  "place.deceptive": "見た目のよく似た、ちがう文字がまざっている名前です。本物に見せかけているのかもしれません。",
  "place.tenant":
    "「{name}」は、いろいろな人や団体がフォームを作って置けるところです。サイトの名前だけでは、だれのフォームか、わかりません。",
  "place.tenant.path": "このフォームの持ち主をあらわす部分：{path}",
  "place.tenant.none": "アドレスから、フォームの持ち主がわかりません。",
  "place.benefit": "このページには、給付金や還付のことが書いてあります。",
  "place.benefit.text":
    "給付金や還付をよそおって、名前や口座を集めるにせのページがあります。心あたりがないときは、入力しないでください。",
  "place.accept": "サイトの名前を見ました。自分でこの手続きをするために、このページを開きました。",
  "place.accept.needed": "次へ進むには、上の文にしるしを付けてください。",
  "place.add": "このサイトを自分の一覧に加える",
  "place.add.text":
    "まちがいないとわかっているサイトだけにしてください。次から、この注意が短くなります。暗証番号と確認は、なくなりません。",
  "place.added": "一覧に加えました。「ひとふでについて」のページで消せます。",
  "place.official": "{body}だけが使える名前です。",
  "place.own": "自分の一覧にあるサイトです。",
  "place.loopback": "このパソコンの中のページです。",
  "place.list.heading": "自分の一覧にあるサイト",
  "place.list.text": "入力の前の注意を短くするサイトです。ここに入っているのは、自分で加えたものだけです。",
  "place.list.none": "ありません。",
  "place.list.remove": "消す",
  "place.list.removed": "{site} を消しました。",
  "page.insecure.heading": "このページには入力しません",
  "page.insecure.text":
    "このページは、暗号化された通信（https）ではありません。入力したものを、途中でだれかに読まれるかもしれません。カードは読み取りません。",
  "page.insecure.next": "アドレスが https で始まる、公式のページを開いてください。",
} as const;

export const en: Readonly<Record<keyof typeof ja, string>> = {
  "place.heading": "Please check this site",
  "place.domain": "Name of the site",
  "place.raw": "As the browser writes it: {raw}",
  "place.unknown": "The name is not one that only the government or a municipality can have (go.jp, lg.jp and others).",
  "place.check": "If a link in a mail or message led you here, close it and begin at the official page.",
  "place.numeric": "The site has only a number and no name. Nobody can tell whose it is.",
  "place.deceptive": "The name mixes in other letters that look alike. It may pretend to be another site.",
  "place.tenant":
    "On “{name}” many people and bodies put up forms. The name of the site does not tell whose form this is.",
  "place.tenant.path": "The part that names the owner of this form: {path}",
  "place.tenant.none": "The address does not tell whose form it is.",
  "place.benefit": "This page speaks of a benefit or a refund (給付金, 還付).",
  "place.benefit.text":
    "False pages promise benefits or refunds to collect names and bank accounts. If you did not expect it, enter nothing.",
  "place.accept": "I have read the name of the site. I opened this page myself, for this procedure.",
  "place.accept.needed": "To go on, tick the sentence above.",
  "place.add": "Put this site on my own list",
  "place.add.text": "Only sites that you are sure of. The warning is shorter from then on. PIN and confirmation stay.",
  "place.added": "It is on the list. You can take it off on the page “About Hitofude”.",
  "place.official": "Only {body} can have this name.",
  "place.own": "The site is on your own list.",
  "place.loopback": "A page of this computer itself.",
  "place.list.heading": "Sites on your own list",
  "place.list.text": "For these the warning before filling is short. Only what you added yourself is here.",
  "place.list.none": "None.",
  "place.list.remove": "Remove",
  "place.list.removed": "{site} was removed.",
  "page.insecure.heading": "This page is not filled",
  "page.insecure.text":
    "The page does not use a secure connection (https). Somebody on the way could read what is entered. The card is not read.",
  "page.insecure.next": "Open the official page whose address begins with https.",
};
