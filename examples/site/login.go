package main

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/hitofude/hitofude/examples/site/onetime"
	"github.com/hitofude/hitofude/examples/site/verifier"
)

// showLogin makes a nonce for this visit and asks for a token.
func (s *site) showLogin(w http.ResponseWriter, r *http.Request) {
	known := s.session(r)
	if known != nil && known.loggedIn {
		s.to(w, r, "/home")
		return
	}
	if known == nil {
		known = s.begin(w, "", session{})
	}
	s.askForToken(w, r, known, http.StatusOK, "")
}

func (s *site) askForToken(w http.ResponseWriter, r *http.Request, known *session, status int, problem string) {
	nonce, err := s.verifier.Nonce(known.id)
	if err != nil {
		http.Error(w, "込みあっています。", http.StatusServiceUnavailable)
		return
	}
	request := struct {
		Nonce string `json:"nonce"`
		Field string `json:"field"`
	}{nonce, "login-token"}
	s.show(w, r, status, "login.html", map[string]any{"Request": request, "Step": problem})
}

// login is the first factor: the card.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	known := s.session(r)
	if known == nil {
		s.askForToken(w, r, s.begin(w, "", session{}), http.StatusUnauthorized, "session")
		return
	}
	person, err := s.verifier.Verify(r.Context(), strings.TrimSpace(r.PostFormValue("token")), known.id)
	var refused *verifier.StepError
	if errors.As(err, &refused) {
		s.askForToken(w, r, known, http.StatusUnauthorized, string(refused.Step))
		return
	}
	fresh := session{person: person}
	fresh.number = s.registered(&fresh)
	s.begin(w, known.id, fresh)
	s.to(w, r, "/code")
}

// waiting is the visit that has shown its card and not yet its code; else the person goes to where they belong.
func (s *site) waiting(w http.ResponseWriter, r *http.Request) *session {
	known := s.session(r)
	if known == nil || known.person == nil {
		s.to(w, r, "/")
		return nil
	}
	if known.loggedIn {
		s.to(w, r, "/home")
		return nil
	}
	return known
}

func (s *site) showCode(w http.ResponseWriter, r *http.Request) {
	if known := s.waiting(w, r); known != nil {
		s.codePage(w, r, known, http.StatusOK, "", false)
	}
}

func (s *site) codePage(w http.ResponseWriter, r *http.Request, known *session, status int, problem string, sent bool) {
	data := map[string]any{"Problem": problem, "Sent": sent, "Known": s.registered(known) != "", "Number": tail(known.number), "Whole": known.number}
	s.show(w, r, status, "code.html", data)
}

var mobile = regexp.MustCompile(`^0[6789]0\d{8}$`)

// sendCode sends a code: to the account's number, or to the one the person gives at the very first log-in.
func (s *site) sendCode(w http.ResponseWriter, r *http.Request) {
	known := s.waiting(w, r)
	if known == nil {
		return
	}
	number := s.registered(known)
	if number == "" {
		number = strings.NewReplacer("-", "", " ", "").Replace(r.PostFormValue("number"))
	}
	if !mobile.MatchString(number) {
		s.codePage(w, r, known, http.StatusBadRequest, "number", false)
		return
	}
	if err := s.codes.Send(r.Context(), known.person.ID, number); err != nil {
		s.codePage(w, r, known, http.StatusTooManyRequests, problemOf(err), false)
		return
	}
	s.note(known.id, number)
	known.number = number
	s.codePage(w, r, known, http.StatusOK, "", true)
}

// checkCode is the second factor.
func (s *site) checkCode(w http.ResponseWriter, r *http.Request) {
	known := s.waiting(w, r)
	if known == nil {
		return
	}
	if err := s.codes.Check(known.person.ID, strings.TrimSpace(r.PostFormValue("code"))); err != nil {
		s.codePage(w, r, known, http.StatusUnauthorized, problemOf(err), true)
		return
	}
	if !s.register(known) {
		s.codePage(w, r, known, http.StatusUnauthorized, "none", false)
		return
	}
	s.begin(w, known.id, session{person: known.person, number: known.number, loggedIn: true})
	s.to(w, r, "/home")
}

func problemOf(err error) string {
	var wrong *onetime.WrongError
	switch {
	case errors.As(err, &wrong):
		return "wrong"
	case errors.Is(err, onetime.ErrExpired):
		return "expired"
	case errors.Is(err, onetime.ErrTries):
		return "tries"
	case errors.Is(err, onetime.ErrRate), errors.Is(err, onetime.ErrTooMany):
		return "rate"
	case errors.Is(err, onetime.ErrNotSent):
		return "not-sent"
	}
	return "none"
}

// tail is as much of a number as somebody may see who has only the card.
func tail(number string) string {
	if len(number) < 4 {
		return ""
	}
	return number[len(number)-3:]
}
