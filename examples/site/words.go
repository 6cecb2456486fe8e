package main

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
)

func languageOf(r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); asked == "ja" || asked == "en" {
		return asked
	}
	if r.Header.Get("Accept-Language") == "" || strings.HasPrefix(r.Header.Get("Accept-Language"), "ja") {
		return "ja"
	}
	return "en"
}

// functions are what the pages may call.
var functions = template.FuncMap{
	"t":       words,
	"json":    inScript,
	"titled":  func(data map[string]any, title string) map[string]any { data["Title"] = title; return data },
	"step":    func(lang, step string) string { return either(lang, "step."+step, "step.other") },
	"problem": func(lang, problem string) string { return words(lang, "problem."+problem) },
}

// inScript writes JSON between script tags: html/template does not know this type of script as one. encoding/json writes
// < > & as escapes, so nothing can end the script.
func inScript(value any) (template.HTML, error) {
	text, err := json.Marshal(value)
	return template.HTML(text), err //nolint:gosec // see above
}

func either(lang, key, other string) string {
	if _, ok := texts[key]; ok {
		return words(lang, key)
	}
	return words(lang, other)
}

// words returns the text of a key.
func words(lang, key string) string {
	text, ok := texts[key]
	if !ok {
		return key
	}
	if lang == "en" {
		return text[1]
	}
	return text[0]
}

// texts has Japanese and English of every sentence of the pages.
var texts = map[string][2]string{
	"title":           {"見本町（見本のサイト）", "Mihon Town (a sample site)"},
	"sample":          {"これは見本です。実在の自治体のサイトではありません。", "This is a sample. It is not the site of a real municipality."},
	"language":        {"English", "日本語"},
	"login":           {"カードでログイン", "Log in with the card"},
	"login.how1":      {"ブラウザの「ひとふで」のボタンを押してください。", "Press the Hitofude button of your browser."},
	"login.how2":      {"ひとふでの画面で、このサイトのアドレスを確かめて、利用者証明用の暗証番号を入れてください。", "In Hitofude's window, check the address of this site and enter the PIN for authentication."},
	"login.how3":      {"下の欄に文字列が入ったら、「送信」を押してください。", "When the text stands in the box below, press Send."},
	"login.official":  {"これは、国や自治体のログインのしくみではありません。", "This is not a log-in of the government or of a municipality."},
	"login.field":     {"ログイン用の文字列", "Log-in text"},
	"send":            {"送信", "Send"},
	"step":            {"ログインできませんでした。", "You could not be logged in."},
	"step.nonce":      {"この画面の文字列ではないか、もう使われています。もう一度、ひとふでのボタンを押してください。", "The text is not for this screen, or was used. Press the Hitofude button again."},
	"step.replay":     {"この文字列は、もう使われています。", "This text was used before."},
	"step.time":       {"文字列を使える時間がすぎたか、パソコンの時計が合っていません。", "The text has expired, or the computer's clock is wrong."},
	"step.origin":     {"この文字列は、別のサイト用です。", "This text is for another site."},
	"step.session":    {"時間がたったので、はじめからやり直してください。", "Too much time has passed. Please start again."},
	"step.chain":      {"この証明書は使えません。期限が切れているか、このサイトが受けつけない証明書です。", "This certificate is not accepted. It has expired, or was issued by somebody this site does not know."},
	"step.usage":      {"利用者証明用の証明書ではありません。", "This is not a certificate for authentication."},
	"step.other":      {"文字列を読めませんでした。もう一度、ひとふでのボタンを押してください。", "The text could not be read. Press the Hitofude button again."},
	"code":            {"確認コード", "Confirmation code"},
	"code.why":        {"カードと暗証番号がほかの人の手にあっても、この電話がなければログインできません。", "Somebody who has your card and PIN, but not this telephone, cannot log in."},
	"code.first":      {"はじめてのログインです。確認コードを受けとる携帯電話の番号を入れてください。", "This is your first log-in. Enter the mobile number that gets the code."},
	"code.known":      {"登録した番号に、確認コードを送ります。番号の終わり：", "A code is sent to your registered number, which ends in: "},
	"code.number":     {"携帯電話の番号", "Mobile number"},
	"code.number.how": {"例：09000000000（見本の電話に届きます）", "Example: 09000000000 (it arrives at the sample telephone)"},
	"code.send":       {"確認コードを送る", "Send a code"},
	"code.again":      {"確認コードをもう一度送る", "Send another code"},
	"code.sent":       {"確認コードを送りました。5分間使えます。", "A code was sent. It works for five minutes."},
	"code.box":        {"確認コード（数字6けた）", "Code (six digits)"},
	"code.check":      {"ログインする", "Log in"},
	"code.phone":      {"見本の電話を見る", "Look at the sample telephone"},
	"problem.number":  {"携帯電話の番号を、数字11けたで入れてください。", "Enter a mobile number of eleven digits."},
	"problem.wrong":   {"確認コードが違います。あと何回かまちがえると、このコードは使えなくなります。", "The code is wrong. After a few more wrong entries it no longer works."},
	"problem.expired": {"確認コードの時間がすぎました。もう一度送ってください。", "The code has expired. Please send another one."},
	"problem.tries":   {"確認コードを5回まちがえたので、使えなくなりました。もう一度送ってください。", "The code was entered wrongly five times and no longer works. Please send another one."},
	"problem.rate":    {"確認コードを何度も送ったので、しばらく送れません。", "Too many codes were sent. Please wait."},
	"problem.none":    {"確認コードを、まだ送っていません。", "No code was sent yet."},
	"problem.not-sent": {
		"確認コードを送れませんでした。しばらくしてから、もう一度送ってください。", "The code could not be sent. Please try again later.",
	},
	"home":          {"ログインしました", "You are logged in"},
	"home.how":      {"カードと確認コードで、ログインしました。", "You logged in with your card and a code."},
	"home.serial":   {"証明書の番号", "Number of the certificate"},
	"home.revoked":  {"このサイトは、証明書が失効していないかを調べていません。", "This site did not check whether the certificate was revoked."},
	"home.form":     {"申請書（見本）", "Application (sample)"},
	"home.formText": {"ひとふでのボタンを押すと、カードの内容を入れられます。", "Press the Hitofude button to fill this from the card."},
	"home.name":     {"申請する人", "Applicant"},
	"home.birth":    {"うまれた日", "Day of birth"},
	"home.address":  {"すまい", "Residence"},
	"home.document": {"署名する書類（見本）", "Document to sign (sample)"},
	"home.link":     {"申請書を開く", "Open the application"},
	"logout":        {"ログアウト", "Log out"},
	"phone":         {"見本の電話", "Sample telephone"},
	"phone.none":    {"まだ、何も届いていません。", "Nothing has arrived yet."},
	"phone.reload":  {"新しいものを見る", "Look again"},
	"phone.to":      {"あて先", "To"},
}
