package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// holder is the authentication key of the card in software.
type holder struct {
	key *rsa.PrivateKey
	der []byte
}

func (h *holder) Certificate() []byte { return h.der }

func (h *holder) Sign(_ context.Context, digest []byte) ([]byte, error) {
	return rsa.SignPKCS1v15(nil, h.key, crypto.SHA256, digest)
}

func theHolder(t *testing.T) *holder {
	t.Helper()
	text, err := os.ReadFile("../../internal/virtualcard/testdata/keys/TEST-auth-user.key.pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		key = any.(*rsa.PrivateKey)
	}
	card, err := virtualcard.Open("holder")
	if err != nil {
		t.Fatal(err)
	}
	return &holder{key, card.Certificate("authentication")}
}

// browser is one visitor of a running sample.
type browser struct {
	t      *testing.T
	origin string
	client *http.Client
	page   string
	status int
}

func start(t *testing.T) *browser {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Start()
	t.Cleanup(server.Close)
	s, err := newSite(server.URL, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = s.handler()
	return visitor(t, server.URL)
}

func visitor(t *testing.T, origin string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, origin: origin, client: &http.Client{Jar: jar}}
}

func (b *browser) get(path string) *browser {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil, b.origin)
}

func (b *browser) post(path string, values url.Values) *browser {
	b.t.Helper()
	return b.do(http.MethodPost, path, values, b.origin)
}

func (b *browser) do(method, path string, values url.Values, from string) *browser {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.origin+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Origin", from)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.page, b.status = string(body), answer.StatusCode
	return b
}

func (b *browser) has(text string) {
	b.t.Helper()
	if !strings.Contains(b.page, text) {
		b.t.Errorf("%q is not in the page:\n%s", text, b.page)
	}
}

var (
	script = regexp.MustCompile(`<script type="application/hitofude\+json">(.*)</script>`)
	code   = regexp.MustCompile(`コードは (\d{6}) です`)
)

// nonce is what the page asks with.
func (b *browser) nonce() string {
	b.t.Helper()
	var asked struct{ Nonce, Field string }
	found := script.FindAllStringSubmatch(b.page, -1)
	if len(found) != 1 || json.Unmarshal([]byte(found[0][1]), &asked) != nil || len(asked.Nonce) != 44 {
		b.t.Fatalf("the page asks so: %v", found)
	}
	b.has(`id="` + asked.Field + `"`)
	return asked.Nonce
}

func (b *browser) token() string {
	b.t.Helper()
	token, err := sign.Token(b.t.Context(), theHolder(b.t), b.origin, b.get("/").nonce(), "1.2.3", time.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	return token
}

func (b *browser) code() string {
	b.t.Helper()
	found := code.FindStringSubmatch(visitor(b.t, b.origin).get("/telephone").page)
	if found == nil {
		b.t.Fatal("no code arrived")
	}
	return found[1]
}

func (b *browser) withCard() *browser {
	b.t.Helper()
	return b.post("/login", url.Values{"token": {b.token()}})
}

func (b *browser) withCode() *browser {
	b.t.Helper()
	b.withCard().post("/number", url.Values{"number": {"090-0000-0000"}})
	return b.post("/code", url.Values{"code": {b.code()}})
}

func TestCardAndCodeTogetherOpenTheSite(t *testing.T) {
	b := start(t)
	b.withCard().has("はじめてのログインです")
	b.get("/home").has("login-token")
	b.post("/number", url.Values{"number": {"09000000000"}}).has("確認コードを送りました")
	b.post("/code", url.Values{"code": {b.code()}}).has("カードと確認コードで、ログインしました")
	b.get("/documents/mihon.txt").has("この書類は見本です")
	b.post("/logout", nil)
	if b.get("/home"); strings.Contains(b.page, `id="welcome"`) {
		t.Error("still logged in after the log-out")
	}
}

func TestNothingOpensWithoutBothFactors(t *testing.T) {
	b := start(t)
	for _, path := range []string{"/home", "/documents/mihon.txt", "/code"} {
		b.get(path).has("login-token")
	}
	b.withCard()
	for _, path := range []string{"/home", "/documents/mihon.txt"} {
		if b.get(path); strings.Contains(b.page, "この書類は見本です") || strings.Contains(b.page, `id="welcome"`) {
			t.Errorf("%s opens with the card alone", path)
		}
	}
	b.post("/code", url.Values{"code": {"000000"}}).has(`data-problem="none"`)
}

func TestSecondLogInSendsToTheRegisteredNumberAlone(t *testing.T) {
	b := start(t)
	b.withCode()
	thief := visitor(t, b.origin)
	thief.withCard().has("登録した番号に")
	if strings.Contains(thief.page, "09000000000") {
		t.Error("the page shows the whole number to whoever has the card")
	}
	thief.post("/number", url.Values{"number": {"08099999999"}})
	phone := visitor(t, b.origin).get("/telephone")
	if strings.Contains(phone.page, "08099999999") {
		t.Error("the code went to a number the thief chose")
	}
}

func TestTokenIsNoGoodInAnotherVisit(t *testing.T) {
	b := start(t)
	token := b.token()
	other := visitor(t, b.origin)
	other.get("/")
	other.post("/login", url.Values{"token": {token}}).has(`data-step="nonce"`)
	if other.status != http.StatusUnauthorized {
		t.Error(other.status)
	}
	b.post("/login", url.Values{"token": {token}}).has("はじめてのログインです")
}

func TestCodeOfAnotherVisitIsRefused(t *testing.T) {
	b := start(t)
	b.withCode()
	one, two := visitor(t, b.origin), visitor(t, b.origin)
	one.withCard().post("/number", nil)
	first := one.code()
	two.withCard().post("/number", nil)
	if second := two.code(); first == second { // one in a million
		t.Fatal("two codes are the same")
	}
	two.post("/code", url.Values{"code": {first}}).has(`data-problem="wrong"`)
}

func TestVisitGetsANewIdWithEachFactor(t *testing.T) {
	b := start(t)
	seen := map[string]bool{}
	note := func() {
		u, _ := url.Parse(b.origin)
		seen[b.client.Jar.Cookies(u)[0].Value] = true
	}
	b.get("/")
	note()
	b.withCard()
	note()
	b.post("/number", url.Values{"number": {"09000000000"}})
	b.post("/code", url.Values{"code": {b.code()}})
	note()
	if len(seen) != 3 {
		t.Errorf("%d ids: whoever set the first one shares the log-in", len(seen))
	}
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	b := start(t)
	for _, from := range []string{"", "null", "https://evil.example"} {
		if b.do(http.MethodPost, "/login", url.Values{"token": {"x"}}, from); b.status != http.StatusForbidden {
			t.Errorf("%q: %d", from, b.status)
		}
	}
}

func TestGatewayOfTheSampleTakesNothingWithoutItsKey(t *testing.T) {
	b := start(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.origin+"/telephone/gateway", bytes.NewReader([]byte(`{"to":"0","text":"forged"}`)))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized || strings.Contains(b.get("/telephone").page, "forged") {
		t.Error("anybody can write into the telephone")
	}
}

func TestEveryPageIsMarkedAsASampleInBothLanguages(t *testing.T) {
	b := start(t)
	for lang, mark := range map[string]string{"ja": "これは見本です", "en": "This is a sample"} {
		for _, path := range []string{"/", "/telephone"} {
			b.get(path + "?lang=" + lang).has(mark)
			b.has(`<html lang="` + lang + `">`)
		}
	}
	for key, text := range texts {
		if text[0] == "" || text[1] == "" {
			t.Errorf("%s is not in both languages", key)
		}
	}
}

func TestSampleServesLoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":8480", "[::]:0", "192.0.2.1:80", "x"} {
		if err := run(t.Context(), address); err == nil {
			t.Errorf("%s is served", address)
		}
	}
}
