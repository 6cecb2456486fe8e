package host

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// language chooses the words of the terminal: --lang, else the environment in
// the order of POSIX, else Japanese.
func language(env, args []string) string {
	chosen := ""
	for _, name := range []string{"LANG", "LC_MESSAGES", "LC_ALL"} {
		for _, pair := range env {
			if value, ok := strings.CutPrefix(pair, name+"="); ok && value != "" {
				chosen = value
			}
		}
	}
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			chosen = value
		} else if arg == "--lang" && i+1 < len(args) {
			chosen = args[i+1]
		}
	}
	if strings.HasPrefix(strings.ToLower(chosen), "en") {
		return "en"
	}
	return "ja"
}

// say returns the words for key in lang, with args put in.
func say(lang, key string, args ...any) string {
	pair, ok := words()[key]
	if !ok {
		return key
	}
	text := pair[0]
	if lang == "en" {
		text = pair[1]
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// words are the terminal's own texts, Japanese and English. What an error is
// and what to do then stands in internal/messaging/errors.json.
// They are made when a person is there to read them: a browser waits for hello.
var words = sync.OnceValue(func() map[string][2]string {
	return map[string][2]string{
		"root.short":       {"マイナンバーカードで、書類の記入と電子署名をするプログラム", "Fills forms from a My Number card and signs with it"},
		"root.long":        {"Hitofude（ひとふで）は、マイナンバーカードで書類の記入と電子署名をするプログラムです。\nふだんは、ブラウザの拡張機能から使います。\n公式のソフトウェアではありません。\nデジタル庁、J-LIS、国税庁、市区町村とは関係がなく、承認も受けていません。\nソフトで作った仮のカードで試験しています。暗証番号をまちがえると、本物のカードはロックされます。", "Hitofude fills forms from a My Number card and signs with it.\nIt is normally used through the browser extension.\nIt is unofficial software, not affiliated with or approved by デジタル庁 (Digital Agency), J-LIS,\n国税庁 (National Tax Agency) or any municipality. It is tested on a virtual card.\nA wrong PIN locks a real card."},
		"status.short":     {"カードの状態と、暗証番号の残り回数を表示します", "Show the state of the card and the tries left"},
		"doctor.short":     {"使えるようになっているかを点検します", "Check that everything is ready"},
		"install.short":    {"ブラウザからHitofudeを使えるようにします", "Let browsers find this program"},
		"uninstall.short":  {"ブラウザの登録を消します", "Remove what install wrote"},
		"fill.short":       {"カードの氏名・住所・生年月日・性別を表示します", "Show name, address, birth date and sex from the card"},
		"sign.short":       {"ファイルに電子署名をします（元のファイルは変えません）", "Sign files (leaves the originals as they are)"},
		"verify.short":     {"署名とファイルが合っているかを調べます（署名が別のファイルなら、元のファイルも指定します）", "Check the signatures in a file, or a .p7s file against its content"},
		"pin.short":        {"暗証番号を変えます。暗証番号の案内を表示します", "Change a PIN, or read the guide to the PINs"},
		"pin.change.short": {"暗証番号を変えます", "Change a PIN"},
		"pin.long":         {"暗証番号を変えます。種類は %s のどれかです。\n住民基本台帳用暗証番号は、市区町村の窓口でだけ変えられます。", "Change a PIN. KIND is one of %s.\nThe PIN for the resident register can only be changed at the municipal office."},
		"version.short":    {"版を表示します", "Show the version"},
		"help.short":       {"使い方を表示します", "Show help"},
		"help.usage":       {"使い方:", "Usage:"},
		"help.commands":    {"コマンド:", "Commands:"},
		"help.flags":       {"オプション:", "Options:"},
		"help.command":     {"コマンド", "COMMAND"},
		"help.options":     {"[オプション]", "[OPTIONS]"},
		"help.file":        {"ファイル", "FILE"},
		"help.content":     {"元のファイル", "CONTENT"},
		"help.kind":        {"種類", "KIND"},
		"help.default":     {"（はじめの値: %s）", " (default: %s)"},
		"completion.shell": {"%s の補完スクリプトを出力します", "Print the completion script for %s"},
		"completion.plain": {"説明をつけません", "leave out descriptions"},

		"value.lang":             {"ja|en", "ja|en"},
		"value.reader":           {"名前", "NAME"},
		"value.wait":             {"秒", "SECONDS"},
		"value.pin-fd":           {"番号", "N"},
		"value.browser":          {"名前", "NAME"},
		"value.dir":              {"フォルダー", "FOLDER"},
		"value.extension-id":     {"ID", "ID"},
		"value.output":           {"ファイル", "FILE"},
		"value.profile":          {"形式", "PROFILE"},
		"value.stamp":            {"ページ,左,下,右,上", "PAGE,LEFT,BOTTOM,RIGHT,TOP"},
		"value.xml-id-attribute": {"属性名", "ATTRIBUTE"},
		"value.xml-id":           {"ID", "ID"},
		"value.xml-parent":       {"要素名", "ELEMENT"},
		"value.ca":               {"ファイル", "FILE"},
		"value.pin":              {"種類", "KIND"},
		"value.state":            {"状態", "STATE"},
		"value.int":              {"数", "NUMBER"},
		"value.string":           {"文字", "TEXT"},
		"completion":             {"シェルの補完スクリプトを出力します", "Print a completion script for the shell"},

		"flag.lang":           {"表示の言語", "language of the output"},
		"flag.json":           {"結果をJSONで出力します", "print the result as JSON"},
		"flag.reader":         {"使うカードリーダーの名前", "name of the card reader to use"},
		"flag.wait":           {"カードが置かれるのを待つ秒数", "seconds to wait for a card"},
		"flag.pinfd":          {"暗証番号を読むファイル記述子の番号", "number of the file descriptor to read the PIN from"},
		"flag.last":           {"あと1回まちがえるとロックされるときも、続けます", "go on even if one wrong entry would lock the PIN"},
		"flag.b":              {"暗証番号のかわりに照合番号Bを使います", "use verification number B instead of the PIN"},
		"flag.output":         {"出力するファイルの名前", "name of the file to write"},
		"flag.force":          {"すでにあるファイルを置きかえます", "replace an existing file"},
		"flag.profile":        {"署名の形式。%s のどれか", "kind of signature, one of %s"},
		"flag.stamp":          {"PDFに見える署名を置く場所（ページは1から。左,下,右,上は1/72インチ）", "where a PDF shows its signature (page from 1; left,bottom,right,top in 1/72 inch)"},
		"flag.xmlIDAttribute": {"署名する要素を示す属性の名前（ID、Id、id）", "attribute that names the element to sign (ID, Id, id)"},
		"flag.xmlID":          {"署名する要素のIDの値", "identifier of the element to sign"},
		"flag.xmlParent":      {"署名を入れる要素の名前", "name of the element that takes the signature"},
		"flag.ca":             {"認証局の証明書（PEM）", "certificate of the CA (PEM)"},
		"flag.browser":        {"ブラウザ（%s）", "browser (%s)"},
		"flag.dir":            {"書きこむフォルダー（--browserといっしょに使います）", "folder to write to (together with --browser)"},
		"flag.print":          {"書きこまずに、内容だけを表示します", "show what would be written, and write nothing"},
		"flag.report":         {"人に見せるための報告を出します（氏名やユーザー名は入りません）", "print a report for somebody who helps (without personal data)"},
		"flag.system":         {"このパソコンを使う全員のために登録します（管理者の権限が必要です）", "register for everybody on this computer (needs an administrator)"},
		"flag.flatpak":        {"flatpakのブラウザのために登録します（--browserといっしょに使います）", "register for a browser from flatpak (together with --browser)"},
		"flag.extension":      {"使ってよい拡張機能のIDを加えます（自分で作った拡張機能のため）", "let one more extension start this program (for one you built yourself)"},
		"flag.weak":           {"思いつきやすい番号でも、続けます", "accept a PIN that is easy to guess"},
		"usage":               {"使い方は「hitofude --help」で見られます。", "See “hitofude --help”."},
		"usage.flag":          {"知らないオプションです: %s", "unknown option: %s"},
		"usage.value":         {"%s のあとに、%sを書いてください", "%s needs %s after it"},
		"usage.badvalue":      {"%s に「%s」は使えません。%sを書いてください", "%s cannot be “%s”; give %s"},
		"usage.command":       {"知らないコマンドです: %s", "unknown command: %s"},
		"usage.near":          {"知らないコマンドです: %s（もしかして: %s）", "unknown command: %s (did you mean %s?)"},
		"usage.few":           {"足りないものがあります。書きかた: %s", "something is missing; write: %s"},
		"usage.many":          {"多すぎます: %s。書きかた: %s", "too many: %s; write: %s"},
		"usage.lang":          {"言語「%s」はありません。使えるのは ja と en です（pin guide では yasashii も）。", "There is no language “%s”; ja and en can be used, and yasashii with pin guide."},
		"usage.profile":       {"署名の形式「%s」はありません。使えるのは %s です", "there is no kind of signature “%s”; known are %s"},
		"usage.pinKind":       {"暗証番号の種類がわかりません: %s", "unknown kind of PIN: %s"},
		"usage.dir":           {"--dir は、--browser を1つだけ指定したときに使えます", "--dir needs exactly one --browser"},
		"usage.browser":       {"知らないブラウザです: %s（使える名前: %s）", "unknown browser: %s (known: %s)"},
		"usage.noplace":       {"このブラウザには、その登録のしかたがありません。--system や --flatpak をつけずに、もう一度実行してください", "this browser cannot be registered in that way; run it again without --system or --flatpak"},
		"usage.extension":     {"拡張機能のIDの形がちがいます: %s（aからpの32文字か、@ のあるID）", "not an extension id: %s (32 letters a to p, or one with an @)"},
		"usage.flatpak":       {"--flatpak は、--browser といっしょに使います（例: --browser firefox --flatpak）", "--flatpak needs --browser (for example --browser firefox --flatpak)"},
		"usage.level":         {"--system、--flatpak、--dir は、いっしょに使えません", "--system, --flatpak and --dir exclude each other"},
		"usage.output":        {"-o は、ファイルが1つのときだけ使えます", "-o can be used with one file only"},
		"file.missing":        {"ファイルがありません: %s。名前と場所をたしかめてください。", "there is no such file: %s; check its name and place"},
		"file.permission":     {"ファイルを開く権限がありません: %s。持ち主と権限をたしかめてください。", "this file may not be opened: %s; check its owner and its permissions"},
		"file.folder":         {"フォルダーです: %s。ファイルを選んでください。", "this is a folder: %s; choose a file"},
		"verify.none":         {"このファイルに、調べられる署名は見つかりませんでした。\n  .p7sのときは、元のファイルもいっしょに指定してください。", "no signature that can be looked at was found in this file.\n  for a .p7s file, name the file that was signed as well"},
		"verify.unread":       {"このPDFは読めませんでした。保護されているか、こわれています。署名があるかどうかは、わかりません。", "this PDF could not be read: it is protected or damaged. whether it holds a signature is not known"},
		"usage.stamp":         {"--stamp には、数を5つ書きます（例: --stamp 1,350,100,550,150）", "--stamp takes five numbers (for example --stamp 1,350,100,550,150)"},
		"usage.exists":        {"すでにあります: %s（置きかえるときは --force をつけます）", "already exists: %s (use --force to replace it)"},
		"usage.terminal":      {"暗証番号をたずねる端末がありません。--pin-fd を使ってください", "there is no terminal to ask for the PIN; use --pin-fd"},

		"waiting":       {"マイナンバーカードをカードリーダーに置いてください。", "Put the My Number card on the reader."},
		"signing":       {"署名しています（%d / %d）", "Signing (%d of %d)"},
		"pin.which":     {"%[1]s（%[2]s）を使います。", "The %[1]s (%[2]s) is needed."},
		"pin.tries":     {"あと%d回まちがえると、ロックされます。", "Wrong entries until it is locked: %d."},
		"pin.unknown":   {"残り回数は、カードからわかりませんでした。", "The card does not tell how many tries are left."},
		"pin.ask":       {"%s: ", "%s: "},
		"pin.new":       {"新しい%s: ", "New %s: "},
		"pin.again":     {"新しい%s（もう一度）: ", "New %s (again): "},
		"pin.differ":    {"2回の入力がちがいます。何も変えていません。", "The two entries differ. Nothing was changed."},
		"pin.changed":   {"%sを変えました。", "The %s has been changed."},
		"pin.keep":      {"新しい番号を書きとめて、カードとは別の場所にしまってください。", "Write it down and keep it in another place than the card."},
		"pin.counter":   {"%sは、お住まいの市区町村の窓口でだけ変えられます。カードの中の2か所に入っていて、片方だけが変わると使えなくなるためです", "the %s can only be changed at the office of the municipality where you live: it lies in two places of the card, and with one of them changed it could not be used"},
		"pin.weak":      {"新しい%sは、ほかの人が思いつきやすい番号です。%s", "The new %s is easy to guess. %s"},
		"pin.weaksure":  {"それでも使うときは「はい」と入力してください: ", "Type “yes” to use it all the same: "},
		"pin.lookalike": {"アルファベットのO（オー）と数字の0（ゼロ）、アルファベットのI（アイ）と数字の1（いち）を、まちがえていないかをたしかめてください。", "Check whether you mistook the letter O for the digit 0, or the letter I for the digit 1."},
		"pin.confused":  {"%sと取りちがえていませんか。%s", "Are you thinking of the %s? %s"},
		"pin.outcome":   {"いまの暗証番号は合っていました。新しい暗証番号をカードに送りましたが、返事が届きませんでした。変わったかどうかは、わかりません。「hitofude status」で残り回数をたしかめてください。つぎに使うときは、まず新しい番号を1回だけ入力してください。ちがうと言われたら、前の番号のままです。", "The present PIN was right. The new one was sent to the card, and no answer came: it may or may not have changed. Check the tries left with “hitofude status”. Next time enter the new PIN first, once. If the card refuses it, the old one still holds."},
		"pin.lastsure":  {"まちがえると、ロックされます。番号に自信があるときだけ「はい」と入力してください: ", "A wrong entry locks it. Type “yes” only if you are sure: "},

		"trial.about":           {"これは試作版です。本物のカードで動いたという報告は、まだありません。", "This is a trial version. Nobody has reported yet that it works with a real card."},
		"trial.now.attributes":  {"いますること: 暗証番号をカードに1回だけ送り、氏名・住所・生年月日・性別を読み取ります。署名はしません。カードの中身は変わりません。", "Now: the PIN is sent to the card once, and name, address, birth date and sex are read. Nothing is signed, and nothing on the card changes."},
		"trial.now.sign":        {"いますること: 署名用の暗証番号をカードに1回だけ送り、署名を作ります。カードの中身は変わりません。", "Now: the signature PIN is sent to the card once, and the signature is made. Nothing on the card changes."},
		"trial.way":             {"まちがえると回数が減り、ロックされると窓口での手続きが必要です。急ぐときは、公式の方法を使ってください。", "A wrong entry costs a try, and a locked PIN means a walk to the office. If it is urgent, use the official way."},
		"trial.sure":            {"承知して進むときだけ「はい」と入力してください: ", "Type “yes” only if you agree: "},
		"trial.next.attributes": {"状態だけを確かめました。カードの表示と合っていますか。つぎは、氏名・住所などの読み取り（hitofude fill）です。", "Only the status was looked at. Does it fit your card? Next comes reading name and address (hitofude fill)."},
		"trial.next.sign":       {"氏名・住所などの読み取りは、済んでいます。つぎは、ファイルへの署名（hitofude sign）です。", "Name and address were read before. Next comes signing a file (hitofude sign)."},
		"trial.done":            {"どの段階も済んでいます。うまくいったこと、いかなかったことを、知らせてください（docs/REALCARDS.md）。", "All steps are done. Please report what worked and what did not (docs/REALCARDS.md)."},
		"flag.trial":            {"試作版であることを承知して、はじめての操作に進みます", "agree to a first step with this trial version"},
		"practice.about": {"これは練習用のプログラムです。ソフトで作った仮のカードを使います。ブラウザの「練習」のページから使ってください。本物のカードには触れません。",
			"This is the practice program. It uses a made-up card in software. Use it from the page “Practice” in the browser. It never touches a real card."},
		"entry.title":       {"Hitofude（ひとふで）", "Hitofude"},
		"entry.site":        {"%s の手続きで使います。", "For %s."},
		"entry.own":         {"Hitofudeの画面からの操作で使います。", "For the Hitofude window."},
		"entry.ok":          {"カードに送る", "Send to the card"},
		"entry.cancel":      {"やめる", "Cancel"},
		"entry.new":         {"新しい%[1]s（%[2]s）を決めてください。", "Choose the new %[1]s (%[2]s)."},
		"entry.new.label":   {"新しい暗証番号", "New PIN"},
		"entry.again":       {"新しい%sを、もう一度入力してください。", "Enter the new %s once more."},
		"entry.again.label": {"もう一度", "Once more"},

		"tries.left":    {"あと%d回まちがえると、ロックされます", "wrong entries until locked: %d"},
		"tries.unused":  {"使いません（電子証明書がありません）", "not used (there is no certificate)"},
		"tries.never":   {"使えません", "cannot be used"},
		"tries.locked":  {"ロックされています", "locked"},
		"tries.unknown": {"残り回数はわかりません", "tries left not known"},

		"status.reader":  {"カードリーダー: %s", "Reader: %s"},
		"status.card":    {"カードの種類: %s", "Card: %s"},
		"status.fine":    {"そのまま使えます。", "All is as it should be."},
		"status.expires": {"カードの有効期限: %s", "Card expires: %s"},
		"status.pins":    {"暗証番号:", "PINs:"},
		"status.certs":   {"電子証明書:", "Certificates:"},
		"cert.present":   {"あります", "present"},
		"cert.absent":    {"ありません", "absent"},
		"cert.until":     {"%s まで（%s から更新できます）", "until %s (can be renewed from %s)"},
		"key.signature":  {"署名用", "signature"},
		"key.authentication": {
			"利用者証明用", "authentication"},
		"field.name":    {"氏名", "Name"},
		"field.address": {"住所", "Address"},
		"field.birth":   {"生年月日", "Birth date"},
		"field.sex":     {"性別", "Sex"},
		"sign.wrote":    {"%s を作りました。", "Wrote %s."},
		"sign.differs":  {"署名用電子証明書の氏名か住所が、カードの券面とちがいます。引っこしや氏名の変更のあとは、この証明書は失効していることがあります。出す前に、お住まいの市区町村の窓口で、署名用電子証明書を発行してもらってください。", "The signature certificate has another name or address than the face of the card. After a move or a change of name it may have been revoked. Before you file, have a new signature certificate issued at the municipal office."},
		"sign.revoked":  {"失効しているかどうかは、確認していません。", "Whether the certificate was revoked was not checked."},

		"verify.intact":            {"署名とファイルは合っています。", "The signature and the file belong together."},
		"verify.broken":            {"署名とファイルが合いません: %s", "The signature and the file do not belong together: %s"},
		"reason.content-changed":   {"ファイルの中身が、署名したときから変わっています", "the content of the file has changed since it was signed"},
		"reason.signature-broken":  {"署名がこわれています", "the signature is damaged"},
		"reason.other-certificate": {"署名は、別の証明書のものです", "the signature belongs to another certificate"},
		"reason.wrong-certificate": {"証明書が、署名の中の記録とちがいます", "the certificate is not the one that the signature names"},
		"reason.not-for-signing":   {"署名用の証明書ではありません", "the certificate is not one for signing"},
		"reason.added-after":       {"署名のあとに、署名されていないものが追加されています", "something was added after the signature, and nobody signed it"},
		"reason.other-form":        {"このプログラムでは調べられない形式の署名です", "the signature has a form that this program does not judge"},
		"verify.number":            {"署名 %d / %d", "Signature %d of %d"},
		"verify.earlier":           {"この署名のあとに、ほかの署名が追加されています。", "Other signatures were added after this one."},
		"verify.part":              {"署名されているのは、ファイルの一部です。", "Only a part of the file is signed."},
		"reason.weak-key":          {"証明書の鍵が弱すぎます", "the certificate's key is too weak"},
		"verify.signer":            {"署名した人の証明書: %s", "Signer's certificate: %s"},
		"verify.holder":            {"氏名: %s", "Name: %s"},
		"verify.time":              {"署名した時刻（署名した人のパソコンの時計）: %s", "Signing time (by the signer's clock): %s"},
		"verify.dates":             {"その時刻の証明書: %s", "Certificate at that time: %s"},
		"dates.within":             {"有効期間の中です", "within its period"},
		"dates.expired":            {"有効期限が切れていました", "it had expired"},
		"dates.not-yet":            {"有効期間の前でした", "its period had not begun"},
		"verify.chain":             {"証明書の発行元: %s", "Issuer: %s"},
		"chain.intact":             {"認証局の証明書とつながっています（%s）", "chains to the CA certificate (%s)"},
		"chain.broken":             {"認証局の証明書とつながりません（%s）", "does not chain to the CA certificate (%s)"},
		"chain.not-checked":        {"確認していません（--ca で認証局の証明書を指定します）%.0s", "not checked (give the CA certificate with --ca)%.0s"},

		"install.wrote":          {"書きこみました: %s（%s）", "wrote %s (%s)"},
		"install.removed":        {"消しました: %s", "removed %s"},
		"install.none":           {"消すものはありませんでした。", "There was nothing to remove."},
		"install.restored":       {"前にあったファイルにもどしました: %s", "put back what stood there before: %s"},
		"install.kept":           {"ほかのブラウザが使うか、あとで変えられたため、そのままにしました: %s", "left alone, as another browser needs it or somebody changed it since: %s"},
		"install.foreign":        {"ほかのプログラムのものなので、そのままにしました: %s", "left alone, it belongs to another program: %s"},
		"install.nobrowser":      {"このパソコンに、知っているブラウザが見つかりません。--browser で指定してください（%s）", "no known browser was found on this computer; name one with --browser (%s)"},
		"install.untrusted":      {"全員のために登録するには、管理者だけが書きかえられる場所に、プログラムを置いてください。いまの場所では、ほかの人がプログラムを入れかえられます", "to register for everybody, put the program where only an administrator can write; where it is now, others could replace it"},
		"install.record":         {"登録の記録がこわれています: %s。何も変えていません。ファイルを別の名前にしてから、もう一度実行してください", "the install record is damaged: %s; nothing was changed; give the file another name and run this again"},
		"install.nofolder":       {"書きこむフォルダーがわかりません（%v）。HOME などの環境変数を設定してから、もう一度実行してください", "the folder to write to is not known (%v); set HOME or its like and run this again"},
		"install.permission":     {"書きこむ権限がありません: %s。全員のために登録するときは、先頭に sudo をつけて実行してください。自分だけなら --system をつけません", "may not be written: %s; to register for everybody run this with sudo, for yourself leave out --system"},
		"install.healed":         {"プログラムの場所が変わっていたので、ブラウザへの登録をなおしました: %s", "the program had moved, so its registration with browsers was mended: %s"},
		"install.flatpak":        {"あと1つ、次のコマンドが必要です。自分で実行してください（実行はしていません）。\n  flatpak override --user --talk-name=org.freedesktop.Flatpak %[2]s\nこれは、%[1]s に、囲いの外のプログラムをどれでも動かす力をあたえます。気になるときは、flatpakではない %[1]s を使ってください。やめるときは、--talk-name のかわりに --no-talk-name と書いて実行します。", "One more command is needed. Run it yourself; it was not run:\n  flatpak override --user --talk-name=org.freedesktop.Flatpak %[2]s\nIt lets %[1]s start every program outside of its sandbox. If you do not want that, use a %[1]s that is no flatpak. To take it back, write --no-talk-name in place of --talk-name."},
		"install.next":           {"拡張機能をまだ入れていないときは、ブラウザに入れてください。そのあと、「ひとふで」のボタンを押してください。", "Add the extension to the browser if it is not there yet. Then press the Hitofude button."},
		"doctor.fine":            {"問題は見つかりませんでした。", "Nothing wrong was found."},
		"card.my-number":         {"マイナンバーカード", "My Number card"},
		"note.face-auth":         {"暗証番号を使う手続きには使えません。お住まいの市区町村の窓口で、暗証番号のあるカードにもどせます。", "It cannot be used where a PIN is needed. The municipal office can change it back to a card with PINs."},
		"note.certificates-none": {"電子署名やログインには使えません。お住まいの市区町村の窓口で、電子証明書を発行してもらえます。", "It cannot sign or log in. The municipal office can issue certificates."},
		"note.phone":             {"スマホ用電子証明書です。Hitofudeでは使えません。暗証番号は、スマートフォンのマイナポータルアプリで設定しなおせます。", "A phone with certificates. Hitofude cannot use it. Its PINs are set again in the Mynaportal application on the phone."},
		"note.juki":              {"住民基本台帳カードです。マイナンバーカードを使ってください。", "The old Juki card. Use a My Number card."},
		"card.juki":              {"住民基本台帳カード", "Juki card"},
		"card.phone":             {"スマートフォン", "phone"},
		"card.other":             {"ほかのカード", "another card"},
		"card.face-auth":         {"顔認証マイナンバーカード（暗証番号は使えません）", "face-authentication My Number card (no PIN can be used)"},
		"card.certificates-none": {
			"電子証明書のないマイナンバーカード", "My Number card without certificates"},
		"card.licence":      {"運転免許証", "driving licence"},
		"card.profession":   {"資格者のカード（HPKI）", "card of a profession (HPKI)"},
		"card.unknown":      {"確認できません", "not known"},
		"detail.step":       {"手順", "step"},
		"detail.statusWord": {"カードの返事", "status word"},
		"detail.reason":     {"理由", "reason"},
		"detail.document":   {"ファイル", "file"},
		"detail.reader":     {"カードリーダー", "reader"},
	}
})

// list joins words for a help text.
func list(items []string) string {
	items = slices.Clone(items)
	slices.Sort(items)
	return strings.Join(items, ", ")
}
