package main

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/hitofude/hitofude/examples/site/verifier"
)

const (
	cookieName    = "mihon"
	sessionLength = 30 * time.Minute
	maxSessions   = 10_000
)

// session is one browser's visit. person is set by the token, loggedIn by the code: only both together open anything.
type session struct {
	id       string
	until    time.Time
	person   *verifier.Person
	number   string // where the code of this log-in goes
	loggedIn bool
}

func (s *session) account() string { return s.person.Issuer + "#" + s.person.Serial }

// session finds the visit of a request, as it is now; nil when there is none.
func (s *site) session(r *http.Request) *session {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.sessions[cookie.Value]
	if !ok || s.now().After(known.until) {
		delete(s.sessions, cookie.Value)
		return nil
	}
	return &known
}

// begin makes a new visit, with a new id: whoever knew the one before knows nothing of this one. What it takes over is
// in fresh; old is the id that ends, or "".
func (s *site) begin(w http.ResponseWriter, old string, fresh session) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	delete(s.sessions, old)
	for id, known := range s.sessions {
		if now.After(known.until) || len(s.sessions) >= maxSessions {
			delete(s.sessions, id)
		}
	}
	fresh.id, fresh.until = rand.Text(), now.Add(sessionLength)
	s.sessions[fresh.id] = fresh
	// A real site is https: there the cookie is __Host-mihon with Secure.
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: fresh.id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return &fresh
}

// note keeps the number to which the code of a visit was sent.
func (s *site) note(id, number string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.sessions[id]; ok {
		known.number = number
		s.sessions[id] = known
	}
}

// end forgets a visit.
func (s *site) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, id)
}

// registered is the number of an account; "" before the first log-in.
func (s *site) registered(known *session) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.numbers[known.account()]
}

// register gives an account its number, once. Another log-in that was under way at the same time changes nothing.
func (s *site) register(known *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if was, ok := s.numbers[known.account()]; ok {
		return was == known.number
	}
	s.numbers[known.account()] = known.number
	return true
}
