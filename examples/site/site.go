package main

import (
	"crypto/rand"
	"crypto/x509"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/hitofude/hitofude/examples/site/onetime"
	"github.com/hitofude/hitofude/examples/site/verifier"
)

// The authority of the card in software. A real site has the roots of JPKI's authentication certificates here, from
// J-LIS, compared by their fingerprints.
//
//go:embed TEST-auth-ca.pem
var testCA []byte

//go:embed page
var pages embed.FS

// Cards in software carry the test policy beside the one of real cards.
var policies = []string{verifier.Policy, "1.2.392.200149.8.5.1.0.30"}

type site struct {
	origin   string
	now      func() time.Time
	verifier *verifier.Verifier
	codes    *onetime.Codes
	phone    *telephone
	page     *template.Template

	mu       sync.Mutex
	sessions map[string]session
	// All the site knows of a person: the number that was confirmed at the first log-in, by issuer and serial of the
	// certificate. A renewed certificate has another serial; a real site moves the account with the old one, or at the
	// counter.
	numbers map[string]string
}

func newSite(origin string, now func() time.Time) (*site, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(testCA) {
		return nil, errors.New("starting the sample: the test authority cannot be read")
	}
	v, err := verifier.New(verifier.Config{Origin: origin, Roots: roots, Policies: policies, Now: now})
	if err != nil {
		return nil, err
	}
	phone := &telephone{key: rand.Text()}
	gateway, err := onetime.NewGateway(origin+"/telephone/gateway", phone.key)
	if err != nil {
		return nil, err
	}
	page, err := template.New("").Funcs(functions).ParseFS(pages, "page/*.html")
	if err != nil {
		return nil, fmt.Errorf("starting the sample: %w", err)
	}
	return &site{
		origin: origin, now: now, verifier: v, phone: phone, page: page,
		codes:    onetime.New(gateway, message, now),
		sessions: map[string]session{}, numbers: map[string]string{},
	}, nil
}

// message is all the text of a message: whose it is, the code, and what never to do with it. No link: people learn
// that a link in such a message is not from here.
func message(code string) string {
	return fmt.Sprintf("【見本】見本町の確認コードは %s です。5分間使えます。だれにも教えないでください。", code)
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showLogin)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("GET /code", s.showCode)
	mux.HandleFunc("POST /number", s.sendCode)
	mux.HandleFunc("POST /code", s.checkCode)
	mux.HandleFunc("GET /home", s.showHome)
	mux.HandleFunc("GET /documents/mihon.txt", s.document)
	mux.HandleFunc("POST /logout", s.logout)
	// The language switch of a page that a form led to.
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) { s.to(w, r, "/") })
	mux.HandleFunc("GET /number", func(w http.ResponseWriter, r *http.Request) { s.to(w, r, "/code") })
	mux.HandleFunc("GET /telephone", s.showTelephone)
	mux.HandleFunc("POST /telephone/gateway", s.phone.receive)
	mux.Handle("GET /style.css", http.StripPrefix("/", styleServer()))
	return s.guard(mux)
}

// guard sets what every answer carries, and refuses forms that another site sent.
func (s *site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		// connect-src: in Firefox an extension loads an offered document only where the page itself might.
		h.Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		fromHere := r.Header.Get("Origin") == s.origin || r.URL.Path == "/telephone/gateway"
		if r.Method == http.MethodPost && !fromHere {
			http.Error(w, "この要求は、別のサイトから来ました。", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		next.ServeHTTP(w, r)
	})
}
