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

// session finds the visit of a request; nil when there is none.
func (s *site) session(r *http.Request) *session {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.sessions[cookie.Value]
	if known == nil || s.now().After(known.until) {
		delete(s.sessions, cookie.Value)
		return nil
	}
	return known
}

// begin makes a new visit, with a new id: whoever knew the one before knows nothing of this one. old may be nil.
func (s *site) begin(w http.ResponseWriter, old *session) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for id, known := range s.sessions {
		if now.After(known.until) || len(s.sessions) >= maxSessions {
			delete(s.sessions, id)
		}
	}
	fresh := &session{id: rand.Text(), until: now.Add(sessionLength)}
	if old != nil {
		delete(s.sessions, old.id)
		fresh.person, fresh.number, fresh.loggedIn = old.person, old.number, old.loggedIn
	}
	s.sessions[fresh.id] = fresh
	// A real site is https: there the cookie is __Host-mihon with Secure.
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: fresh.id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return fresh
}

// change runs a change of a visit or of accounts by itself.
func (s *site) change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}
